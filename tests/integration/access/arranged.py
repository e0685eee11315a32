"""What moderators arranged in the city of the matrix: an objection to a merge, a comment split off, a proposal moved."""

from __future__ import annotations

from typing import Any

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import decide
from civic.moderation.models import Act, Ground
from civic.moderation.ruling import Ruling
from civic.proposals.commands import object_to_merge, split_off
from civic.proposals.models import Merge
from tests.factories import a_comment, a_proposal

BODY = "Proponujemy jedną stawkę dla wszystkich."


def settle(names: dict[str, Any], forum: Forum, people: dict[str, Actor]) -> None:
    """All of it, named for the tables."""
    third, moderator = people["third"], people["moderator"]
    mother = a_proposal(forum, third, title="Z długą rozmową", body=BODY)
    root = a_comment(mother, people["representative"], body="Osobna sprawa w głosie.")
    a_comment(mother, third, body="Odpowiedź na osobną sprawę.", parent_id=root.id)
    moving = a_proposal(forum, third, title="Na przeprowadzkę", body=BODY)
    elsewhere = db.session.get_one(Forum, names["foreign_forum"])
    with unit_of_work():
        objection = object_to_merge(
            db.session.get_one(Merge, names["merge"]), reason="To co innego.", by=third
        )
        split = split_off(
            db.session.get_one(Comment, root.id), title="Osobna", reason="Nie na temat.", by=moderator
        )
        ruling = Ruling(act=Act.MOVE, ground=Ground.OFF_TOPIC, reason="To sprawa tamtych.", forum=elsewhere)
        moved = decide(moving, ruling, by=moderator)
    names.update(objection=objection.id, split=split.id, moved=moved.id)
