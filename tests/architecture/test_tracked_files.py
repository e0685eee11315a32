"""What the repository may hold: our own work, without addresses of registries or paths of a machine."""

from __future__ import annotations

import re

from tests.fixtures.sources import ROOT, told, tracked_files

REGISTRIES = re.compile(
    "|".join(
        re.escape(name)
        for name in (
            "registry.npm" + "js.org",
            "registry.yarn" + "pkg.com",
            "files.python" + "hosted.org",
            "pypi" + ".org/simple",
            "index" + "-url",
            "find" + "-links",
            "un" + "pkg.com",
            "cdn.js" + "delivr.net",
            "cdnjs.cloud" + "flare.com",
        )
    )
)
#: The flags that keep such addresses out of the locks are named here.
NAMES_THE_FLAGS = {"Makefile"}
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users|work|opt|mnt)/[\w.-]+")
VENDORED = ("node_modules/", "static/vendor/", "static/build/", ".venv/", "var/")
LARGEST = 3 * 1024 * 1024
BINARY = {".png", ".jpg", ".woff2", ".ttf", ".ico", ".pdf", ".docx", ".odt", ".xlsx"}


def texts() -> list[tuple[str, str]]:
    """Every text file that is tracked, by its path."""
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in tracked_files()
        if path.suffix not in BINARY
    ]


def test_no_registry_is_named() -> None:
    faults = [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1} {found.group()}"
        for place, text in texts()
        if place not in NAMES_THE_FLAGS
        for found in REGISTRIES.finditer(text)
    ]
    assert not faults, told(faults, "Where packages come from is each machine's own setting; take it out:")


def test_no_path_of_a_machine_is_named() -> None:
    faults = [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1} {found.group()}"
        for place, text in texts()
        for found in MACHINE_PATHS.finditer(text)
    ]
    assert not faults, told(faults, "Write paths from the top of the repository:")


def test_nothing_of_others_and_nothing_built_is_committed() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    faults = [
        name for name in names if name.startswith(VENDORED) or name.endswith((".mo", ".pyc", ".min.js"))
    ]
    assert not faults, told(faults, "Set-up fetches or makes these; take them out of the repository:")


def test_files_are_of_a_size_for_a_repository() -> None:
    faults = [
        f"{path.relative_to(ROOT)} {path.stat().st_size // 1024} KiB"
        for path in tracked_files()
        if path.stat().st_size > LARGEST
    ]
    assert not faults, told(faults, f"Keep files under {LARGEST // 1024 // 1024} MiB:")


def test_locks_are_bound_by_hashes() -> None:
    faults = []
    for lock in sorted(ROOT.glob("requirements*.lock")):
        entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
        faults += [f"{lock.name}: {entry[:60]}" for entry in entries if "--hash=sha256:" not in entry]
    assert not faults, told(faults, "Make the locks again with `make lock`:")


def test_documentation_leads_somewhere() -> None:
    faults = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    ]
    assert not faults, told(faults, "Write what the documentation points to, or take the link out:")


def test_each_decision_has_a_number_of_its_own() -> None:
    heads = {path.name: path.read_text("utf-8") for path in (ROOT / "docs/adr").glob("*.md")}
    assert len({name[:4] for name in heads}) == len(heads)
    assert not [name for name, text in heads.items() if not text.startswith(f"# {int(name[:4])}. ")]
