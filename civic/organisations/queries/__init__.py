"""What can be asked of organisations."""

from __future__ import annotations

from civic.organisations.queries.directory import Wanted as Wanted
from civic.organisations.queries.directory import facets as facets
from civic.organisations.queries.directory import search as search
from civic.organisations.queries.finding import all_organisations as all_organisations
from civic.organisations.queries.finding import find_organisation as find_organisation
from civic.organisations.queries.finding import get_organisation as get_organisation
from civic.organisations.queries.people import claims_of as claims_of
from civic.organisations.queries.people import find_invitation as find_invitation
from civic.organisations.queries.people import get_claim as get_claim
from civic.organisations.queries.people import get_invitation as get_invitation
from civic.organisations.queries.people import get_membership as get_membership
from civic.organisations.queries.people import memberships_of as memberships_of
from civic.organisations.queries.people import open_claims as open_claims
from civic.organisations.queries.people import people_of as people_of
from civic.organisations.queries.register import alike as alike
from civic.organisations.queries.register import find_by_number as find_by_number
from civic.organisations.queries.speaking import ORDER as ORDER
from civic.organisations.queries.speaking import actor_for as actor_for
from civic.organisations.queries.speaking import choices_of as choices_of
from civic.organisations.queries.speaking import speakers_of as speakers_of
from civic.organisations.queries.verifying import LISTS as LISTS
from civic.organisations.queries.verifying import checks_of as checks_of
from civic.organisations.queries.verifying import days_waited as days_waited
from civic.organisations.queries.verifying import ends_soon as ends_soon
from civic.organisations.queries.verifying import functions_of as functions_of
from civic.organisations.queries.verifying import get_check as get_check
from civic.organisations.queries.verifying import has_unseen_mandate as has_unseen_mandate
from civic.organisations.queries.verifying import last_standing as last_standing
from civic.organisations.queries.verifying import waiting_counts as waiting_counts
