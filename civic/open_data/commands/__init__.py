"""What can happen to data as a whole: bundles come in, persons are taken out, what has expired is deleted."""

from __future__ import annotations

from civic.open_data.commands.erasing import erase as erase
from civic.open_data.commands.erasing import erase_again as erase_again
from civic.open_data.commands.erasing import note_copy as note_copy
from civic.open_data.commands.importing import Listener as Listener
from civic.open_data.commands.importing import Outcome as Outcome
from civic.open_data.commands.importing import Took as Took
from civic.open_data.commands.importing import import_bundle as import_bundle
from civic.open_data.commands.retaining import delete_what_has_expired as delete_what_has_expired
