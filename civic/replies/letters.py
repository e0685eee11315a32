"""The letters that answer a mail: it was refused, or its files were left out."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import mail
from civic.kernel.words import N_

LASTS = timedelta(days=3)
_REASON = N_("You get this letter because an answer by e-mail came from this address.")

REFUSED = mail.Kind(
    "answer_refused",
    subject=N_("Your answer was not published"),
    body=N_(
        "Your answer by e-mail was not published. %(why)s\n\n"
        "Nothing is lost; this is what you wrote:\n\n"
        "%(text)s"
    ),
    button=N_("See the conversation"),
    facts=("why", "text"),
    reason=_REASON,
    lasts=LASTS,
)
FILES_LEFT_OUT = mail.Kind(
    "answer_without_files",
    subject=N_("Your answer is published, without its files"),
    body=N_(
        "Your answer by e-mail is published. The files that came with it are not: comments have no attachments. "
        "Say in the comment where they can be read, or attach them to a proposal."
    ),
    button=N_("See your comment"),
    reason=_REASON,
    lasts=LASTS,
)
