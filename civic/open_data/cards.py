"""Preview cards for messengers: what a page is about, how long one can take part, and the question; kept by digest, drawn few at once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from civic.discussions.models import Conversation
from civic.documents.glyphs import FONTS
from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.drawn import kept
from civic.kernel.errors import NotFound
from civic.kernel.web import settings
from civic.kernel.words import _, day, language, ngettext, typeset
from civic.proposals.models import Proposal
from civic.recommendations.models import Issue

if TYPE_CHECKING:
    from datetime import datetime

DRAWING = Path(__file__).with_name("drawing.py")
SECONDS, BYTES = 20, 2 * 1024**3
LONGEST_TITLE = 180


@dataclass(frozen=True)
class Card:
    """The words of a card."""

    site: str
    kind: str
    above: str
    title: str
    question: str
    number: str
    unit: str
    language: str

    @property
    def digest(self) -> str:
        """By what its picture is known."""
        look = Path(DRAWING).with_name("card.typ").read_bytes()
        return hashlib.sha256(json.dumps(asdict(self)).encode() + look).hexdigest()


def of_forum(forum: Forum, now: datetime) -> Card:
    """The card of a forum: how long it takes proposals, or else opinions."""
    left = _left(forum, (Ability.PROPOSE, Ability.COMMENT, Ability.POSITION), now)
    question = _("What should change?") if forum.allows(Ability.PROPOSE, now) else _("What do you think?")
    return _card(_("Forum"), forum.topic or forum.body, forum.title, question if left[0] else "", left)


def of_proposal(proposal: Proposal, now: datetime) -> Card:
    """The card of a proposal that readers see."""
    forum = proposal.forum
    left = _left(forum, (Ability.POSITION, Ability.COMMENT), now) if proposal.stands else ("", "")
    kind = _("Proposal %(label)s", label=proposal.label)
    return _card(kind, forum.title, proposal.title, _("What do you think?") if left[0] else "", left)


def of_conversation(conversation: Conversation, now: datetime) -> Card:
    """The card of a conversation that readers see."""
    open_still = conversation.stands and conversation.takes_comments(now)
    return _card(
        _("Conversation"),
        conversation.forum.title,
        conversation.title,
        _("What do you think?") if open_still else "",
        ("", "" if open_still else _("conversation closed")),
    )


def of_issue(issue: Issue) -> Card:
    """The card of published recommendations."""
    kind = _("Recommendations no. %(number)s", number=issue.number)
    return _card(
        kind, issue.forum.title, issue.title, _("What will the city do?"), ("", day(issue.published_at))
    )


def _card(kind: str, above: str, title: str, question: str, left: tuple[str, str]) -> Card:
    shown = title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return Card(settings().instance_name, kind, typeset(above), typeset(shown), question, *left, language())


def _left(forum: Forum, abilities: tuple[Ability, ...], now: datetime) -> tuple[str, str]:
    """How many days one can still take part: the number and its word, or until when where it is the last day."""
    ends = [
        phase.closes
        for ability in abilities
        if forum.allows(ability, now)
        for phase in forum.phases_with(ability)
        if phase.runs_at(now)
    ]
    if not ends:
        return "", ""
    days = (clock.today(max(ends)) - clock.today(now)).days
    if not days:
        return "", _("today is the last day")
    return str(days), ngettext("day left", "days left", days)


def picture(card: Card) -> Path:
    """The card as a PNG, drawn at the first asking.

    Raises:
        Busy: when it would have to wait for others.
        NotFound: when it cannot be drawn.
    """
    return kept("cards", f"{card.digest}.png", partial(_draw, card))


def _draw(card: Card) -> bytes:
    command = [sys.executable, "-I", str(DRAWING), str(FONTS), str(SECONDS), str(BYTES)]
    data = json.dumps(asdict(card)).encode()
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotFound from error
    return done.stdout
