"""What can happen to meetings."""

from __future__ import annotations

from civic.meetings.commands.planning import cancel_meeting as cancel_meeting
from civic.meetings.commands.planning import change_meeting as change_meeting
from civic.meetings.commands.planning import open_series as open_series
from civic.meetings.commands.planning import plan_meeting as plan_meeting
from civic.meetings.commands.planning import plan_meetings as plan_meetings
from civic.meetings.commands.planning import restore_meeting as restore_meeting
