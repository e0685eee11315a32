"""What stands on the poster of a meeting, in Polish or English."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.documents.poster import TEMPLATE, Poster
from civic.kernel import clock, words
from civic.kernel.typography import set_polish
from civic.kernel.words import _
from civic.meetings import labels
from civic.pictures.qr import drawing

if TYPE_CHECKING:
    from civic.meetings.models import Meeting

LANGUAGES = ("pl", "en")
#: Characters that still fit beside the longest title.
LONGEST_ACCESS = 400
MARK = Path(__file__).resolve().parents[2] / "static" / "mark.svg"


def poster(meeting: Meeting, language: str, instance: str, base: str) -> Poster:
    """The poster of the meeting at that base address; the title stays in the words of whoever wrote it."""
    place = meeting.place
    href = f"{base}/meetings/{meeting.id}"
    shown = f"{urlsplit(base).netloc}/meetings/{meeting.id}"
    with words.force_locale(language):
        starts = clock.local(meeting.starts)
        where = (meeting.room, place.address, place.district) if place else ()
        return Poster(
            language=language,
            instance=instance,
            motto=_("From a voice to the city's answer"),
            mark=MARK.read_text("utf-8"),
            eyebrow=str(labels.KINDS[meeting.kind]),
            title=set_polish(meeting.title),
            day=words.typeset(f"{words.weekday(starts.date())}, {words.day(meeting.starts)}"),
            hours=words.typeset(labels.hours(meeting.starts, meeting.ends)),
            welcome=_("One signs up at the address below.")
            if meeting.registration
            else _("Everybody is welcome, nobody signs up."),
            place=set_polish(place.name if place else meeting.room),
            address=set_polish(" · ".join(part for part in where if part)),
            access=set_polish(shorten(place.accessibility, LONGEST_ACCESS, placeholder=" …"))
            if place
            else "",
            host=set_polish(_("Invited by: %(host)s", host=meeting.host)) if meeting.host else "",
            href=href,
            shown=shown,
            code=_svg(href),
            code_text=_("QR code that leads to %(address)s", address=shown),
        )


def digest(made: Poster) -> str:
    """By what its file is known: all that stands on it, and how it looks."""
    return hashlib.sha256(json.dumps(asdict(made)).encode() + TEMPLATE.read_bytes()).hexdigest()


def _svg(address: str) -> str:
    side, path = drawing(address)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
