"""What the web process loads: quick to start, small in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.fixtures.sources import ROOT, told

HEAVY = {
    *("docx", "odfdo", "typst", "xlsxwriter", "sklearn", "scipy", "numpy", "morfeusz2", "lxml"),
    # Most instances have no provider of their own.
    *("authlib", "joserfc"),
}
#: Only what serves it needs gunicorn, and only tests need the rest.
OUT_OF_PLACE = {"gunicorn", "pytest", "hypothesis", "playwright"}
PROGRAM = """
import json, sys
from pathlib import Path
from civic import create_app
from civic.config import Config
folder = Path(sys.argv[1])
create_app(Config(secret_key="x" * 40, database_url=f"sqlite:///{folder / 'no.db'}", data_dir=folder))
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_heavy_libraries_stay_out_of_the_web_process(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    loaded = set(json.loads(finished.stdout.splitlines()[-1]))
    faults = sorted(loaded & (HEAVY | OUT_OF_PLACE))
    assert not faults, told(faults, "Name the target „module:function” in a registry, so that it loads late:")
