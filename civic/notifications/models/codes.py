"""The codes of notifications: of what sort news is, why somebody hears it, and how often letters bring it."""

from __future__ import annotations

from enum import StrEnum


class Concern(StrEnum):
    """Of what sort news is; a person chooses for each how often letters bring it."""

    REPLIES = "replies"
    OWN = "own"
    FOLLOWED = "followed"
    DATES = "dates"
    PUBLISHED = "published"
    DECISIONS = "decisions"
    BULLETINS = "bulletins"
    OFFICE = "office"


class Frequency(StrEnum):
    """How often letters bring it; the inbox holds it in any case."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Why(StrEnum):
    """Why somebody is told."""

    REPLIED = "replied"
    MENTIONED = "mentioned"
    AUTHOR = "author"
    POSITION = "position"
    FOLLOWS = "follows"
    FOLLOWS_AUTHOR = "follows_author"
    SEATED = "seated"
    INVITED = "invited"
    ON_DUTY = "on_duty"


class Stand(StrEnum):
    """How a person stands to a subject."""

    FOLLOWING = "following"
    MUTED = "muted"


class Bond(StrEnum):
    """How it came: by the person's own choice, or because the person took part there."""

    CHOSEN = "chosen"
    AUTOMATIC = "automatic"


#: What holds until a person chooses otherwise: at once where somebody waits for an answer or a date moves.
DEFAULTS: dict[Concern, Frequency] = {
    Concern.REPLIES: Frequency.NOW,
    Concern.OWN: Frequency.DAILY,
    Concern.FOLLOWED: Frequency.DAILY,
    Concern.DATES: Frequency.NOW,
    Concern.PUBLISHED: Frequency.DAILY,
    Concern.DECISIONS: Frequency.NOW,
    Concern.BULLETINS: Frequency.NOW,
    Concern.OFFICE: Frequency.DAILY,
}
