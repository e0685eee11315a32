"""Every answer carries the headers that bind a browser, and what somebody signed in was shown is kept by nobody."""

from __future__ import annotations

from civic.kernel.web import HEADERS_OF_FILES
from tests.integration.access.tables import MATRIX
from tests.integration.access.world import World

PAGES = [line for line in MATRIX if line.method == "GET"]
#: Between them they are shown every page, and refused most.
READERS = ("guest", "resident", "keeper", "outsider", "editor", "plenipotentiary", "administrator")


def test_every_answer_binds_the_browser(world: World) -> None:
    """Pages, files, refusals and roads to the sign-in alike."""
    faults = []
    for line in PAGES:
        address = line.address.format(**world.names)
        for role in READERS:
            answer = world.read(role, address)
            told = f"{line.title} to {role} ({answer.status_code})"
            wanted = {name: [value] for name, value in HEADERS_OF_FILES.items()}
            if answer.headers.getlist("Referrer-Policy") == ["same-origin"]:
                wanted["Referrer-Policy"] = ["same-origin"]  # stricter, for private links
            faults += [
                f"{told}: {name} is {answer.headers.getlist(name)}"
                for name, values in wanted.items()
                if answer.headers.getlist(name) != values
            ]
            policies = answer.headers.getlist("Content-Security-Policy")
            if len(policies) != 1 or not policies[0].startswith("default-src 'none'"):
                faults.append(f"{told}: the policies are {policies}")
            kept = answer.headers.getlist("Cache-Control")
            if role != "guest" and kept != ["no-store, private"]:
                faults.append(f"{told}: Cache-Control is {kept}")
    assert not faults, "\n".join(["", *faults])
