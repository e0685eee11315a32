"""What an organisation says of itself, and how to reach it, as one value that a form fills and a command keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civic.organisations.models import Organisation


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself, and how to reach it; contact data are None where they are not touched."""

    about: str
    offers: str
    needs: str
    website: str
    district: str
    topics: tuple[str, ...]
    contact_email: str | None = None
    contact_phone: str | None = None

    def told(self) -> str:
        """The public part as text, for laying two versions side by side."""
        parts = (self.about, self.offers, self.needs, self.website, self.district, ", ".join(self.topics))
        return "\n\n".join(part for part in parts if part)


def profile_of(organisation: Organisation) -> Profile:
    """What it says now."""
    return Profile(
        organisation.about,
        organisation.offers,
        organisation.needs,
        organisation.website or "",
        organisation.district or "",
        tuple(organisation.topics),
        organisation.contact_email or "",
        organisation.contact_phone or "",
    )
