"""What the codes of bulletins are called."""

from __future__ import annotations

from civic.bulletins.models import Audience, Bulletin, BulletinState
from civic.kernel.words import N_, LazyString, _, listed

AUDIENCES: dict[Audience, LazyString] = {
    Audience.FOLLOWERS: N_("those who follow a forum"),
    Audience.SEATS: N_("those who sit at a forum's table"),
    Audience.ORGANISATIONS: N_("organisations, by topic and district"),
}
STATES: dict[BulletinState, LazyString] = {
    BulletinState.DRAFT: N_("Draft message"),
    BulletinState.SCHEDULED: N_("Scheduled"),
    BulletinState.SENDING: N_("Being sent"),
    BulletinState.SENT: N_("Sent"),
}


def audience_of(bulletin: Bulletin) -> str:
    """Whom a bulletin is for, in words."""
    if bulletin.audience is Audience.ORGANISATIONS:
        limits = [*bulletin.topics, *bulletin.districts]
        if not limits:
            return str(_("to all organisations"))
        return str(_("to organisations: %(limits)s", limits=listed(limits)))
    forum = bulletin.forum.title if bulletin.forum else ""
    if bulletin.audience is Audience.SEATS:
        return str(_("to those at the table: %(forum)s", forum=forum))
    return str(_("to those who follow: %(forum)s", forum=forum))
