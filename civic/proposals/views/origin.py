"""What came out of a conversation, as a panel of its page, and the beginning of a proposal that is to come out of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions.queries import get_conversation
from civic.kernel import web
from civic.kernel.errors import NotFound
from civic.proposals import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from civic.discussions.models import Conversation
    from civic.forums.models import Forum
    from civic.kernel.access import Actor


def out_of(conversation: Conversation) -> Markup | str:
    """The panel `conversation.proposals`: the proposals that came out of a conversation."""
    found = queries.proposals_out_of(conversation.id)
    return web.part("proposals/_out_of.html", proposals=found) if found else ""


def source_in(asked: Mapping[str, str], forum: Forum, by: Actor) -> Conversation | None:
    """The conversation of this forum that an address names by ?thread=, or NotFound."""
    given = asked.get("thread")
    if not given:
        return None
    conversation = get_conversation(web.number(given), by)
    if conversation.forum_id != forum.id:
        raise NotFound
    return conversation


def begun_by(conversation: Conversation | None) -> dict[str, str] | None:
    """The text with which a proposal out of a conversation begins."""
    if conversation is None:
        return None
    came = conversation.conclusions or conversation.summary or conversation.body
    return {"title": conversation.title, "body": came}
