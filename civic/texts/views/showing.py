"""A text as a page shows it: Markdown made safe, names put in, the statement's values in their places."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from civic.kernel import markup, web, words
from civic.texts import queries, wording
from civic.texts.keys import MAIL, NAMES, Kind, get_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from civic.texts.queries import Current

_PARTS = {"accessibility": "texts/_accessibility.html", "contact": "texts/_contact.html"}


def shown(text: Current) -> Markup:
    """The text under its heading."""
    if text.key.name in _PARTS:
        contact = _contact(text)
        return web.part(_PARTS[text.key.name], values=_read(text, contact), contact=contact)
    if text.key.place:
        return markup.written(markup.render_page(wording.filled(text.body, names(_contact(text)))))
    return (
        markup.plain(text.body)
        if text.key.name.startswith(MAIL)
        else web.part("texts/_line.html", text=text.body)
    )


def names(contact: Mapping[str, str]) -> dict[str, str]:
    """What the texts may name in braces."""
    settings = web.settings()
    known = {**contact, "name": settings.instance_name, "url": settings.base_url}
    return {name: known[name] for name in NAMES}


def _contact(text: Current) -> dict[str, str]:
    """Whom to write to; while it is itself being changed, as it would be."""
    if text.key.name == "contact":
        return text.values
    return queries.current(get_key("contact"), words.language()).values


def _read(text: Current, contact: Mapping[str, str]) -> dict[str, str | date | Markup | None]:
    """The values of a text by the kind of each field."""
    kinds = {field.name: field.kind for field in text.key.fields}
    return {name: _value(kinds[name], value, contact) for name, value in text.values.items()}


def _value(kind: Kind, value: str, contact: Mapping[str, str]) -> str | date | Markup | None:
    if not value:
        return None
    if kind is Kind.DAY:
        return date.fromisoformat(value)
    if kind is Kind.MARKDOWN:
        return markup.written(markup.render(wording.filled(value, names(contact))))
    return value
