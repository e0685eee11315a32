"""Which organisation a number belongs to, and which names look alike."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.db import db
from civic.organisations import names
from civic.organisations.entry import key_of
from civic.organisations.models import Organisation

#: A moderator reads no more of them.
MOST_ALIKE = 10


def find_by_number(number: str) -> Organisation | None:
    """The organisation of a KRS number, if it is here."""
    return db.session.scalar(select(Organisation).where(Organisation.register_key == key_of(number)))


def alike(name: str, besides: Organisation | None = None) -> list[Organisation]:
    """The organisations whose names look like this one, the likest first; never a reason to refuse one."""
    looks = names.skeleton(name)
    statement = select(Organisation.id, Organisation.name_skeleton, Organisation.name)
    if besides is not None:
        statement = statement.where(Organisation.id != besides.id)
    # What was entered before there were skeletons has none yet.
    rows = [(row.id, row.name_skeleton or names.skeleton(row.name)) for row in db.session.execute(statement)]
    likest = sorted(names.alike(looks, rows), key=lambda found: (-found[0], found[1]))[:MOST_ALIKE]
    wanted = [organisation_id for _how_much, organisation_id in likest]
    found = {
        organisation.id: organisation
        for organisation in db.session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    }
    return [found[organisation_id] for organisation_id in wanted]
