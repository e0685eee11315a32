"""What pages of lower slices show of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.needs import queries

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.discussions.models import Conversation


#: So many stand on a page that holds other things too; the list of those who sort has them all.
MOST = 20


def late() -> Markup | str:
    """The needs whose answer is late: all for those who steer answers, for officials those of their own unit."""
    everybody = can(actor(), Permission.STEER_ANSWERS)
    if not everybody and not actor().unit:
        return ""
    found, count = queries.late(clock.today(clock.now()), "" if everybody else actor().unit, MOST)
    return web.part("needs/_late.html", needs=found, count=count) if found else ""


def origin(conversation: Conversation) -> Markup | str:
    """The need from which a conversation came."""
    need = queries.need_of(conversation)
    return web.part("needs/_origin.html", need=need) if need else ""
