"""What can happen in threads and conversations: said, changed, taken back, agreed with, asked, opened, summed up, closed."""

from __future__ import annotations

from civic.discussions.commands.agreeing import agree as agree
from civic.discussions.commands.agreeing import put_aside as put_aside
from civic.discussions.commands.changing import delete_comment as delete_comment
from civic.discussions.commands.changing import edit_comment as edit_comment
from civic.discussions.commands.comments import comment as comment
from civic.discussions.commands.conversations import close_conversation as close_conversation
from civic.discussions.commands.conversations import open_conversation as open_conversation
from civic.discussions.commands.conversations import reopen_conversation as reopen_conversation
from civic.discussions.commands.conversations import summarise as summarise
