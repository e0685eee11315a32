"""Reply addresses: who answers which comment in whose name and until when, sealed into the name of an address.

The seal is a synthetic one (as in RFC 5297): the signature of the facts is the seed of what hides them, so that an address
can be neither read nor made without the instance's secret. It is written in small letters alone, as mail servers change them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from civic.kernel import clock, web

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: How long a letter may be answered.
LASTS = timedelta(days=30)
_FACTS = struct.Struct(">IIIH")
_SEAL = 16
_LENGTH = len(base64.b32encode(bytes(_FACTS.size + _SEAL)).rstrip(b"="))
_EPOCH = date(2020, 1, 1)


@dataclass(frozen=True)
class Claim:
    """What a reply address says: this person, answering this comment, for this organisation or for none, until this day."""

    person_id: int
    comment_id: int
    organisation_id: int | None
    until: date

    def lasts_at(self, moment: datetime) -> bool:
        """Whether the letter may still be answered."""
        return clock.today(moment) <= self.until


def is_on() -> bool:
    """Whether this instance takes answers by mail."""
    return bool(web.settings().reply_address)


def address_for(claim: Claim) -> str:
    """The address that stands in the letter; nothing where answers are not taken by mail."""
    name, _at, domain = web.settings().reply_address.partition("@")
    if not domain:
        return ""
    facts = _FACTS.pack(
        claim.person_id, claim.comment_id, claim.organisation_id or 0, (claim.until - _EPOCH).days
    )
    seal = _mac(b"seal", facts)[:_SEAL]
    token = base64.b32encode(seal + _hidden(seal, facts)).decode().rstrip("=").lower()
    return f"{name}+{token}@{domain}"


def claim_in(recipients: Iterable[str]) -> Claim | None:
    """What the first address of ours among the recipients says; nothing where none is ours or none was made by us."""
    name, _at, domain = web.settings().reply_address.partition("@")
    if not domain:
        return None
    ours = re.compile(rf"{re.escape(name)}\+([a-z2-7]{{{_LENGTH}}})@{re.escape(domain)}", re.IGNORECASE)
    for address in recipients:
        if (found := ours.fullmatch(address)) and (claim := _opened(found[1])):
            return claim
    return None


def _opened(token: str) -> Claim | None:
    try:
        sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    seal, hidden = sealed[:_SEAL], sealed[_SEAL:]
    facts = _hidden(seal, hidden)
    if not hmac.compare_digest(seal, _mac(b"seal", facts)[:_SEAL]):
        return None
    person, comment, organisation, days = _FACTS.unpack(facts)
    return Claim(person, comment, organisation or None, _EPOCH + timedelta(days=days))


def _hidden(seal: bytes, facts: bytes) -> bytes:
    """The facts under what the seal makes; done twice, they are as before."""
    return bytes(one ^ other for one, other in zip(facts, _mac(b"hide", seal), strict=False))


def _mac(purpose: bytes, content: bytes) -> bytes:
    key = b"answers by mail: " + purpose + b"\0" + web.settings().secret_key.encode()
    return hmac.new(key, content, hashlib.sha256).digest()
