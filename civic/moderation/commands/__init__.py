"""What moderators do."""

from __future__ import annotations

from civic.moderation.commands.cases import keep_cases as keep_cases
from civic.moderation.commands.deciding import LONGEST_REASON as LONGEST_REASON
from civic.moderation.commands.deciding import decide as decide
from civic.moderation.commands.deciding import hide as hide
from civic.moderation.commands.deciding import restore as restore
from civic.moderation.commands.undoing import undo as undo
