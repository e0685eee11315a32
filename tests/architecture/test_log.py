"""The log can say every event in a sentence, and knows which of its numbers name a thing."""

from __future__ import annotations

import dataclasses
import re

from civic.kernel.events import Event
from civic.log.mentions import NUMBERS, OF_EVENTS, THINGS
from civic.log.sentences import OTHERWISE, SENTENCES
from tests.architecture.test_events import all_events
from tests.fixtures.sources import told

#: What a sentence may name besides the facts of the event.
ALWAYS = {"who", "thing"}


def recorded() -> dict[str, type[Event]]:
    """The events that are recorded: not those that are there only for others to be made from."""
    return {
        kind.__name__: kind
        for kind in all_events()
        if not (kind.__subclasses__() and kind.__name__.endswith("Event"))
    }


def facts(kind: type[Event]) -> dict[str, str]:
    """What an event says, with the types as they are written."""
    return {
        field.name: str(field.type)
        for field in dataclasses.fields(kind)
        if field.name not in {"by", "imported"}
    }


def test_every_event_has_its_sentence() -> None:
    faults = sorted(set(recorded()) - set(SENTENCES))
    assert not faults, told(faults, "One sentence in SENTENCES of civic/log/sentences.py for each event:")


def test_no_sentence_is_left_of_an_event_that_is_gone() -> None:
    faults = sorted({*SENTENCES, *OTHERWISE} - set(recorded()))
    assert not faults, told(faults, "Take these sentences out of civic/log/sentences.py:")


def test_sentences_name_what_the_event_says() -> None:
    faults = []
    for name, kind in recorded().items():
        known = {*facts(kind), *ALWAYS}
        texts = [SENTENCES.get(name), OTHERWISE.get(name, ("", None))[1]]
        named = {word for text in texts if text for word in re.findall(r"%\((\w+)\)s", str(text))}
        faults += [f"{name}: %({word})s" for word in sorted(named - known)]
        if name in OTHERWISE and OTHERWISE[name][0] not in known:
            faults.append(f"{name}: {OTHERWISE[name][0]}")
    assert not faults, told(faults, "A sentence names facts of its event, who did it, and the thing:")


def test_every_number_names_a_thing_or_none() -> None:
    faults = sorted(
        f"{kind.__name__}.{name}"
        for kind in recorded().values()
        for name, type_ in facts(kind).items()
        if "int" in type_.split("[")[-1]
        and name not in THINGS
        and name not in NUMBERS
        and (kind.__name__, name) not in OF_EVENTS
    )
    assert not faults, told(
        faults,
        "Say in civic/log/mentions.py what the number names (THINGS), or that it names nothing (NUMBERS):",
    )
