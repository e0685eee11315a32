"""What can be followed: forums, proposals, organisations; what each is called and where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Conversation
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal
from civic.proposals.queries import may_see

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.kernel.access import Actor


def titles_of(subjects: Iterable[str], actor: Actor) -> dict[str, tuple[str, str]]:
    """Subject → its title and its address, for those that this person may read; three questions at any number."""
    ids: dict[str, set[int]] = {
        "forum": set(),
        "proposal": set(),
        "organisation": set(),
        "conversation": set(),
    }
    for subject in subjects:
        noun, _colon, number = subject.partition(":")
        if noun in ids and number.isdecimal() and len(number) < 10:
            ids[noun].add(int(number))
    found: dict[str, tuple[str, str]] = {}
    if ids["forum"]:
        for forum in db.session.scalars(select(Forum).where(Forum.id.in_(ids["forum"]))):
            found[f"forum:{forum.id}"] = (forum.title, f"/forums/{forum.slug}")
    if ids["proposal"]:
        wanted = select(Proposal).where(Proposal.id.in_(ids["proposal"]))
        for proposal in db.session.scalars(wanted.options(joinedload(Proposal.current))):
            if may_see(actor, proposal):
                title = f"{proposal.label} {proposal.current.title}"
                found[f"proposal:{proposal.id}"] = (title, f"/proposals/{proposal.id}")
    found |= _talks(ids["conversation"], actor) if ids["conversation"] else {}
    if ids["organisation"]:
        of_ids = select(Organisation).where(Organisation.id.in_(ids["organisation"]))
        for organisation in db.session.scalars(of_ids):
            found[f"organisation:{organisation.id}"] = (
                organisation.name,
                f"/organisations/{organisation.id}",
            )
    return found


def _talks(ids: set[int], actor: Actor) -> dict[str, tuple[str, str]]:
    rows = db.session.scalars(select(Conversation).where(Conversation.id.in_(ids)))
    return {f"conversation:{talk.id}": (talk.title, talk.path) for talk in rows if may_see(actor, talk)}


def get_title(subject: str, actor: Actor) -> tuple[str, str]:
    """The title and the address of a subject.

    Raises:
        NotFound: when there is no such thing for this person.
    """
    found = titles_of([subject], actor).get(subject)
    if found is None:
        raise NotFound
    return found
