"""Organisations, how we know them, their people, and the attribution that contributions carry."""

from __future__ import annotations

from civic.organisations.models.codes import SPEAKERS as SPEAKERS
from civic.organisations.models.codes import Capacity as Capacity
from civic.organisations.models.codes import CheckMethod as CheckMethod
from civic.organisations.models.codes import ClaimKind as ClaimKind
from civic.organisations.models.codes import MandateSource as MandateSource
from civic.organisations.models.codes import Register as Register
from civic.organisations.models.codes import RegisterState as RegisterState
from civic.organisations.models.codes import Verification as Verification
from civic.organisations.models.organisation import Check as Check
from civic.organisations.models.organisation import Organisation as Organisation
from civic.organisations.models.organisation import RegisterAnswer as RegisterAnswer
from civic.organisations.models.organisation import RegisterCode as RegisterCode
from civic.organisations.models.organisation import Standing as Standing
from civic.organisations.models.people import Attributed as Attributed
from civic.organisations.models.people import Claim as Claim
from civic.organisations.models.people import Invitation as Invitation
from civic.organisations.models.people import Membership as Membership
