"""Decisions that are looked at again: appeals to the office and to the reviewer, and an act that waits for a second signature."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from civic.forums.models import Forum
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import appeal, ask_to_suspend, hide
from civic.moderation.models import Decision, Ground
from tests.factories import a_conversation, an_organisation
from tests.integration.access.standing import Cast


def settle_appeals(names: dict[str, Any], cast: Cast, forum: Forum) -> None:
    """What the representative and an official of the city say against the moderator; a suspension that one person asked for."""
    spoken = a_conversation(forum, cast.actors["official"], title="Rozmowa urzędu", body="Termin się zmieni.")
    halting = an_organisation("Koło Przed Wstrzymaniem")
    with unit_of_work():
        hide(spoken, ground=Ground.OFF_TOPIC, reason="Nie o tym.", by=cast.actors["moderator"])
        of_office = db.session.scalars(select(Decision).where(Decision.conversation_id == spoken.id)).one()
        ours = _about(Decision.proposal_id, names["hidden"])
        names.update(
            appealable=_about(Decision.comment_id, names["hidden_comment"]).id,
            appeal=appeal(ours, text="To nasz własny numer.", by=cast.actors["representative"]).id,
            office_appeal=appeal(of_office, text="To ważne dla forum.", by=cast.actors["official"]).id,
            second=ask_to_suspend(halting, reason="Spór o nazwę.", by=cast.actors["plenipotentiary"]).id,
        )


def _about(column: Any, thing_id: int) -> Decision:
    return db.session.scalars(select(Decision).where(column == thing_id)).one()
