"""Under whom what stands on a proposal's page is signed; the rest of names is the discussions'."""

from __future__ import annotations

from civic.discussions.names import Names as Names
from civic.discussions.names import claims_in, places
from civic.discussions.names import claims_of as claims_of
from civic.discussions.names import names_for as names_for
from civic.discussions.names import numbers_of as numbers_of
from civic.discussions.names import seats_at as seats_at
from civic.discussions.names import speaker_in as speaker_in
from civic.kernel import clock
from civic.organisations.models import Attributed
from civic.organisations.naming import Reader
from civic.proposals import persons as persons
from civic.proposals.whole import Whole


def names_of(whole: Whole, reader: Reader) -> Names:
    """Names for everything on a proposal's page, which was read with all that they need."""
    forum, today = whole.proposal.forum, clock.today(clock.now())
    things: list[Attributed] = [*(member.proposal for member in whole.members), *whole.positions]
    return Names(forum.id, places(forum, today), reader, whole.naming, whole.days, claims_in(things, reader))
