"""Who may import whom: the contracts of pyproject.toml, and pages that stay in their slice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fixtures.sources import PACKAGE, ROOT, modules, told

#: These put the slices together; nothing else reaches into a slice's pages.
ABOVE_SLICES = {"civic/application.py", "civic/slices.py", "civic/serving.py", "civic/cli.py"}


def slices() -> set[str]:
    """The packages that have pages."""
    return {path.parent.name for path in [*PACKAGE.glob("*/views.py"), *PACKAGE.glob("*/views/__init__.py")]}


def test_the_contracts_of_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    finished = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, f"Imports point down only (pyproject.toml):\n{finished.stdout}"


def test_pages_stay_in_their_slice() -> None:
    private = {f"civic.{slice_}.{part}" for slice_ in slices() for part in ("views", "forms")}
    faults = []
    for module in modules():
        own = ".".join(module.name.split(".")[:2])
        if module.place in ABOVE_SLICES:
            continue
        for node, name in module.imports():
            hit = next((part for part in private if name == part or name.startswith(f"{part}.")), None)
            if hit and not hit.startswith(f"{own}."):
                faults.append(f"{module.at(node)} imports {name}")
    assert not faults, told(
        faults, "Use the commands and queries of a slice below, or a panel, not its pages:"
    )


def test_commands_know_no_pages() -> None:
    faults = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        if {"commands", "queries", "policies", "models", "events"} & set(module.name.split("."))
        for node, name in module.imports()
        if name.startswith("civic.kernel.web")
    ]
    assert not faults, told(faults, "A command raises Refused; how that looks is the edge's affair:")
