"""What can be asked of meetings."""

from __future__ import annotations

from civic.meetings.queries.listing import Wanted as Wanted
from civic.meetings.queries.listing import all_series as all_series
from civic.meetings.queries.listing import coming as coming
from civic.meetings.queries.listing import dated as dated
from civic.meetings.queries.listing import districts as districts
from civic.meetings.queries.listing import find_host as find_host
from civic.meetings.queries.listing import find_place as find_place
from civic.meetings.queries.listing import find_series as find_series
from civic.meetings.queries.listing import forums as forums
from civic.meetings.queries.listing import get_meeting as get_meeting
from civic.meetings.queries.listing import get_series as get_series
from civic.meetings.queries.listing import how_many_need_place as how_many_need_place
from civic.meetings.queries.listing import latest as latest
from civic.meetings.queries.listing import listed as listed
from civic.meetings.queries.listing import of_series as of_series
from civic.meetings.queries.listing import open_places as open_places
from civic.meetings.queries.listing import past_at as past_at
from civic.meetings.queries.listing import phases_between as phases_between
from civic.meetings.queries.listing import series_of_editor as series_of_editor
from civic.meetings.queries.registered import find_registration as find_registration
from civic.meetings.queries.registered import get_registration as get_registration
from civic.meetings.queries.registered import persons_signed_up as persons_signed_up
from civic.meetings.queries.registered import registration_of as registration_of
from civic.meetings.queries.registered import registrations as registrations
from civic.meetings.queries.registered import seats_of as seats_of
from civic.meetings.queries.registered import waiting_before as waiting_before
