"""A forum's phases as rows: added, renamed, moved with a reason, taken out; parts of the commands, which ask who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.forums import plan
from civic.forums.events import PhaseAdded, PhaseMoved, PhaseRemoved
from civic.forums.models import Ability, Forum, Phase, PhaseChange
from civic.forums.slug import slug_of
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from civic.forums.plan import PhaseSpec
    from civic.kernel.access import Actor


def lay(forum: Forum, specs: Sequence[PhaseSpec], *, strict: bool) -> None:
    """The phases of a forum that is being opened; an import need not be strict about there being any, nor how they follow."""
    plan.check_order(specs)
    if strict:
        require_some(specs)
        plan.check_sequence(specs)
    for spec in specs:
        _add(forum, spec)


def require_some(specs: Sequence[PhaseSpec]) -> None:
    """A forum without a phase would never be open for anything."""
    if not specs:
        raise Refused("no_phase", N_("Give the forum at least one phase, with its dates."))


def change(forum: Forum, specs: Sequence[PhaseSpec], *, reason: str, by: Actor) -> None:
    """Make the phases what the specs say: known keys are changed, empty keys added, keys left out removed."""
    require_some(specs)
    plan.check_order(specs)
    if [_dates(spec) for spec in specs] != [_dates(phase) for phase in forum.phases]:
        plan.check_sequence(specs)
    known = {phase.key: phase for phase in forum.phases}
    for key in set(known) - {spec.key for spec in specs}:
        _remove(forum, known[key], by)
    for spec in specs:
        phase = known.get(spec.key)
        if phase is None:
            phase = _add(forum, spec)
            db.session.flush()
            record(PhaseAdded(forum=forum.id, phase=phase.id, by=by.id, organisation=by.organisation_id))
            continue
        phase.title = _title(spec)
        abilities = _abilities(spec)
        if phase.abilities != abilities:
            phase.abilities = abilities
        if (spec.opens, spec.closes) != (phase.opens, phase.closes):
            move(phase, spec.opens, spec.closes, reason, by)


def move(phase: Phase, opens: datetime, closes: datetime, reason: str, by: Actor) -> None:
    """Give a phase other dates and keep the old ones with the reason."""
    said = clean_text(reason)
    if not said:
        raise Refused(
            "no_reason",
            N_("Write why the dates of “%(title)s” move. The reason stays visible.", title=phase.title),
        )
    if by.id is None:
        raise Forbidden
    phase.changes.append(
        PhaseChange(
            at=clock.now(),
            by_id=by.id,
            old_opens=phase.opens,
            old_closes=phase.closes,
            new_opens=opens,
            new_closes=closes,
            reason=said,
        )
    )
    record(
        PhaseMoved(
            forum=phase.forum_id,
            phase=phase.id,
            old_opens=phase.opens.isoformat(),
            old_closes=phase.closes.isoformat(),
            new_opens=opens.isoformat(),
            new_closes=closes.isoformat(),
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    phase.opens, phase.closes = opens, closes


def _add(forum: Forum, spec: PhaseSpec) -> Phase:
    keys = {phase.key for phase in forum.phases}
    if spec.key in keys:
        raise Refused("twice", N_("Two phases have the same key “%(key)s”.", key=spec.key))
    phase = Phase(
        key=plan.check_length(60, spec.key) or slug_of(spec.title, keys),
        title=_title(spec),
        opens=spec.opens,
        closes=spec.closes,
        abilities=_abilities(spec),
    )
    forum.phases.append(phase)
    return phase


def _remove(forum: Forum, phase: Phase, by: Actor) -> None:
    if phase.opens <= clock.now():
        raise Refused(
            "begun",
            N_("The phase “%(title)s” has begun, so it stays. Move its end instead.", title=phase.title),
        )
    forum.phases.remove(phase)
    record(PhaseRemoved(forum=forum.id, phase=phase.id, by=by.id, organisation=by.organisation_id))


def _title(spec: PhaseSpec) -> str:
    title = plan.check_length(120, clean_line(spec.title))
    if not title:
        raise Refused("empty", N_("Give the phase a name."))
    return title


def _abilities(spec: PhaseSpec) -> list[str]:
    """In the order of the enum, each once; an unknown one is a ValueError."""
    wanted = {Ability(ability) for ability in spec.abilities}
    return [ability.value for ability in Ability if ability in wanted]


def _dates(phase: plan.Dated) -> tuple[datetime, datetime]:
    return phase.opens, phase.closes
