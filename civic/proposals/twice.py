"""One contribution for a double click: the rule of all contributions, under the name it has here."""

from __future__ import annotations

from civic.discussions.twice import WITHIN as WITHIN
from civic.discussions.twice import queue_up as queue_up
