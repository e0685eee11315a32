"""What can happen to organisations: they are registered and verified, and people come to speak for them."""

from __future__ import annotations

from civic.organisations.commands.people import add_membership as add_membership
from civic.organisations.commands.registering import register_organisation as register_organisation
