"""What can happen in private threads: begun, written in, closed, handed over, noted."""

from __future__ import annotations

from civic.contact.commands.handing import LONGEST_NOTE as LONGEST_NOTE
from civic.contact.commands.handing import hand_over as hand_over
from civic.contact.commands.handing import note as note
from civic.contact.commands.writing import LONGEST_BODY as LONGEST_BODY
from civic.contact.commands.writing import LONGEST_SUBJECT as LONGEST_SUBJECT
from civic.contact.commands.writing import close as close
from civic.contact.commands.writing import open_thread as open_thread
from civic.contact.commands.writing import write as write
from civic.contact.commands.writing import write_to_organisation as write_to_organisation
