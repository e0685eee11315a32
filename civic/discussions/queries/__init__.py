"""What can be asked of threads, comments, conversations and mentions."""

from __future__ import annotations

from civic.discussions.queries.comments import CommentRow as CommentRow
from civic.discussions.queries.comments import Outlined as Outlined
from civic.discussions.queries.comments import agreed_by as agreed_by
from civic.discussions.queries.comments import comments_of as comments_of
from civic.discussions.queries.comments import find_comment as find_comment
from civic.discussions.queries.comments import get_comment as get_comment
from civic.discussions.queries.comments import latest_of as latest_of
from civic.discussions.queries.comments import outlines as outlines
from civic.discussions.queries.comments import parent_in as parent_in
from civic.discussions.queries.comments import rows_of as rows_of
from civic.discussions.queries.comments import versions_of as versions_of
from civic.discussions.queries.comments import visit_of as visit_of
from civic.discussions.queries.conversations import Listed as Listed
from civic.discussions.queries.conversations import find_conversation as find_conversation
from civic.discussions.queries.conversations import get_conversation as get_conversation
from civic.discussions.queries.conversations import list_conversations as list_conversations
from civic.discussions.queries.conversations import new_for as new_for
from civic.discussions.queries.conversations import opened_since as opened_since
from civic.discussions.queries.mentions import get_mention as get_mention
from civic.discussions.queries.mentions import mentions_waiting as mentions_waiting
from civic.discussions.queries.sight import may_see as may_see
from civic.discussions.queries.sight import not_to_be_read as not_to_be_read
