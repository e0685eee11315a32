"""The pages of organisations."""

from __future__ import annotations

from civic.organisations.views import pages as pages
from civic.organisations.views.entry import bp as bp
