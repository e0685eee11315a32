"""An organisation is a branch of another, as the moderators found it in its papers; or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.events import ParentSet
from civic.organisations.models import Organisation

if TYPE_CHECKING:
    from civic.kernel.errors import CivicError


def set_parent(organisation: Organisation, parent: Organisation | None, *, by: Actor) -> None:
    """Say of which organisation this one is a branch, or that it is none; one level, so that no circle can come about.

    Raises:
        Refused: when it would be its own branch, a branch of a branch, or has branches itself.
    """
    authorize(by, Permission.VERIFY_ORGANISATION, organisation)
    if parent is not None and (refusal := _refusal(organisation, parent)) is not None:
        raise refusal
    parent_id = parent.id if parent is not None else None
    if organisation.parent_id == parent_id:
        return
    organisation.parent_id = parent_id
    db.session.flush()
    record(ParentSet(id=organisation.id, parent=parent_id, by=by.id))


def _refusal(organisation: Organisation, parent: Organisation) -> CivicError | None:
    if parent.id == organisation.id:
        return Refused("itself", N_("An organisation is no branch of its own."))
    if parent.parent_id is not None:
        return Refused("chain", N_("That one is a branch itself. Give the organisation that both belong to."))
    if db.session.scalar(select(exists().where(Organisation.parent_id == organisation.id))):
        return Refused("has_branches", N_("This organisation has branches, so it cannot be one itself."))
    return None
