"""Pages of gatherings: the room and the screen for everybody, steering and arranging for the office."""

from civic.gatherings.views import arranging, export, room, screen, steering
from civic.gatherings.views.blueprint import bp
from civic.gatherings.views.panels import of_meeting

__all__ = ["arranging", "bp", "export", "of_meeting", "room", "screen", "steering"]
