"""Letters to the owner of an account about what an administrator did to it: each with the reason and the way to appeal."""

from __future__ import annotations

from civic.kernel.mail import Kind
from civic.kernel.words import N_

ROLE_CHANGED = Kind(
    "role_changed",
    subject=N_("Your role has changed"),
    body=N_(
        "Your role in %(instance)s is now: %(role)s.\n\nReason: %(reason)s\n\n"
        "You have been signed out everywhere. Sign in again to go on."
    ),
    button=N_("Sign in"),
    facts=("role", "reason"),
)
SUSPENDED = Kind(
    "account_suspended",
    subject=N_("Your account is suspended"),
    body=N_(
        "An administrator suspended your account in %(instance)s. You cannot sign in until it is reinstated. "
        "What you wrote stays.\n\nReason: %(reason)s\n\n"
        "You can appeal for 6 months: answer to the office at the address on the contact page. "
        "Another person will look at your appeal."
    ),
    button=N_("Contact the office"),
    facts=("reason",),
)
REINSTATED = Kind(
    "account_reinstated",
    subject=N_("Your account works again"),
    body=N_("Your account in %(instance)s is reinstated. You can sign in again.\n\nReason: %(reason)s"),
    button=N_("Sign in"),
    facts=("reason",),
)
