"""What can be asked of organisations."""

from __future__ import annotations

from civic.organisations.queries.finding import all_organisations as all_organisations
from civic.organisations.queries.finding import find_organisation as find_organisation
from civic.organisations.queries.finding import get_organisation as get_organisation
from civic.organisations.queries.finding import page_of_organisations as page_of_organisations
from civic.organisations.queries.speaking import ORDER as ORDER
from civic.organisations.queries.speaking import actor_for as actor_for
from civic.organisations.queries.speaking import choices_of as choices_of
from civic.organisations.queries.speaking import speakers_of as speakers_of
