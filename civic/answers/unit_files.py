"""The file of a unit: its recommendations as rows, written and read back by a child process."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civic.answers import labels
from civic.answers.models import Answer, AnsweringUnit, AnswerStatus
from civic.kernel import db
from civic.kernel.errors import Refused
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, day, force_locale
from civic.recommendations.files import document_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.words import LazyString
    from civic.recommendations.models import Issue

MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WAIT = 90  # seconds
_ID = re.compile(r"O-([1-9]\d{0,8})/([0-9a-f]{6})")
_FAULTS: dict[str, LazyString] = {
    "columns": N_(
        "This is not the file that was downloaded here, or its columns were changed. Download it again."
    ),
    "rows": N_("The file has more than 5000 rows. Send it in parts."),
}
_log = logging.getLogger(__name__)


def sign_of(answer: Answer) -> str:
    """The id of a row: the answer, and a digest of its wording, by which one sees that it was changed since."""
    words = [answer.status, answer.text, answer.responsible, str(answer.carry_out_by)]
    return f"O-{answer.id}/{hashlib.sha256(json.dumps(words).encode()).hexdigest()[:6]}"


def number_in(sign: str) -> int:
    """The number of the answer that an id names; 0 where it names none."""
    found = _ID.fullmatch(sign)
    return int(found[1]) if found else 0


def status_named(text: str) -> AnswerStatus | None:
    """The status that a cell names, by its Polish word or its code."""
    with force_locale(CONTENT_LANGUAGE):
        known = {str(label).lower(): status for status, label in labels.STATUSES.items()}
    return known.get(text.lower()) or {status.value: status for status in AnswerStatus}.get(text.lower())


def written(unit: AnsweringUnit, answers: Sequence[Answer], form: str) -> bytes:
    """The file of a unit, in the language of the office. The session's transaction ends while it is made.

    Raises:
        Refused: when it could not be made within the limits.
    """
    with force_locale(CONTENT_LANGUAGE):
        facts = _facts(unit, answers)
    with db.pause(), tempfile.TemporaryDirectory(prefix="civic-answers-") as place:
        source, target = Path(place) / "facts.json", Path(place) / f"file.{form}"
        source.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        _run("write", form, source, target)
        return target.read_bytes()


def read(path: Path, form: str) -> list[dict[str, str]]:
    """The rows of a file that was filled in. The session's transaction ends while it is read.

    Raises:
        Refused: when it is not the file that was given out, or cannot be read within the limits.
    """
    with db.pause(), tempfile.TemporaryDirectory(prefix="civic-answers-") as place:
        target = Path(place) / "rows.json"
        _run("read", form, path, target)
        rows: list[dict[str, str]] = json.loads(target.read_text(encoding="utf-8"))
    if not rows:
        raise Refused("empty", N_("The file holds no rows."))
    return rows


def _run(act: str, form: str, source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "civic.answers.sheets", act, form, str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused("slow", N_("The file took too long. Send it in parts.")) from error
    if done.returncode:
        fault = done.stderr.decode(errors="replace")[-300:]
        _log.warning("a file of answers: %s %s ended with %r", act, form, fault)
        raise Refused(
            "unreadable",
            _FAULTS.get(fault, N_("The file cannot be read. Save it again in its own program.")),
        )


def _facts(unit: AnsweringUnit, answers: Sequence[Answer]) -> dict[str, Any]:
    texts = {
        issue.number: _texts(issue)
        for issue in {answer.item.issue_number: answer.item.issue for answer in answers}.values()
    }
    return {
        "title": _("Recommendations that wait for an answer: %(unit)s", unit=unit.name),
        "sheet": _("Answers"),
        "note": _(
            "Fill in the white cells: status (one of: %(statuses)s), answer, person responsible, day. Leave the ID as it is.",
            statuses=", ".join(str(label) for label in labels.STATUSES.values()),
        ),
        "statuses": [str(label) for label in labels.STATUSES.values()],
        "head": [
            "ID",
            _("Issue no."),
            _("Number"),
            _("Title"),
            _("Recommendation"),
            _("Last day for the answer"),
            _("Status"),
            _("Answer"),
            _("Person responsible, by function"),
            _("To be carried out by"),
        ],
        "rows": [_row(answer, texts[answer.item.issue_number]) for answer in answers],
    }


def _row(answer: Answer, texts: dict[str, str]) -> list[str]:
    item = answer.item
    return [
        sign_of(answer),
        str(item.issue_number),
        item.number,
        item.title,
        texts.get(item.key, ""),
        day(answer.due_on) if answer.due_on else "",
        str(labels.STATUSES[answer.status]) if answer.status else "",
        answer.text,
        answer.responsible,
        answer.carry_out_by.isoformat() if answer.carry_out_by else "",
    ]


def _texts(issue: Issue) -> dict[str, str]:
    """What each recommendation of an issue says, by its key."""
    return {
        found.id: "\n\n".join(passage.text for passage in found.passages)
        for section in document_of(issue).sections
        for found in section.recommendations
    }
