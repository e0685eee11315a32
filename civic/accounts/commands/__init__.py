"""What can happen to accounts, to what proves them, and to their sessions."""

from __future__ import annotations

from civic.accounts.commands.credentials import set_password as set_password
from civic.accounts.commands.people import create_user as create_user
from civic.accounts.commands.sessions import act_for as act_for
from civic.accounts.commands.sessions import forget_old_sessions as forget_old_sessions
from civic.accounts.commands.sessions import sign_in as sign_in
from civic.accounts.commands.sessions import sign_out as sign_out
