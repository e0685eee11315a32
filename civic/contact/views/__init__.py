"""Pages of private threads: the lists, a thread with its messages, and what the office does with it."""

from __future__ import annotations

from civic.contact.views import handing as handing
from civic.contact.views import threads as threads
from civic.contact.views.blueprint import bp as bp
