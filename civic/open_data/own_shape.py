"""What a section of one's own data is, and the words that sections share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civic.kernel.words import N_, LazyString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from civic.accounts.models import User

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One kind of data: its name in the file, its title, what its fields are called, and the rows of a person."""

    key: str
    title: LazyString
    fields: dict[str, LazyString]
    of: Callable[[User], Iterator[tuple[Any, ...]]]
    #: The columns that lead from a person to these rows: "table.column".
    covers: tuple[str, ...] = ()
    #: How long it is kept, in words.
    kept: LazyString | str = ""

    def rows(self, user: User) -> Iterator[Row]:
        """The rows as a file holds them."""
        for values in self.of(user):
            yield dict(zip(self.fields, values, strict=True))


UNTIL_DELETED = N_("Until you delete your account.")
WITH_THE_RECORD = N_(
    "As long as the record of the forum. After you delete your account it stands without your name."
)
TITLE, DAY, STATE, ORGANISATION = N_("Title"), N_("When"), N_("State"), N_("Organisation")
KIND, TEXT, REASON, PLACE, UNTIL = N_("Kind"), N_("Text"), N_("Reason"), N_("Place"), N_("Until")
