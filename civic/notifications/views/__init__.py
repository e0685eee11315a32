"""Pages of notifications: the inbox, choices, following with and without an account, letters that did not leave."""

from __future__ import annotations

from civic.notifications import waking
from civic.notifications.views import choosing, followers, inbox, letters, stopping
from civic.notifications.views.entry import bp as bp
from civic.notifications.views.following import bell as bell
from civic.notifications.views.following import panel as panel

__all__ = ["bell", "bp", "choosing", "followers", "inbox", "letters", "panel", "stopping", "waking"]
