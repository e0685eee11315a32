"""What roles, acts on accounts and things that happened to them are called for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.models import Act
from civic.kernel.access import Role
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

NO_ROLE = N_("no role")
#: Named by what they do, not by a word with a grammatical gender.
ROLES: dict[str, LazyString] = {
    Role.MODERATOR: N_("moderation"),
    Role.EDITOR: N_("editing"),
    Role.OFFICIAL: N_("city office"),
    Role.PLENIPOTENTIARY: N_("plenipotentiary's office"),
    Role.COUNCIL: N_("public benefit council (KRDPP)"),
    Role.ADMINISTRATOR: N_("administration"),
    Role.REVIEWER: N_("review of decisions, named by the council (KRDPP)"),
}
ACTS: dict[Act, LazyString] = {
    Act.ROLE: N_("Change of role"),
    Act.SUSPEND: N_("Suspension"),
    Act.REINSTATE: N_("Reinstatement"),
    Act.RESET_FACTORS: N_("Reset of the second factor"),
    Act.ERASE: N_("Deletion of the account"),
}
#: What the page of a person tells out of the event log.
HAPPENED: dict[str, LazyString] = {
    "UserCreated": N_("The account was opened"),
    "SignedIn": N_("Signed in"),
    "SignedOut": N_("Signed out"),
    "SignInFailed": N_("Wrong password"),
    "PasswordSet": N_("The password was set"),
    "LinkIssued": N_("A one-time link was issued"),
    "AddressChanged": N_("The e-mail address was changed"),
    "AppSetUp": N_("An authenticator app was set up"),
    "AppTakenOff": N_("The authenticator app was removed"),
    "PasskeyAdded": N_("A passkey was added"),
    "PasskeyRemoved": N_("A passkey was removed"),
    "RecoveryCodeUsed": N_("A recovery code was used"),
    "FactorsReset": N_("Reset of the second factor"),
    "RoleChanged": N_("Change of role"),
    "UserSuspended": N_("Suspension"),
    "UserReinstated": N_("Reinstatement"),
    "UserErased": N_("Deletion of the account"),
}


def role(code: str | None) -> LazyString:
    """The word for a role, or for having none."""
    return ROLES[code] if code else NO_ROLE
