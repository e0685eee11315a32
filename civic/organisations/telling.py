"""Letters to an organisation's people, each in the language of whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.kernel import clock, mail
from civic.organisations.standing import admins_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.accounts.models import User
    from civic.organisations.models import Organisation


def tell(kind: mail.Kind, people: Iterable[User], *, link: str, **facts: Any) -> None:
    """Write to each of these people once; whoever is suspended or erased gets nothing."""
    for person in {user.id: user for user in people if user.is_active}.values():
        mail.write(kind, to=person.email, language=person.language, link=link, **facts)


def admins(organisation: Organisation) -> list[User]:
    """The people who look after an organisation's account today."""
    return [membership.user for membership in admins_of(organisation, clock.today(clock.now()))]
