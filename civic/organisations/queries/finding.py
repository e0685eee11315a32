"""Organisations by id and by name."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, slice_of
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


def page_of_organisations(number: int) -> Page[Organisation]:
    """Twenty organisations in the Polish alphabetical order, in two queries.

    Raises:
        NotFound: when there is no such page.
    """
    names = db.session.execute(select(Organisation.id, Organisation.name)).all()
    page = slice_of(sorted(names, key=lambda row: (sort_key(row.name), row.id)), number)
    wanted = [row.id for row in page.items]
    found = {
        organisation.id: organisation
        for organisation in db.session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    }
    return page.of([found[organisation_id] for organisation_id in wanted])
