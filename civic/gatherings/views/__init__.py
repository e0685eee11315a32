"""Pages of gatherings: the room and the screen for everybody, steering and arranging for the office."""

from civic.gatherings.views import arranging, export, panels, room, screen, steering
from civic.gatherings.views.blueprint import bp

__all__ = ["arranging", "bp", "export", "panels", "room", "screen", "steering"]
