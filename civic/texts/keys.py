"""Which texts an instance has: their names, their places, and the fields that each one is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from civic.kernel import mail
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, LazyString

BODY = "body"
MAIL = "mail."
_PLACE = re.compile(r"%\(\w+\)s")


class Kind(StrEnum):
    """What may be typed into a field of a text."""

    MARKDOWN = "markdown"
    TEXT = "text"
    LINE = "line"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    DAY = "day"
    STATUS = "status"


class Status(StrEnum):
    """How far the site keeps the act on digital accessibility."""

    FULL = "full"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Field:
    """One thing to write down in a text."""

    name: str
    label: LazyString
    kind: Kind = Kind.LINE
    required: bool = True
    hint: LazyString | str = ""
    longest: int = 300


@dataclass(frozen=True)
class Key:
    """A text of the instance: where it is read, and what it is made of."""

    name: str
    title: LazyString | str
    says: LazyString | str
    fields: tuple[Field, ...]
    #: The address at which everybody reads it with its earlier versions; nothing where it is a part of other pages.
    place: str = ""
    #: Where nobody has written it in a language, the Polish one stands in: facts must be the same in all of them.
    follows_polish: bool = False
    #: What it may name in braces, put in when it is read.
    names: tuple[str, ...] = ()

    @property
    def is_one_text(self) -> bool:
        """Whether it has one field, kept as it is."""
        return tuple(field.name for field in self.fields) == (BODY,)


#: What a page's text may name in braces; all of it is data from the contact text and the settings.
NAMES = ("name", "url", "office", "address", "email", "phone", "hours", "controller", "dpo")

_PROSE = Field(
    BODY,
    N_("Text"),
    Kind.MARKDOWN,
    hint=N_("Markdown: # begins a heading, - a point of a list. Names in braces are put in when it is read."),
    longest=100_000,
)


def _prose(name: str, title: LazyString, says: LazyString) -> Key:
    return Key(name, title, says, (_PROSE,), place=f"/{name}", names=NAMES)


def _line(name: str, title: LazyString, says: LazyString, longest: int) -> Key:
    return Key(name, title, says, (Field(BODY, N_("Text"), Kind.TEXT, longest=longest),), follows_polish=True)


_CONTACT = (
    Field("office", N_("Office that runs this site")),
    Field("address", N_("Address")),
    Field("email", N_("E-mail address"), Kind.EMAIL, longest=254),
    Field("phone", N_("Telephone"), Kind.PHONE, longest=40),
    Field("hours", N_("Hours")),
    Field("controller", N_("Controller of personal data, with the address")),
    Field("dpo", N_("E-mail address of the data protection officer"), Kind.EMAIL, longest=254),
)
_LONG = 5_000
_ACCESSIBILITY = (
    Field("entity", N_("Public entity")),
    Field("published", N_("The site was published on"), Kind.DAY),
    Field("updated", N_("Last major change of the site"), Kind.DAY),
    Field("status", N_("Compliance with the act"), Kind.STATUS),
    Field(
        "faults",
        N_("What does not meet the annex to the act"),
        Kind.MARKDOWN,
        required=False,
        longest=_LONG,
        hint=N_(
            "Needed unless the site complies with the act in full. One point a line, beginning with “-”."
        ),
    ),
    Field("exempt", N_("What the act does not cover"), Kind.MARKDOWN, required=False, longest=_LONG),
    Field("costs", N_("Excessive costs"), Kind.MARKDOWN, required=False, longest=_LONG),
    Field("prepared", N_("The statement was first drawn up on"), Kind.DAY),
    Field(
        "reviewed",
        N_("Last review of the statement"),
        Kind.DAY,
        required=False,
        hint=N_("At least once a year, by 31 March."),
    ),
    Field("basis", N_("On what it is based"), Kind.TEXT, longest=_LONG),
    Field("comforts", N_("Conveniences and limits"), Kind.MARKDOWN, required=False, longest=_LONG),
    Field("shortcuts", N_("Keyboard shortcuts"), Kind.MARKDOWN, required=False, longest=_LONG),
    Field("apps", N_("Mobile applications"), Kind.TEXT, required=False, longest=_LONG),
    Field("building", N_("Accessibility of the building"), Kind.MARKDOWN, longest=_LONG),
    Field("building_url", N_("Page that describes the building"), Kind.ADDRESS, required=False),
    Field("communication", N_("Accessibility of communication"), Kind.MARKDOWN, longest=_LONG),
)
_NOTICE = (
    Field(BODY, N_("Notice"), Kind.TEXT, required=False, longest=400, hint=N_("Empty: no notice is shown.")),
    Field(
        "until",
        N_("Shown until the end of"),
        Kind.DAY,
        required=False,
        hint=N_("Empty: until somebody takes it away."),
    ),
)

_PAGES = (
    _prose("rules", N_("Rules and moderation"), N_("How one speaks here and how moderators decide.")),
    _prose("privacy", N_("Privacy"), N_("What is kept about people, why and for how long.")),
    Key(
        "accessibility",
        N_("Accessibility statement"),
        N_("The values of the statement that the act requires; to be reviewed by 31 March each year."),
        _ACCESSIBILITY,
        place="/accessibility",
        follows_polish=True,
    ),
    Key(
        "contact",
        N_("Contact"),
        N_("The office that runs this site, and the controller of personal data."),
        _CONTACT,
        place="/contact",
        follows_polish=True,
    ),
)
_PARTS = (
    Key(
        "notice",
        N_("Notice on all pages"),
        N_("A bar over every page, for example about a break in the service."),
        _NOTICE,
        follows_polish=True,
    ),
    _line("lead", N_("Front page"), N_("The sentences under the heading of the front page."), 600),
    _line("footer", N_("Foot of all pages"), N_("The last line of every page."), 600),
)
_KNOWN = {key.name: key for key in (*_PAGES, *_PARTS)}


def pages() -> tuple[Key, ...]:
    """The texts that have a page of their own."""
    return _PAGES


def parts() -> tuple[Key, ...]:
    """The texts that are a part of other pages."""
    return _PARTS


def letters() -> tuple[Key, ...]:
    """One text for each kind of letter."""
    return tuple(_letter(kind) for kind in mail.kinds().values())


def get_key(name: str) -> Key:
    """The text of that name.

    Raises:
        NotFound: when there is none.
    """
    kind = mail.kinds().get(name.removeprefix(MAIL)) if name.startswith(MAIL) else None
    found = _letter(kind) if kind else _KNOWN.get(name)
    if found is None:
        raise NotFound
    return found


def _letter(kind: mail.Kind) -> Key:
    """Subject and body of a letter; what it may name depends on what it is about."""
    places = tuple(f"%({fact})s" for fact in (*kind.facts, *mail.ALWAYS))
    return Key(
        f"{MAIL}{kind.name}",
        LazyString(lambda: _PLACE.sub("…", str(kind.subject))),
        N_("Put in when it leaves: %(places)s.", places=", ".join(places)),
        (
            Field("subject", N_("Subject"), longest=mail.LONGEST_SUBJECT),
            Field(BODY, N_("Text"), Kind.TEXT, longest=10_000),
        ),
        names=places,
    )
