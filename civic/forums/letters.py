"""The letters about seats in forums: a declaration came in, was accepted, was refused; a place waits for another person."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import mail
from civic.kernel.words import N_

#: News that is still of use after a long fault of the mail server.
LASTS = timedelta(days=7)

DECLARATION_RECEIVED = mail.Kind(
    "declaration_received",
    subject=N_("The declaration of %(organisation)s is in"),
    body=N_(
        "%(organisation)s declared that it wants to take part in the forum “%(forum)s”. The declaration waits for the council, "
        "which assesses it after the call has ended or before.\n\n"
        "Until then it can be changed or withdrawn. A seat is given once the mandate of the organisation is confirmed: "
        "if it is not yet, complete it on the organisation's page."
    ),
    button=N_("See the declaration"),
    facts=("organisation", "forum"),
    lasts=LASTS,
)
DECLARATION_ACCEPTED = mail.Kind(
    "declaration_accepted",
    subject=N_("%(organisation)s has a seat in the forum"),
    body=N_(
        "The council accepted the declaration: %(organisation)s has a seat in the forum “%(forum)s” from %(day)s.\n\n"
        "Now the names of the representative and of the deputy are public on the forum's page. "
        "A position counts once an organisation; the deputy's counts where the representative has taken none."
    ),
    button=N_("Go to the forum"),
    facts=("organisation", "forum", "day"),
    lasts=LASTS,
)
SEAT_VACANT = mail.Kind(
    "seat_vacant",
    subject=N_("%(organisation)s: a place in the forum waits for another person"),
    body=N_(
        "%(person)s no longer speaks for %(organisation)s. In the forum “%(forum)s” that person was at the table: %(place)s.\n\n"
        "This place in the forum waits for another person. What was said before stays as it is.\n\n"
        "Choose whom the organisation sends now. It takes a minute."
    ),
    button=N_("Choose another person"),
    facts=("organisation", "forum", "person", "place"),
    lasts=LASTS,
)
DECLARATION_REFUSED = mail.Kind(
    "declaration_refused",
    subject=N_("The declaration of %(organisation)s was not accepted"),
    body=N_(
        "The council did not accept the declaration of %(organisation)s to take part in the forum “%(forum)s”.\n\n"
        "Reason: %(reason)s\n\n"
        "While the call lasts, the organisation may declare again."
    ),
    button=N_("See the declaration"),
    facts=("organisation", "forum", "reason"),
    lasts=LASTS,
)
