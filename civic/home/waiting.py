"""What waits for those who run the instance: organisations to be checked, texts to be filled in or reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from civic.kernel.words import N_, ngettext
from civic.organisations.queries import waiting_counts
from civic.texts.keys import get_key
from civic.texts.queries import current_of

if TYPE_CHECKING:
    from civic.kernel.words import LazyString


@dataclass(frozen=True)
class Waiting:
    """One thing to do, and where."""

    text: LazyString | str
    url: str


def what_waits(today: date) -> list[Waiting]:
    """All that waits, the people first."""
    found = [_organisations(), *_texts(today)]
    return [waiting for waiting in found if waiting is not None]


def _organisations() -> Waiting | None:
    counts = waiting_counts()
    count = counts["new"] + counts["claims"]
    if not count:
        return None
    text = ngettext(
        "%(num)d matter of organisations waits for a decision.",
        "%(num)d matters of organisations wait for a decision.",
        count,
    )
    return Waiting(text, "/organisations/verification")


def _texts(today: date) -> list[Waiting]:
    """Texts that still say what the product was delivered with, and a statement whose yearly review is late."""
    texts = current_of([get_key("contact"), get_key("accessibility")], "pl")
    contact, statement = texts["contact"], texts["accessibility"]
    found = []
    if not contact.number:
        found.append(
            Waiting(
                N_("Fill in the contact data of the office: they are examples."), "/admin/texts/contact/pl"
            )
        )
    if not statement.number:
        found.append(
            Waiting(
                N_("Fill in the accessibility statement: it is an example."), "/admin/texts/accessibility/pl"
            )
        )
    elif date.fromisoformat(statement.values["reviewed"] or statement.values["prepared"]) < review_due(today):
        found.append(
            Waiting(
                N_("Review the accessibility statement: it is due by 31 March."),
                "/admin/texts/accessibility/pl",
            )
        )
    return found


def review_due(today: date) -> date:
    """The first day of the year whose review is due or late: asked for from 1 March on."""
    return date(today.year if today >= date(today.year, 3, 1) else today.year - 1, 1, 1)
