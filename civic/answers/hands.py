"""Through which hands an answer goes: which stage comes next, and who may take it there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.answers.models import Chain, Stage
from civic.kernel.access import Role

if TYPE_CHECKING:
    from civic.answers.models import Answer
    from civic.kernel.access import Actor

#: Where nothing is set: whoever may answer publishes.
DEFAULT = Chain(
    check_needed=False,
    check_role=Role.OFFICIAL,
    approve_needed=False,
    approve_role=Role.OFFICIAL,
    publish_role=Role.OFFICIAL,
)
NEEDS_ANOTHER = frozenset({Stage.CHECKED, Stage.APPROVED})


def way(chain: Chain) -> list[Stage]:
    """The stages that an answer goes through there."""
    return [
        Stage.DRAFTED,
        *([Stage.CHECKED] if chain.check_needed else []),
        *([Stage.APPROVED] if chain.approve_needed else []),
        Stage.PUBLISHED,
    ]


def next_stage(stage: Stage, chain: Chain) -> Stage | None:
    """What an answer at that stage waits for; nothing once it is published. A step taken that is needed no more is not taken back."""
    order = list(Stage)
    return next((each for each in way(chain) if order.index(each) > order.index(stage)), None)


def is_of_unit(actor: Actor, answer: Answer) -> bool:
    """Whether an official belongs to the unit that answers; where none is named, every official does."""
    return actor.role is Role.OFFICIAL and (answer.unit is None or answer.unit.name == actor.unit)


def may_write(actor: Actor, answer: Answer) -> bool:
    """Whether somebody may word the answer."""
    return actor.role is Role.PLENIPOTENTIARY or is_of_unit(actor, answer)


def may_take(actor: Actor, answer: Answer, chain: Chain, stage: Stage) -> bool:
    """Whether somebody may take an answer to a stage: the person named, else the role; who wrote it neither checks nor approves it."""
    if stage in {Stage.WAITING, Stage.DRAFTED}:
        return may_write(actor, answer)
    if stage in NEEDS_ANOTHER and actor.id == answer.drafted_by_id:
        return False
    role, person = {
        Stage.CHECKED: (chain.check_role, chain.check_person_id),
        Stage.APPROVED: (chain.approve_role, chain.approve_person_id),
        Stage.PUBLISHED: (chain.publish_role, chain.publish_person_id),
    }[stage]
    if person is not None:
        return actor.id == person and actor.role in {Role.OFFICIAL, Role.PLENIPOTENTIARY}
    return actor.role is Role.PLENIPOTENTIARY or (role == Role.OFFICIAL and is_of_unit(actor, answer))


def may_act(actor: Actor, answer: Answer, chain: Chain) -> bool:
    """Whether the answer waits for this person."""
    following = next_stage(answer.stage, chain)
    return following is not None and may_take(actor, answer, chain, following)
