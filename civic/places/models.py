"""Places and what is known of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.db import Base, Moment, code, json_type
from civic.kernel.files import StoredFile
from civic.organisations.models import Organisation


class PlaceState(StrEnum):
    """Whether one can still meet there."""

    OPEN = "open"
    CLOSED = "closed"


TRANSITIONS = {PlaceState.OPEN: {PlaceState.CLOSED}, PlaceState.CLOSED: {PlaceState.OPEN}}


class Access(StrEnum):
    """What is known of one thing that makes a place accessible."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Place(Base):
    """A third place: not home, not work, with a table at which everyone may sit."""

    __tablename__ = "places"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    #: A key of `places.labels`, or a city's own word for it.
    kind: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(300))
    #: One of `organisations.districts.DISTRICTS`, or empty.
    district: Mapped[str] = mapped_column(String(80), default="")
    #: Degrees, WGS 84; both or neither.
    lat: Mapped[float | None] = mapped_column()
    lon: Mapped[float | None] = mapped_column()
    #: In words, as its host says it.
    accessibility: Mapped[str] = mapped_column(Text, default="")
    #: {key of `places.labels.ACCESS`: a value of Access}; a key that is missing is not known.
    access: Mapped[dict[str, str]] = mapped_column(json_type, default=dict)
    #: Keys of `places.labels.OFFERS`.
    offers: Mapped[list[str]] = mapped_column(json_type, default=list)
    opening_hours: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    #: Who runs it, as it is said; `host_id` where the host has a page here.
    host: Mapped[str] = mapped_column(String(200), default="")
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    #: What the photo shows, for who does not see it.
    photo_text: Mapped[str] = mapped_column(String(300), default="")
    #: Its width and height in points, so that a page keeps room for it; missing for what was brought before they were read.
    photo_wide: Mapped[int | None] = mapped_column()
    photo_high: Mapped[int | None] = mapped_column()
    state: Mapped[PlaceState] = mapped_column(code(PlaceState), default=PlaceState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship()
    photo: Mapped[StoredFile | None] = relationship()
    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="both_coordinates"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN 49 AND 55 AND lon BETWEEN 14 AND 25)", name="in_poland"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(photo_id IS NULL) OR (photo_text <> '')", name="photo_told"),
    )
