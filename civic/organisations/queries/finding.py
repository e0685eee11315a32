"""Organisations by id and by name."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.language.alphabet import sort_key
from civic.organisations.models import Organisation


def find_organisation(organisation_id: int) -> Organisation | None:
    """The organisation of that id."""
    return db.session.get(Organisation, organisation_id)


def get_organisation(organisation_id: int) -> Organisation:
    """The organisation of that id, or NotFound."""
    organisation = find_organisation(organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def all_organisations() -> list[Organisation]:
    """Every organisation, in the Polish alphabetical order."""
    return sorted(db.session.scalars(select(Organisation)), key=lambda each: sort_key(each.name))
