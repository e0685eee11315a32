"""What can happen to accounts, to what proves them, and to their sessions."""

from __future__ import annotations

from civic.accounts.commands.addresses import answer_address_requests as answer_address_requests
from civic.accounts.commands.addresses import ask_for_letter as ask_for_letter
from civic.accounts.commands.addresses import come_by_link as come_by_link
from civic.accounts.commands.addresses import issue_by_hand as issue_by_hand
from civic.accounts.commands.addresses import register as register
from civic.accounts.commands.addresses import reset_password as reset_password
from civic.accounts.commands.credentials import reset_factors as reset_factors
from civic.accounts.commands.credentials import set_password as set_password
from civic.accounts.commands.people import change_role as change_role
from civic.accounts.commands.people import create_user as create_user
from civic.accounts.commands.people import reinstate as reinstate
from civic.accounts.commands.people import suspend as suspend
from civic.accounts.commands.profile import agree_to_address as agree_to_address
from civic.accounts.commands.profile import ask_address_change as ask_address_change
from civic.accounts.commands.profile import drop_address_change as drop_address_change
from civic.accounts.commands.profile import edit_profile as edit_profile
from civic.accounts.commands.profile import forget_old_links as forget_old_links
from civic.accounts.commands.profile import stop_address_change as stop_address_change
from civic.accounts.commands.sessions import act_for as act_for
from civic.accounts.commands.sessions import end_other_sessions as end_other_sessions
from civic.accounts.commands.sessions import end_session as end_session
from civic.accounts.commands.sessions import forget_old_sessions as forget_old_sessions
from civic.accounts.commands.sessions import prove as prove
from civic.accounts.commands.sessions import sign_in as sign_in
from civic.accounts.commands.sessions import sign_out as sign_out
from civic.accounts.commands.writing import MOST_UNSENT as MOST_UNSENT
from civic.accounts.commands.writing import drop_text as drop_text
from civic.accounts.commands.writing import forget_text as forget_text
from civic.accounts.commands.writing import keep_text as keep_text
