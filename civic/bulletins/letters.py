"""The letter that brings a bulletin: put together as it leaves, so that whoever declined meanwhile gets none."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.accounts.models import User
from civic.bulletins.models import Bulletin
from civic.bulletins.reach import declines
from civic.kernel import web
from civic.kernel.db import db
from civic.kernel.mail import Composed, Kind
from civic.kernel.words import N_, _
from civic.notifications.models import Concern
from civic.notifications.stopping import PERSON, Stop

if TYPE_CHECKING:
    from civic.kernel.mail import Letter

# Each with an end in sight, so that marks without a partner cost no time that grows with their square.
_LINK = re.compile(
    r"\[([^\[\]\n]{1,300})\]\(\s{0,9}<?([^\s)>]{1,2000})>?(?:\s{1,9}\"[^\"]{0,300}\")?\s{0,9}\)"
)
_MARKS = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)


def plain(body: str) -> str:
    """Markdown as a letter in plain text tells it: links with their whole address, no marks."""
    base = web.settings().base_url

    def told(link: re.Match[str]) -> str:
        words, address = link[1], link[2]
        address = f"{base}{address}" if address.startswith("/") else address
        return address if words == address else f"{words} ({address})"

    return _HEADING.sub("", _MARKS.sub(r"\2", _LINK.sub(told, body)))


def bulletin_letter(letter: Letter) -> Composed | None:
    """What the letter says; nothing once its reader left, or wants no more of them."""
    bulletin = db.session.get(Bulletin, int(letter.facts["bulletin"]))
    person = db.session.get(User, int(letter.facts["person"]))
    trial = bool(letter.facts.get("trial"))
    if bulletin is None or person is None or not person.is_active or person.email != letter.address:
        return None
    if not trial and (not bulletin.public or declines(person.id)):
        return None
    return Composed(
        {"title": bulletin.title, "text": plain(bulletin.body)},
        link=f"/bulletins/{bulletin.id}",
        reason=_("You get this letter because you take part here for an organisation, or follow a forum."),
        unsubscribe=Stop(PERSON, person.id, Concern.BULLETINS.value).path,
        list_name=Concern.BULLETINS.value,
    )


BULLETIN = Kind(
    "bulletin",
    subject=N_("%(title)s"),
    body=N_("%(text)s"),
    button=N_("Read it on the page"),
    facts=("title", "text"),
    lasts=timedelta(days=7),
    compose=bulletin_letter,
)
