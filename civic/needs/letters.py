"""The letters about needs; they hold nothing that was typed in by whoever raised one, so that nobody sends words by them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.answers.letters import lives_by_letters, until_of
from civic.kernel import mail
from civic.kernel.mail import Kind
from civic.kernel.words import CONTENT_LANGUAGE, N_, LazyString, force_locale
from civic.needs import labels, links

if TYPE_CHECKING:
    from civic.needs.models import Need

LASTS = timedelta(days=14)
BECAUSE = N_("You get this letter because a need was raised here with this address.")

RAISED = Kind(
    "need_raised",
    subject=N_("Your need no. %(number)s"),
    body=N_(
        "A need came on %(day)s with this address. Its number is %(number)s, and it waits until a person of the office has "
        "looked at it.\n\n"
        "Open its page and confirm the address: then each step is told here. Without that this is the only letter. "
        "Keep the link to yourself: whoever has it can read what was written.\n\n"
        "If it was not you, do nothing."
    ),
    button=N_("Open the need and confirm the address"),
    facts=("number", "day"),
    reason=BECAUSE,
    lasts=LASTS,
)
STEP = Kind(
    "need_step",
    subject=N_("Your need no. %(number)s: %(state)s"),
    body=N_(
        "Something new about your need no. %(number)s of %(day)s.\n\n%(sentence)s\n\n%(words)s\n\n"
        "On its page you see the whole way, and may have this address removed."
    ),
    button=N_("See the need"),
    facts=("number", "day", "state", "sentence", "words"),
    reason=BECAUSE,
    lasts=LASTS,
)
DIRECTED = Kind(
    "need_directed",
    subject=N_("A resident's need waits for an answer: %(title)s"),
    body=N_(
        "A need of a resident was directed to this unit: %(unit)s. It is no. %(number)s: %(title)s.\n\n"
        "The answer is promised in public by %(until)s. Look after it: %(owner)s. "
        "Nobody of the unit has an account here: the plenipotentiary's office opens one, or publishes your answer."
    ),
    button=N_("Read the need"),
    facts=("number", "title", "unit", "owner", "until"),
    reason=N_("You get this letter because the office wrote this address down for the unit that answers."),
    lasts=LASTS,
)


def tell_received(need: Need) -> None:
    """Write to an address that nobody has confirmed yet: once, with the way to confirm it."""
    if not need.email or need.email_confirmed_at is not None:
        return
    link = f"{links.path_of(need)}?proof={links.proof_of(need)}"
    facts = {"number": str(need.id), "day": need.came_on}
    mail.write(RAISED, to=need.email, language=need.language, link=link, **facts)


def tell_step(need: Need) -> None:
    """Tell whoever raised a need where it stands now, with the reason where moderators hid it, if the address was confirmed."""
    if need.email_confirmed_at is None:
        return
    with force_locale(need.language):
        mail.write(
            STEP,
            to=need.email,
            language=need.language,
            link=links.path_of(need),
            number=str(need.id),
            day=need.came_on,
            state=str(labels.STATES[labels.shown_as(need)]),
            sentence=labels.told(need),
            words=need.hidden_reason or need.answer,
        )


def tell_unit(need: Need) -> bool:
    """Tell a unit that has an address and nobody with an account what it is to answer; whether it was told.

    What moderators hide is told to no address: the page to which the letter leads would not show it.
    """
    unit, due = need.unit, need.due_on
    if unit is None or due is None or not lives_by_letters(unit) or not need.visible:
        return False
    mail.write(
        DIRECTED,
        to=unit.email,
        language=CONTENT_LANGUAGE,
        link=need.path,
        number=str(need.id),
        title=need.title,
        unit=unit.name,
        owner=need.owner,
        until=LazyString(until_of, due),
    )
    return True
