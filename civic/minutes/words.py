"""A line as it comes from a note taker's device, before it is stored. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from civic.kernel.markup import clean_line, clean_text
from civic.minutes.models import LineKind, Speaker

LONGEST = 2_000
LONGEST_NAME = 200
#: A phone may lie in a bag with unsent lines; what is older than this counts as this old.
OLDEST = timedelta(days=30)
#: No room has more tables; what is higher was not typed by anybody.
HIGHEST_TABLE = 999
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,60}")


@dataclass(frozen=True)
class Said:
    """What a note taker typed: the line's own id, how long ago it was typed (seconds), its words and its marks; at which table."""

    client_id: str
    text: str
    age: float = 0.0
    kind: LineKind = LineKind.REMARK
    speaker: Speaker = Speaker.NOBODY
    organisation: str = ""
    table: int | None = None

    @property
    def at_fault(self) -> bool:
        """Whether it can never be taken: without an id of its own, without words, or too long."""
        return not _CLIENT_ID.fullmatch(self.client_id) or not 0 < len(self.text) <= LONGEST

    def said_at(self, now: datetime) -> datetime:
        """When it was typed, by the server's clock: the device says only how long ago, so a wrong clock does no harm."""
        return now - min(timedelta(seconds=max(0.0, self.age)), OLDEST)


def read(sent: Mapping[str, Any]) -> Said:
    """What a device sent, whatever it is: unknown marks become none, a missing age is now."""
    organisation = clean_line(_text(sent, "organisation"))[:LONGEST_NAME]
    speaker = _one_of(Speaker, sent, Speaker.NOBODY)
    if speaker is Speaker.ORGANISATION and not organisation:
        speaker = Speaker.NOBODY
    return Said(
        client_id=_text(sent, "id"),
        text=clean_text(_text(sent, "text")),
        age=_age(sent.get("age")),
        kind=_one_of(LineKind, sent, LineKind.REMARK, name="kind"),
        speaker=speaker,
        organisation=organisation if speaker is Speaker.ORGANISATION else "",
        table=table_in(sent.get("table")),
    )


def table_in(value: Any) -> int | None:
    """The number of a table in what an address, a form or a device says, or None: no table."""
    if isinstance(value, str):
        value = int(value) if re.fullmatch("[0-9]{1,3}", value) else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= HIGHEST_TABLE else None


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _age(value: Any) -> float:
    """Seconds as a number that can be counted with; anything else is now."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(min(value, OLDEST.total_seconds())) if value > 0 else 0.0


def _one_of(kind: Any, sent: Mapping[str, Any], otherwise: Any, *, name: str = "speaker") -> Any:
    value = sent.get(name)
    return kind(value) if isinstance(value, str) and value in set(kind) else otherwise
