"""The letters that those get who reported a breach; they hold nothing that was typed in, so that nobody sends words by them."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel.mail import Kind
from civic.kernel.words import N_

LASTS = timedelta(days=14)
BECAUSE = N_("You get this letter because a breach was reported here with this address.")

RECEIVED = Kind(
    "report_received",
    subject=N_("We have your report no. %(number)s"),
    body=N_(
        "Your report no. %(number)s came on %(day)s. It is about: %(thing)s.\n\n"
        "A person will look at it; no machine decides. The decision and its reasons will come to this address. Whose contribution it is "
        "does not learn who reported it.\n\n"
        "On the page of the report you see where it stands. Keep the link to yourself: whoever has it can read the report. "
        "If it was not you who reported this, do nothing."
    ),
    button=N_("See the report"),
    facts=("number", "day", "thing"),
    reason=BECAUSE,
    lasts=LASTS,
)
SETTLED = Kind(
    "report_settled",
    subject=N_("Your report no. %(number)s: the decision"),
    body=N_(
        "Your report no. %(number)s of %(day)s about: %(thing)s.\n\n"
        "%(outcome)s\n\n"
        "%(reason)s\n\n"
        "On the page of the report stands how you can appeal if you do not agree."
    ),
    button=N_("See the report"),
    facts=("number", "day", "thing", "outcome", "reason"),
    reason=BECAUSE,
    lasts=LASTS,
)
APPEAL_ENDED = Kind(
    "report_appeal_ended",
    subject=N_("Your report no. %(number)s: the decision stands"),
    body=N_(
        "Another person looked at your appeal, and the decision about your report no. %(number)s stands.\n\n"
        "Reason: %(reason)s\n\n"
        "The way to a court stays open."
    ),
    button=N_("See the report"),
    facts=("number", "reason"),
    reason=BECAUSE,
    lasts=LASTS,
)
