"""Letters to the owner of an account when what proves them changes: so that nobody adds or removes a factor unseen."""

from __future__ import annotations

from civic.kernel.mail import Kind
from civic.kernel.words import N_

APP_SET_UP = Kind(
    "app_set_up",
    subject=N_("An authenticator app was added to your account"),
    body=N_(
        "From now on signing in with a password asks for a code from the app.\n\n"
        "If you did not do this, change your password at once and write to the plenipotentiary's office."
    ),
    button=N_("See how your account is protected"),
)
APP_TAKEN_OFF = Kind(
    "app_taken_off",
    subject=N_("The authenticator app was removed from your account"),
    body=N_(
        "Signing in with a password asks for no code any more. The recovery codes are void too.\n\n"
        "If you did not do this, change your password at once and write to the plenipotentiary's office."
    ),
    button=N_("See how your account is protected"),
)
CODE_USED = Kind(
    "recovery_code_used",
    subject=N_("A recovery code was used for your account"),
    body=N_(
        "Somebody signed in with a recovery code instead of a code from the app. Each recovery code works once.\n\n"
        "If it was not you, change your password at once and write to the plenipotentiary's office."
    ),
    button=N_("See how your account is protected"),
)
PASSKEY_ADDED = Kind(
    "passkey_added",
    subject=N_("A passkey was added to your account"),
    body=N_(
        "The passkey is called “%(name)s”. It opens your account without a password.\n\n"
        "If you did not do this, remove the passkey, "
        "change your password and write to the plenipotentiary's office."
    ),
    button=N_("See how your account is protected"),
    facts=("name",),
)
PASSKEY_REMOVED = Kind(
    "passkey_removed",
    subject=N_("A passkey was removed from your account"),
    body=N_(
        "The passkey “%(name)s” opens your account no more.\n\n"
        "If you did not do this, change your password at once and write to the plenipotentiary's office."
    ),
    button=N_("See how your account is protected"),
    facts=("name",),
)
FACTORS_RESET = Kind(
    "factors_reset",
    subject=N_("The second factor of your account was reset"),
    body=N_(
        "An administrator removed the authenticator app, the recovery codes and the passkeys from your account. "
        "The reason given: %(reason)s\n\n"
        "You are signed out everywhere. Sign in with your password and set up a new second factor.\n\n"
        "If you did not ask for this, write to the plenipotentiary's office at once."
    ),
    button=N_("Sign in"),
    facts=("reason",),
)
