"""The letters that organisations and their people get."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import mail
from civic.kernel.words import N_

INVITATION_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(minutes=30)
#: News that is still of use after a long fault of the mail server.
NEWS_LASTS = timedelta(days=7)

INVITATION = mail.Kind(
    "invitation",
    subject=N_("%(organisation)s invites you"),
    body=N_(
        "%(person)s invites you to the people of %(organisation)s: %(place)s.\n\n"
        "Open the link and accept. If you have no account yet, you will make one on the way. The invitation is for this address alone, "
        "works once and until %(day)s.\n\n"
        "If you do not know what this is about, do nothing."
    ),
    button=N_("See the invitation"),
    facts=("organisation", "person", "place", "day"),
    reason=N_("You get this letter because somebody typed this address to invite you."),
    lasts=INVITATION_LASTS,
)
CLAIM_RECEIVED = mail.Kind(
    "claim_received",
    subject=N_("Somebody wants to speak for %(organisation)s"),
    body=N_(
        "%(person)s (%(email)s) asks to be one of the people of %(organisation)s: %(place)s.\n\n"
        "You look after the account of this organisation. You can agree or object. If you do nothing, the moderators decide."
    ),
    button=N_("Answer the request"),
    facts=("organisation", "person", "email", "place"),
    lasts=NEWS_LASTS,
)
CLAIM_GRANTED = mail.Kind(
    "claim_granted",
    subject=N_("%(organisation)s: the request was granted"),
    body=N_(
        "The request of %(person)s was granted. Place: %(place)s.\n\n"
        "Reason: %(reason)s\n\n"
        "Since today %(organisation)s has this person among its people."
    ),
    button=N_("See the organisation's people"),
    facts=("organisation", "person", "place", "reason"),
    lasts=NEWS_LASTS,
)
CLAIM_REFUSED = mail.Kind(
    "claim_refused",
    subject=N_("%(organisation)s: the request was refused"),
    body=N_(
        "The request of %(person)s was refused. Place: %(place)s.\n\n"
        "Reason: %(reason)s\n\n"
        "Everybody can still read, comment and propose as a person. A new request may be made with other evidence."
    ),
    button=N_("See your organisations"),
    facts=("organisation", "person", "place", "reason"),
    lasts=NEWS_LASTS,
)
VERIFIED = mail.Kind(
    "organisation_verified",
    subject=N_("%(organisation)s is verified"),
    body=N_(
        "A moderator verified %(organisation)s: %(level)s. Valid: %(until)s.\n\n"
        "Its people whose mandate is confirmed can now speak in its name and take positions."
    ),
    button=N_("See the organisation's page"),
    facts=("organisation", "level", "until"),
    lasts=NEWS_LASTS,
)
VERIFICATION_EXPIRING = mail.Kind(
    "verification_expiring",
    subject=N_("%(organisation)s: the mandate ends on %(day)s"),
    body=N_(
        "The mandate that the moderators saw is valid until %(day)s. Afterwards %(organisation)s takes no positions, "
        "and what its people write stands under their own names.\n\n"
        "Send a new mandate before that day. It takes a few minutes."
    ),
    button=N_("Send a new mandate"),
    facts=("organisation", "day"),
    lasts=NEWS_LASTS,
)
VERIFICATION_EXPIRED = mail.Kind(
    "verification_expired",
    subject=N_("%(organisation)s: the mandate has ended"),
    body=N_(
        "The mandate was valid until %(day)s. From now on %(organisation)s takes no positions, "
        "and what its people write stands under their own names. What the organisation said before stays.\n\n"
        "Send a new mandate to change that."
    ),
    button=N_("Send a new mandate"),
    facts=("organisation", "day"),
    lasts=NEWS_LASTS,
)
MANDATE_ENDING = mail.Kind(
    "mandate_ending",
    subject=N_("Your mandate for %(organisation)s ends on %(day)s"),
    body=N_(
        "The last day on which you speak for %(organisation)s is %(day)s. From the next day on, what you write stands under your own name, "
        "and you take no positions for the organisation.\n\n"
        "Do you go on? Send a new mandate before that day. It takes a few minutes."
    ),
    button=N_("Send a new mandate"),
    facts=("organisation", "day"),
    lasts=NEWS_LASTS,
)
MANDATE_ENDED = mail.Kind(
    "mandate_ended",
    subject=N_("The last day of your mandate for %(organisation)s: %(day)s"),
    body=N_(
        "%(day)s is the last day of your mandate for %(organisation)s. Afterwards what you write stands under your own name. "
        "What you said for the organisation before stays as it is.\n\n"
        "To speak for it again, send a new mandate."
    ),
    button=N_("Send a new mandate"),
    facts=("organisation", "day"),
    lasts=NEWS_LASTS,
)
STRUCK_OFF = mail.Kind(
    "struck_off",
    subject=N_("The court register says that %(organisation)s was struck off"),
    body=N_(
        "According to the register on %(day)s, %(organisation)s was struck off. It starts nothing new here. What it said stays.\n\n"
        "If the register is wrong or the entry was restored, write to the plenipotentiary's office."
    ),
    button=N_("See the organisation's page"),
    facts=("organisation", "day"),
    lasts=NEWS_LASTS,
)
CODE = mail.Kind(
    "register_code",
    subject=N_("The code for %(organisation)s"),
    body=N_(
        "%(person)s asks to speak for %(organisation)s. This address stands in the court register, so we ask here.\n\n"
        "The code: %(code)s\n\n"
        "It is valid until %(time)s. Give it to this person only if the organisation agrees. "
        "If it does not, do nothing: without the code nothing changes."
    ),
    facts=("organisation", "person", "code", "time"),
    reason=N_("You get this letter because this address stands in the court register as the organisation's."),
    lasts=CODE_LASTS,
)
SUSPENDED = mail.Kind(
    "organisation_suspended",
    subject=N_("%(organisation)s is suspended"),
    body=N_(
        "The administrators suspended %(organisation)s. It starts nothing new. What it said stays.\n\n"
        "Reason: %(reason)s\n\n"
        "If you do not agree, write to the plenipotentiary's office."
    ),
    button=N_("See the organisation's page"),
    facts=("organisation", "reason"),
    lasts=NEWS_LASTS,
)
REINSTATED = mail.Kind(
    "organisation_reinstated",
    subject=N_("%(organisation)s is no longer suspended"),
    body=N_("%(organisation)s takes part again as before.\n\nReason: %(reason)s"),
    button=N_("See the organisation's page"),
    facts=("organisation", "reason"),
    lasts=NEWS_LASTS,
)
