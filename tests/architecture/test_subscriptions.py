"""Every event says who is told of it, and in which words; or why nobody is."""

from __future__ import annotations

from civic.kernel.events import Event
from civic.notifications.models import DEFAULTS, Concern, Frequency, Why
from civic.notifications.sentences import CONCERNS, FREQUENCIES, SENTENCES, WHYS
from civic.notifications.subscriptions import SUBSCRIPTIONS, TOLD
from civic.notifications.telling import Nobody
from tests.architecture.test_events import all_events
from tests.fixtures.sources import told


def names() -> set[str]:
    """The events that are recorded: those from which no other is made."""
    return {kind.__name__ for kind in all_events() if not kind.__subclasses__()}


def test_every_event_is_told_to_somebody_or_says_why_not() -> None:
    faults = sorted(names() - set(SUBSCRIPTIONS))
    assert not faults, told(
        faults,
        'Add a line to SUBSCRIPTIONS in civic/notifications/subscriptions.py: a Telling with its rules, or Nobody("the reason"):',
    )


def test_the_table_holds_no_event_that_is_gone() -> None:
    faults = sorted(set(SUBSCRIPTIONS) - {kind.__name__ for kind in all_events()})
    assert not faults, told(faults, "Take out of SUBSCRIPTIONS what nobody tells any more:")


def test_what_is_told_has_its_sentence() -> None:
    faults = [*sorted(TOLD - set(SENTENCES)), *sorted(set(SENTENCES) - TOLD)]
    assert not faults, told(
        faults, "One sentence in civic/notifications/sentences.py for each event that is told:"
    )


def test_nobody_has_a_reason() -> None:
    faults = [
        name for name, how in SUBSCRIPTIONS.items() if isinstance(how, Nobody) and len(how.because) < 20
    ]
    assert not faults, told(faults, "Say why nobody is told:")


def test_names_of_events_are_their_own() -> None:
    kinds = [kind.__name__ for kind in all_events()]
    assert len(kinds) == len(set(kinds)), "The table and the log know an event by its name alone"
    assert Event.__name__ not in kinds


def test_every_code_has_its_words() -> None:
    assert set(CONCERNS) == set(DEFAULTS) == set(Concern)
    assert set(FREQUENCIES) == set(Frequency)
    assert set(WHYS) == set(Why)
