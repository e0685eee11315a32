"""The one letter about a poll: which date was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.kernel import mail
from civic.kernel.mail import Kind
from civic.kernel.words import N_, force_locale
from civic.meetings import labels

if TYPE_CHECKING:
    from civic.meetings.models import Meeting
    from civic.polls.models import PollAnswer

DECIDED = Kind(
    "poll_decided",
    subject=N_("The date is chosen: %(title)s"),
    body=N_(
        "You answered which dates suit you for: %(title)s.\n\nThe meeting is on: %(when)s.\n\n"
        "This is the only letter about it: your address is deleted from the poll with it."
    ),
    button=N_("See the meeting"),
    facts=("title", "when"),
    reason=N_("You get this letter because this address was left with an answer to a date poll."),
    lasts=timedelta(days=14),
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
