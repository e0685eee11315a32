"""The ceremonies of passkeys (WebAuthn): what a browser is asked, and whether its answer holds. Knows no database and no request."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from civic.config import is_loopback
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.accounts.models import Passkey, User
    from civic.config import Config

WAIT_MS = 120_000
LONGEST_ID = 1400


@dataclass(frozen=True)
class Party:
    """Who asks: the name that keys are bound to, and the one address that their answers may come from."""

    id: str
    origin: str
    name: str
    #: Makes the handles by which devices tell people apart, which say nothing about them.
    secret: str

    def handle(self, user_id: int) -> bytes:
        """What a device keeps instead of a name or an address."""
        return hmac.digest(self.secret.encode(), f"passkey of user:{user_id}".encode(), hashlib.sha256)


@dataclass(frozen=True)
class Made:
    """A key that a device made."""

    credential_id: str
    public_key: str
    sign_count: int


def party_of(config: Config) -> Party:
    """Passkeys are bound to a name: the host of the instance, or „localhost” where it listens on this machine alone."""
    parts = urlsplit(config.base_url)
    host, origin = parts.hostname or "", config.base_url
    if is_loopback(host):
        port = f":{config.port}" if config.port != 80 else ""
        host, origin = "localhost", f"{parts.scheme}://localhost{port}"
    return Party(host, origin, config.instance_name, config.secret_key)


def new_challenge() -> str:
    """A challenge in base64url."""
    return bytes_to_base64url(webauthn.helpers.generate_challenge())


def ask_to_make(party: Party, user: User, known: Sequence[Passkey], challenge: str) -> Any:
    """What the browser is asked in order to make a key that signs in without an address, for someone the device has recognised."""
    return _plain(
        webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name=party.name,
            user_id=party.handle(user.id),
            user_name=user.email,
            user_display_name=user.name,
            challenge=base64url_to_bytes(challenge),
            timeout=WAIT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))
                for passkey in known
            ],
        )
    )


def ask_to_answer(party: Party, challenge: str) -> Any:
    """What the browser is asked in order to sign in with any key it has for us."""
    return _plain(
        webauthn.generate_authentication_options(
            rp_id=party.id,
            challenge=base64url_to_bytes(challenge),
            timeout=WAIT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def check_made(party: Party, credential: Any, challenge: str) -> Made:
    """The key that a browser's answer brings.

    Raises:
        Refused: when the answer is no answer to this challenge, comes from another address or holds no proof of a person.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (
        Exception
    ) as error:  # an answer may be any JSON: whatever its parser trips over, it is none of a passkey
        raise _refused() from error
    credential_id = bytes_to_base64url(made.credential_id)
    if len(credential_id) > LONGEST_ID:
        raise _refused()
    return Made(credential_id, bytes_to_base64url(made.credential_public_key), made.sign_count)


def id_of(credential: Any) -> str:
    """The id of the key that an answer names; nothing for what is no answer."""
    found = credential.get("id") if isinstance(credential, dict) else None
    return found if isinstance(found, str) and len(found) <= LONGEST_ID and "\0" not in found else ""


def check_answer(party: Party, credential: Any, challenge: str, passkey: Passkey) -> int:
    """The key's counter, when a browser's answer proves that its owner is there.

    Raises:
        Refused: when the signature, the challenge, the address, the person's handle or the counter is not right.
    """
    try:
        handle = credential["response"].get("userHandle")
        right = handle is None or hmac.compare_digest(
            base64url_to_bytes(handle), party.handle(passkey.user_id)
        )
        answer = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (
        Exception
    ) as error:  # an answer may be any JSON: whatever its parser trips over, it is none of a passkey
        raise _refused() from error
    if not right:
        raise _refused()
    return answer.new_sign_count


def hash_of(challenge: str) -> str:
    """What the table holds of an answered challenge."""
    return hashlib.sha256(challenge.encode()).hexdigest()


def _plain(options: Any) -> Any:
    return json.loads(options_to_json(options))


def _refused() -> Refused:
    return Refused("passkey", N_("This passkey was refused. Try once more or sign in in another way."))
