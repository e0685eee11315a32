"""The letters about data as a whole."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import mail
from civic.kernel.words import N_

LEFT_ALONE = mail.Kind(
    "organisation_left_alone",
    subject=N_("Nobody looks after %(organisation)s any more"),
    body=N_(
        "The last person who looked after the account of %(organisation)s has deleted their account.\n\n"
        "What the organisation said stays. Somebody of the organisation can ask for the account on its page; "
        "the moderators decide about that."
    ),
    button=N_("See the organisation"),
    facts=("organisation",),
    lasts=timedelta(days=7),
)
