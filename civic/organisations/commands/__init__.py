"""What can happen to organisations: they are registered and verified, and people come to speak for them."""

from __future__ import annotations

from civic.organisations.commands.asking import ask_again as ask_again
from civic.organisations.commands.asking import take_answer as take_answer
from civic.organisations.commands.asking import take_up as take_up
from civic.organisations.commands.branches import set_parent as set_parent
from civic.organisations.commands.claiming import agree as agree
from civic.organisations.commands.claiming import claim as claim
from civic.organisations.commands.claiming import decide as decide
from civic.organisations.commands.claiming import object_to as object_to
from civic.organisations.commands.confirming import confirm_code as confirm_code
from civic.organisations.commands.confirming import send_code as send_code
from civic.organisations.commands.editing import edit_organisation as edit_organisation
from civic.organisations.commands.inviting import accept as accept
from civic.organisations.commands.inviting import begin_account as begin_account
from civic.organisations.commands.inviting import invite as invite
from civic.organisations.commands.inviting import send_again as send_again
from civic.organisations.commands.inviting import withdraw_invitation as withdraw_invitation
from civic.organisations.commands.newcomers import Joining as Joining
from civic.organisations.commands.newcomers import Typed as Typed
from civic.organisations.commands.newcomers import register_by_person as register_by_person
from civic.organisations.commands.people import add_membership as add_membership
from civic.organisations.commands.people import change_membership as change_membership
from civic.organisations.commands.people import confirm_member as confirm_member
from civic.organisations.commands.people import end_membership as end_membership
from civic.organisations.commands.registering import register_organisation as register_organisation
from civic.organisations.commands.suspending import reinstate as reinstate
from civic.organisations.commands.suspending import suspend as suspend
from civic.organisations.commands.verifying import look_after_mandates as look_after_mandates
from civic.organisations.commands.verifying import read_contact as read_contact
from civic.organisations.commands.verifying import revoke_check as revoke_check
from civic.organisations.commands.verifying import take_evidence as take_evidence
from civic.organisations.commands.verifying import verify as verify
