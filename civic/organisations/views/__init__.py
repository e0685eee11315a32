"""The pages of organisations."""

from __future__ import annotations

from civic.organisations.views import branches as branches
from civic.organisations.views import invitations as invitations
from civic.organisations.views import mandate as mandate
from civic.organisations.views import pages as pages
from civic.organisations.views import people as people
from civic.organisations.views import registering as registering
from civic.organisations.views import verifying as verifying
from civic.organisations.views.entry import bp as bp
