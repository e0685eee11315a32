"""What can happen to meetings."""

from __future__ import annotations

from civic.meetings.commands.following import follow_places as follow_places
from civic.meetings.commands.planning import cancel_meeting as cancel_meeting
from civic.meetings.commands.planning import change_meeting as change_meeting
from civic.meetings.commands.planning import open_series as open_series
from civic.meetings.commands.planning import plan_meeting as plan_meeting
from civic.meetings.commands.planning import plan_meetings as plan_meetings
from civic.meetings.commands.planning import restore_meeting as restore_meeting
from civic.meetings.commands.registering import confirm as confirm
from civic.meetings.commands.registering import forget_registrations as forget_registrations
from civic.meetings.commands.registering import forget_registrations_of as forget_registrations_of
from civic.meetings.commands.registering import leave as leave
from civic.meetings.commands.registering import sign_up as sign_up
from civic.meetings.commands.reminding import remind_of_meetings as remind_of_meetings
