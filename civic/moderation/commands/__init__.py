"""What moderators do."""

from __future__ import annotations

from civic.moderation.commands.accounts import bring_back as bring_back
from civic.moderation.commands.accounts import clear_away as clear_away
from civic.moderation.commands.accounts import decide_about_person as decide_about_person
from civic.moderation.commands.appeals import appeal as appeal
from civic.moderation.commands.appeals import decide_appeal as decide_appeal
from civic.moderation.commands.arranging import answer_objection as answer_objection
from civic.moderation.commands.arranging import put_back as put_back
from civic.moderation.commands.arranging import undo_merge as undo_merge
from civic.moderation.commands.bulk import Clearing as Clearing
from civic.moderation.commands.bulk import clear as clear
from civic.moderation.commands.bulk import undo_own as undo_own
from civic.moderation.commands.cases import keep_cases as keep_cases
from civic.moderation.commands.deciding import decide as decide
from civic.moderation.commands.deciding import hide as hide
from civic.moderation.commands.deciding import restore as restore
from civic.moderation.commands.entering import Letter as Letter
from civic.moderation.commands.entering import enter_comment as enter_comment
from civic.moderation.commands.entering import enter_proposal as enter_proposal
from civic.moderation.commands.entries import answer_entry as answer_entry
from civic.moderation.commands.entries import keep_entry as keep_entry
from civic.moderation.commands.entries import read_scan as read_scan
from civic.moderation.commands.entries import withdraw_entry as withdraw_entry
from civic.moderation.commands.pairing import answer_pair as answer_pair
from civic.moderation.commands.pairing import merge_pair as merge_pair
from civic.moderation.commands.reporter_appeals import appeal_as_reporter as appeal_as_reporter
from civic.moderation.commands.reporting import LONGEST_EXPLANATION as LONGEST_EXPLANATION
from civic.moderation.commands.reporting import LONGEST_LAW as LONGEST_LAW
from civic.moderation.commands.reporting import LONGEST_QUOTE as LONGEST_QUOTE
from civic.moderation.commands.reporting import Notice as Notice
from civic.moderation.commands.reporting import answer_reports_of_deleted as answer_reports_of_deleted
from civic.moderation.commands.reporting import report as report
from civic.moderation.commands.seconds import answer_second as answer_second
from civic.moderation.commands.seconds import ask_to_hide as ask_to_hide
from civic.moderation.commands.seconds import ask_to_suspend as ask_to_suspend
from civic.moderation.commands.seconds import ask_to_undo_merge as ask_to_undo_merge
from civic.moderation.commands.undoing import undo as undo
from civic.moderation.commands.working import Later as Later
from civic.moderation.commands.working import assign as assign
from civic.moderation.commands.working import choose_keys as choose_keys
from civic.moderation.commands.working import deal as deal
from civic.moderation.commands.working import give_back as give_back
from civic.moderation.commands.working import put_off as put_off
from civic.moderation.commands.working import take as take
from civic.moderation.making import LONGEST_REASON as LONGEST_REASON
