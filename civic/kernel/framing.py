"""How a letter looks: one frame in text and in HTML around the words of its kind, in the letter's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from civic.kernel import mail, markup, typography, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from civic.config import Config
    from civic.kernel.mail import Enclosed, Letter

_NAME = r"[^\s@<>(),;:\\\"\[\]\x00-\x20\x7f-\x9f]"
_ADDRESS = re.compile(rf"{_NAME}{{1,64}}@{_NAME}{{1,255}}")


class Unfit(Exception):
    """This letter can never leave; the message says why."""


class Needless(Exception):
    """There is nothing left to tell: what the letter was about may be read no more, or its reader wants no such letters."""


@dataclass(frozen=True)
class Framed:
    """A letter as it leaves."""

    subject: str
    address: str
    text: str
    html: str
    message_id: str
    headers: dict[str, str]
    enclosed: Sequence[Enclosed] = ()


def frame(letter: Letter, templates: Environment, config: Config) -> Framed:
    """Put the letter's words into the frame.

    Raises:
        Unfit: when its address or its kind is none.
        Needless: when nothing is left to tell.
    """
    kind = mail.kinds().get(letter.kind)
    if kind is None:
        raise Unfit(f"no kind of letter is called {letter.kind}")
    if not is_address(letter.address):
        raise Unfit("the address is none that mail can reach")
    subject, body = kind.wording(letter.language)
    host = urlsplit(config.base_url).hostname or "localhost"
    with words.force_locale(letter.language):
        said = kind.compose(letter) if kind.compose else _as_written(letter)
        if said is None:
            raise Needless
        facts = {**said.facts, "instance": config.instance_name}
        title = _subject(mail.fill(subject, facts))
        told: dict[str, Any] = {
            "subject": title,
            "paragraphs": [
                part.split("\n") for part in re.split(r"\n{2,}", mail.fill(body, facts)) if part.strip()
            ],
            "button": str(kind.button or ""),
            # Made of the settings alone: no Host of a request ever comes near it.
            "link": f"{config.base_url}{said.link}" if said.link else "",
            "items": said.items,
            "unsubscribe": f"{config.base_url}{said.unsubscribe}" if said.unsubscribe else "",
            "reason": said.reason or (mail.fill(str(kind.reason), facts) if kind.reason else ""),
            "instance": config.instance_name,
            "office": markup.clean_line(mail.office_in(letter.language)),
            "base_url": config.base_url,
        }
        return Framed(
            subject=title,
            address=letter.address,
            text=templates.get_template("mail/letter.txt").render(told),
            html=templates.get_template("mail/letter.html").render(told),
            message_id=f"<{letter.message_id}@{host}>",
            headers=_headers(said, host, config.base_url),
            enclosed=said.enclosed,
        )


def _as_written(letter: Letter) -> mail.Composed:
    facts = {name: mail.shown(value) for name, value in letter.facts.items()}
    return mail.Composed(facts, link=letter.link)


def _headers(said: mail.Composed, host: str, base_url: str) -> dict[str, str]:
    """What mail programs sort by, thread by, and put their own button to unsubscribe on (RFC 2919, 5322, 8058)."""
    headers = {}
    if said.conversation:
        headers["In-Reply-To"] = headers["References"] = f"<{said.conversation}@{host}>"
    if said.list_name:
        headers["List-Id"] = f"<{said.list_name}.{host}>"
    if said.unsubscribe:
        headers["List-Unsubscribe"] = f"<{base_url}{said.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["Precedence"] = "bulk"
    return headers


def is_address(address: str) -> bool:
    """Whether mail can reach it: one address and nothing that could become another header or recipient."""
    name, _at, domain = address.rpartition("@")
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return name.isascii() and _ADDRESS.fullmatch(address) is not None


def _subject(text: str) -> str:
    """One line, with plain spaces, cut where it is too long to be read."""
    # A mail program reads „=?” as the beginning of an encoded word; parted by what nobody sees, it stays two signs.
    line = typography.normalise(markup.clean_line(text)).replace("=?", "=\u2060?")
    return line if len(line) <= mail.LONGEST_SUBJECT else line[: mail.LONGEST_SUBJECT - 1] + "…"
