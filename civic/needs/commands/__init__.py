"""What can happen to needs: raised, sorted, answered, sent back, reminded of; and to the address that came with one."""

from __future__ import annotations

from civic.needs.commands.answering import answer_need as answer_need
from civic.needs.commands.answering import send_back as send_back
from civic.needs.commands.raising import Asking as Asking
from civic.needs.commands.raising import confirm_address as confirm_address
from civic.needs.commands.raising import raise_need as raise_need
from civic.needs.commands.raising import remove_address as remove_address
from civic.needs.commands.reminding import remind as remind
from civic.needs.commands.sorting import Ruling as Ruling
from civic.needs.commands.sorting import Wording as Wording
from civic.needs.commands.sorting import decide as decide
