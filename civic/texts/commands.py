"""What can happen to the instance's own texts: a new version is saved; an older one comes back as a new one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import LANGUAGES, N_
from civic.texts import queries, wording
from civic.texts.events import TextSaved
from civic.texts.keys import BODY, MAIL, Key, Kind, Status
from civic.texts.models import TextVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_REASON = 500


def save_text(
    key: Key, language: str, *, values: Mapping[str, str], number: int, reason: str, by: Actor
) -> TextVersion:
    """Save a new version of a text; `number` is the version that it was made from.

    Raises:
        Refused: when a field is missing or longer than its place, the reason is missing, or nothing has changed.
        Conflict: when somebody saved another version meanwhile; both texts come with it.
    """
    authorize(by, Permission.EDIT_TEXTS)
    if language not in LANGUAGES or by.id is None:
        raise Refused("language", N_("There is no such language here."))
    cleaned, reason = _cleaned(key, values), clean_text(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("reason", N_("Say in one or two sentences why the text changes."))
    before = queries.own(key, language)
    if before.number != number:
        theirs, mine = wording.told(key, before.values), wording.told(key, cleaned)
        raise Conflict(
            "edited", N_("Somebody saved another version of this text meanwhile."), texts=(theirs, mine)
        )
    if before.values == cleaned:
        raise Refused("same", N_("Nothing has changed, so there is nothing to save."))
    version = TextVersion(
        key=key.name,
        language=language,
        number=number + 1,
        body=wording.packed(key, cleaned),
        reason=reason,
        by_id=by.id,
        at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    record(TextSaved(key=key.name, language=language, number=version.number, by=by.id))
    return version


def _cleaned(key: Key, values: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are stored.

    Raises:
        Refused: with the first field that cannot be.
    """
    cleaned: dict[str, str] = {}
    for field in key.fields:
        clean = clean_text if field.kind in {Kind.MARKDOWN, Kind.TEXT} else clean_line
        cleaned[field.name] = text = clean(values.get(field.name, ""))
        if field.required and not text:
            raise Refused("missing", N_("%(field)s: write something here.", field=field.label))
        if len(text) > field.longest:
            raise Refused(
                "too_long",
                N_(
                    "%(field)s: at most %(longest)s characters fit here.",
                    field=field.label,
                    longest=field.longest,
                ),
            )
        if text and not _is_of(field.kind, text):
            raise Refused(
                "unreadable", N_("%(field)s: this cannot be read. Choose it again.", field=field.label)
            )
    if key.name.startswith(MAIL):
        mail.check_wording(mail.kinds()[key.name.removeprefix(MAIL)], cleaned["subject"], cleaned[BODY])
    if cleaned.get("status", Status.FULL) != Status.FULL and not any(
        cleaned[name] for name in ("faults", "exempt", "costs")
    ):
        raise Refused("faults", N_("Write what is not accessible: the act requires this list."))
    return cleaned


def _is_of(kind: Kind, text: str) -> bool:
    """Whether pages can read a day or a code that is stored."""
    read: dict[Kind, Callable[[str], object]] = {Kind.DAY: date.fromisoformat, Kind.STATUS: Status}
    try:
        read.get(kind, str)(text)
    except ValueError:
        return False
    return True
