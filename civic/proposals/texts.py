"""What a text must be before it is stored: the rules of all contributions, under the name they have here."""

from __future__ import annotations

from civic.discussions.texts import COMMENT_LONGEST as COMMENT_LONGEST
from civic.discussions.texts import REASON_LONGEST as REASON_LONGEST
from civic.discussions.texts import TITLE_LONGEST as TITLE_LONGEST
from civic.discussions.texts import line as line
from civic.discussions.texts import text as text
