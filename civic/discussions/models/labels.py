"""The labels that moderators put beside a contribution: neutral, public, and each with its decision."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class Label(StrEnum):
    """What a reader should know of a contribution that stays as it is."""

    OFF_TOPIC = "poza_tematem"
    OUTDATED = "nieaktualne"
    NO_SOURCE = "bez_zrodla"
    NOT_THE_ORGANISATION = "nie_stanowisko"


class Labelled:
    """What can carry labels: their codes with a space between them, in the order of the catalogue."""

    labels: Mapped[str] = mapped_column(String(100), default="")

    @property
    def labelled(self) -> tuple[Label, ...]:
        """Its labels."""
        return labels_in(self.labels)

    def put_label(self, label: Label) -> None:
        """Carry one more."""
        self.labels = " ".join(each for each in Label if each is label or each in self.labelled)

    def take_label(self, label: Label) -> None:
        """Carry it no longer."""
        self.labels = " ".join(each for each in self.labelled if each is not label)


def labels_in(codes: str) -> tuple[Label, ...]:
    """The labels of a stored value."""
    return tuple(Label(each) for each in codes.split())
