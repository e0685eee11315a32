"""The letters that accounts send: each kind with its words, its button and the facts that its words may name."""

from __future__ import annotations

from civic.accounts.models import Purpose
from civic.accounts.tokens import LIFE
from civic.kernel.mail import Kind
from civic.kernel.words import N_

REGISTER = Kind(
    "register",
    subject=N_("Confirm your address"),
    body=N_(
        "Somebody, most likely you, gave this address to make an account. Confirm it with the button below; "
        "then you type your name and you are in.\n\n"
        "The link works once and for 24 hours. If it was not you, do nothing: without your confirmation no account is made."
    ),
    button=N_("Confirm the address"),
)
ALREADY_REGISTERED = Kind(
    "already_registered",
    subject=N_("You have an account already"),
    body=N_(
        "Somebody, most likely you, gave this address to make an account. There is one already, so nothing new was made. "
        "The button below signs you in.\n\n"
        "The link works once and for 15 minutes. If you want a new password, choose “I do not remember the password” "
        "on the page to sign in. If it was not you, do nothing."
    ),
    button=N_("Sign in"),
    lasts=LIFE[Purpose.SIGN_IN],
)
SIGN_IN_LINK = Kind(
    "sign_in_link",
    subject=N_("Your link to sign in"),
    body=N_(
        "You asked for a link to sign in. Use the button below.\n\n"
        "The link works once and for 15 minutes. If you did not ask for it, do nothing: nobody comes in without it. "
        "Do not pass it on."
    ),
    button=N_("Sign in"),
    lasts=LIFE[Purpose.SIGN_IN],
)
STAFF_SIGN_IN = Kind(
    "staff_sign_in",
    subject=N_("Sign in with a password or a passkey"),
    body=N_(
        "You asked for a link, but your account has a role in the service, so a link alone does not open it. "
        "Sign in with the password and the second factor, or with a passkey.\n\n"
        "If you do not remember the password, choose “I do not remember the password” on the page to sign in. "
        "If you did not ask for anything, do nothing."
    ),
    button=N_("Go to the page to sign in"),
)
NOT_OPENED = Kind(
    "not_opened",
    subject=N_("Your account waits for a new invitation"),
    body=N_(
        "There is an account with this address, made by an administrator and never opened. "
        "Only the link of its invitation opens it; this letter does not replace it. "
        "If that link does not work any more, ask the administrator for a new one."
    ),
)
NO_ACCOUNT = Kind(
    "no_account",
    subject=N_("There is no account with this address"),
    body=N_(
        "Somebody, most likely you, wanted to sign in with this address, but no account has it. "
        "Perhaps you registered with another one. You can also make an account now: it takes two minutes.\n\n"
        "If it was not you, do nothing."
    ),
    button=N_("Make an account"),
)
RESET = Kind(
    "reset",
    subject=N_("Set a new password"),
    body=N_(
        "You asked for a new password. Set it with the button below; you will be signed out everywhere.\n\n"
        "The link works once and for one hour. If you did not ask for it, do nothing: your password stays as it is."
    ),
    button=N_("Set a new password"),
    lasts=LIFE[Purpose.RESET],
)
PASSWORD_CHANGED = Kind(
    "password_changed",
    subject=N_("Your password was changed"),
    body=N_(
        "The password of your account was changed on %(when)s, and the account was signed out on other devices.\n\n"
        "If it was you, there is nothing to do. If it was not, set a new password at once and write to the office."
    ),
    button=N_("It was not me: set a new password"),
    facts=("when",),
)
ADDRESS_OLD = Kind(
    "address_old",
    subject=N_("Do you agree to the change of your address?"),
    body=N_(
        "Somebody who is signed in to your account wants to change its address from this one to %(address)s. "
        "Use the button below to agree or to stop it.\n\n"
        "The change comes into force when both addresses have agreed, within 24 hours. "
        "If it was not you, stop it and change your password."
    ),
    button=N_("Agree or stop"),
    facts=("address",),
)
ADDRESS_NEW = Kind(
    "address_new",
    subject=N_("Confirm your new address"),
    body=N_(
        "This address is to become the address of an account in the service. Confirm it with the button below.\n\n"
        "The change comes into force when the old address has agreed too, within 24 hours. "
        "If it was not you, do nothing."
    ),
    button=N_("Confirm the new address"),
)
ADDRESS_TAKEN = Kind(
    "address_taken",
    subject=N_("This address has an account already"),
    body=N_(
        "Somebody, most likely you, wanted to move another account to this address. It has an account already, "
        "and one address has one account, so nothing was changed. Choose another address, or use this account.\n\n"
        "If it was not you, do nothing."
    ),
)
ADDRESS_CHANGED = Kind(
    "address_changed",
    subject=N_("The address of your account was changed"),
    body=N_(
        "Both addresses have agreed: from now on the account signs in with %(address)s. "
        "It was signed out on other devices, and older links no longer work.\n\n"
        "If this happened without you, write to the office at once."
    ),
    facts=("address",),
)

#: Where the link of a letter leads, by what it opens.
PATHS = {
    Purpose.REGISTER: "/register/%s",
    Purpose.SIGN_IN: "/login/link/%s",
    Purpose.RESET: "/login/password/%s",
    Purpose.OLD_ADDRESS: "/me/email/old/%s",
    Purpose.NEW_ADDRESS: "/me/email/new/%s",
}


def path(purpose: Purpose, token: str) -> str:
    """The path of the page that a token opens."""
    return PATHS[purpose] % token
