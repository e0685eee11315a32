"""The demonstration: the bundle that comes with the product, moved to the present, with accounts that everybody may use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from civic.accounts import passwords
from civic.accounts.commands import set_password
from civic.accounts.demonstration import ACCOUNTS
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.open_data.answering import answer_first_issue
from civic.open_data.boarding import fill_the_boards
from civic.open_data.commands import Listener, Outcome, import_bundle
from civic.open_data.corresponding import write_to_each_other
from civic.open_data.editing import publish_first_issue
from civic.open_data.exchange import add_to_the_demonstration
from civic.open_data.gathering import prepare_the_gathering
from civic.open_data.needing import raise_needs
from civic.open_data.polling import ask_for_dates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FOLDER = Path(__file__).parent.parent / "demo"
#: The day on which the bundle is at its present.
ITS_TODAY = date(2026, 11, 20)


def weeks_until(now: datetime) -> int:
    """By how many whole weeks its dates move, so that its today is the day of loading or up to six days before."""
    return (clock.today(now) - ITS_TODAY).days // 7


def password_hashes() -> dict[str, str]:
    """E-mail address → hash of the demonstration's password; slow, so made before the transaction begins."""
    return {account.email: passwords.make_hash(passwords.DEMO) for account in ACCOUNTS}


def load(hashes: Mapping[str, str], listener: Listener) -> Outcome:
    """Load the demonstration, publish its first issue and answer part of it, in this unit of work; nothing where it was loaded before."""
    outcome = import_bundle(FOLDER, weeks=weeks_until(clock.now()), listener=listener, by=SYSTEM)
    if outcome.new:
        for email, password_hash in hashes.items():
            account = find_by_email(email)
            if account is not None:
                set_password(account, password_hash, by=SYSTEM)
        answer_first_issue(publish_first_issue())
        raise_needs()
        add_to_the_demonstration()
        prepare_the_gathering()
        write_to_each_other()
        ask_for_dates()
        fill_the_boards(clock.today(clock.now()))
    return outcome
