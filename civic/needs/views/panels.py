"""What pages of lower slices show of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import web
from civic.needs import queries

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.discussions.models import Conversation


def origin(conversation: Conversation) -> Markup | str:
    """The need from which a conversation came."""
    need = queries.need_of(conversation)
    return web.part("needs/_origin.html", need=need) if need else ""
