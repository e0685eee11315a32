"""Reads what somebody types to say of what, and of whom: a code of the log, a sign on a page, or an address that was pasted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from civic.accounts.queries import find_by_email
from civic.forums.queries import find_forum
from civic.log.mentions import NOUNS

#: Addresses of pages → the noun of what they show.
PAGES = (
    (re.compile(r"/(?:p|proposals)/(\d{1,9})\b"), "proposal"),
    (re.compile(r"/(?:c|comments)/(\d{1,9})\b"), "comment"),
    (re.compile(r"/threads/(\d{1,9})\b"), "conversation"),
    (re.compile(r"/organisations/(\d{1,9})\b"), "organisation"),
    (re.compile(r"/issues/(\d{1,9})\b"), "issue"),
    (re.compile(r"/amendments/(\d{1,9})\b"), "amendment"),
    (re.compile(r"/admin/people/(\d{1,9})\b"), "user"),
)
FORUM = re.compile(r"/forums/([a-z0-9-]{1,120})(?:/|$)")
CODE = re.compile(r"([a-z_]{1,40}):(\d{1,9})")
#: What pages call them: „P12”.
SIGN = re.compile(r"([PKW])(\d{1,9})")
SIGNS = {"P": "proposal", "K": "comment", "W": "conversation"}


def thing_of(typed: str) -> str:
    """„proposal:12” for what was typed; nothing where it names no thing."""
    typed = typed.strip()
    if (code := CODE.fullmatch(typed)) and code[1] in NOUNS:
        return f"{code[1]}:{int(code[2])}"
    if sign := SIGN.fullmatch(typed.upper()):
        return f"{SIGNS[sign[1]]}:{int(sign[2])}"
    return _shown_at(typed)


def _shown_at(typed: str) -> str:
    try:
        path = urlsplit(typed).path
    except ValueError:
        return ""
    for address, noun in PAGES:
        if found := address.match(path):
            return f"{noun}:{int(found[1])}"
    if (found := FORUM.match(path)) and (forum := find_forum(found[1])):
        return f"forum:{forum.id}"
    return ""


def actor_of(typed: str) -> str:
    """„system” or „user:5” for a number, the address of a person's page, or their e-mail address; nothing for anything else."""
    typed = typed.strip()
    if typed.casefold() == "system":
        return "system"
    if typed.isdecimal() and len(typed) < 10:
        return f"user:{int(typed)}"
    if "@" in typed and (user := find_by_email(typed)):
        return f"user:{user.id}"
    thing = thing_of(typed)
    return thing if thing.startswith("user:") else ""


def organisation_of(typed: str) -> str:
    """„organisation:3” for a number or the address of its page; nothing for anything else."""
    typed = typed.strip()
    if typed.isdecimal() and len(typed) < 10:
        return f"organisation:{int(typed)}"
    thing = thing_of(typed)
    return thing if thing.startswith("organisation:") else ""
