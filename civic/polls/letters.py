"""The letters about a poll: the way back to one's own answer, and which date was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.kernel import mail
from civic.kernel.mail import Kind
from civic.kernel.words import N_, force_locale
from civic.meetings import labels
from civic.polls.links import own_path_of

if TYPE_CHECKING:
    from civic.meetings.models import Meeting
    from civic.polls.models import PollAnswer

DECIDED = Kind(
    "poll_decided",
    subject=N_("The date is chosen: %(title)s"),
    body=N_(
        "You answered which dates suit you for: %(title)s.\n\nThe meeting is on: %(when)s.\n\n"
        "This is the last letter about it: your address is deleted from the poll with it."
    ),
    button=N_("See the meeting"),
    facts=("title", "when"),
    reason=N_("You get this letter because this address was left with an answer to a date poll."),
    lasts=timedelta(days=14),
)


OWN_LINK = Kind(
    "poll_own_link",
    subject=N_("Your answer to: %(title)s"),
    body=N_(
        "We have your answer about which dates suit you for: %(title)s.\n\nWith the button below you change it or delete it, "
        "without an account. Keep this letter: whoever has it can do the same.\n\nWhen the date is chosen, one more letter comes."
    ),
    button=N_("See and change your answer"),
    facts=("title",),
    reason=DECIDED.reason,
    lasts=timedelta(days=2),
)


def send_own_link(answer: PollAnswer, secret: str) -> None:
    """Write the way back to the answer to whoever left an address."""
    mail.write(
        OWN_LINK,
        to=answer.email,
        language=answer.language,
        link=own_path_of(answer.poll, secret),
        title=answer.poll.title,
    )


def tell_decided(answer: PollAnswer, meeting: Meeting) -> None:
    """Tell whoever left an address, in the language in which they answered."""
    with force_locale(answer.language):
        mail.write(
            DECIDED,
            to=answer.email,
            language=answer.language,
            link=f"/meetings/{meeting.id}",
            title=meeting.title,
            when=labels.when(meeting),
        )
