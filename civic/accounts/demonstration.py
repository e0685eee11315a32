"""The eight accounts of the demonstration: who they are and what each of them can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.kernel.words import LazyString


class Account(NamedTuple):
    """One of the accounts, by the part a person plays with it."""

    email: str
    part: LazyString
    can: LazyString


ACCOUNTS = (
    Account(
        "przedstawiciel@example.org",
        N_("Representative of an organisation"),
        N_(
            "speaks for an organisation that has a seat in the premises forum: proposes, comments, takes positions"
        ),
    ),
    Account(
        "zastepca@example.org",
        N_("Deputy in the same organisation"),
        N_("takes positions when the representative has not"),
    ),
    Account(
        "moderator@example.org",
        N_("Moderator"),
        N_("hides and restores with reasons, merges duplicates, marks contradictions"),
    ),
    Account(
        "redaktor@example.org",
        N_("Editor of recommendations"),
        N_("puts proposals and quotes together into draft recommendations and publishes them"),
    ),
    Account(
        "urzednik@example.org",
        N_("Official of the city"),
        N_("downloads the recommendations as Word, PDF or Excel files"),
    ),
    Account(
        "pelnomocnik@example.org",
        N_("Plenipotentiary for organisations"),
        N_("opens forums, changes their dates with reasons, closes them"),
    ),
    Account(
        "krdpp@example.org",
        N_("Public benefit council (KRDPP)"),
        N_("decides which organisations get a seat in a forum"),
    ),
    Account(
        "administrator@example.org",
        N_("Administrator"),
        N_("looks after accounts and the whole installation"),
    ),
)
