"""What can happen to forums and their seats: opened, edited, moved, closed; declared for, given, handed on, ended."""

from __future__ import annotations

from civic.forums.commands.call import announce_call as announce_call
from civic.forums.commands.declarations import accept as accept
from civic.forums.commands.declarations import declare as declare
from civic.forums.commands.declarations import refuse as refuse
from civic.forums.commands.declarations import withdraw_declaration as withdraw_declaration
from civic.forums.commands.forums import close_forum as close_forum
from civic.forums.commands.forums import edit_forum as edit_forum
from civic.forums.commands.forums import end_seat as end_seat
from civic.forums.commands.forums import give_seat as give_seat
from civic.forums.commands.forums import move_phase as move_phase
from civic.forums.commands.forums import open_forum as open_forum
from civic.forums.commands.forums import reopen_forum as reopen_forum
from civic.forums.commands.seats import give_up_seat as give_up_seat
from civic.forums.commands.seats import send_others as send_others
from civic.forums.plan import PhaseSpec as PhaseSpec
from civic.forums.plan import SeatSpec as SeatSpec
from civic.forums.vacant import tell_of_vacant_seats as tell_of_vacant_seats
