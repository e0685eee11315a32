"""The city's own OpenID provider: the code flow with PKCE, and what its signed token says of a person. Loaded at first use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.client import OAuth2Client, OAuth2Error
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from civic.config import is_loopback
from civic.kernel import clock
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.config import Provider

SCOPE = "openid profile email"
#: Signatures by a key that only the provider holds: no „none”, and nothing that whoever knows our secret could make.
ALGORITHMS = tuple(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
TIMEOUT = httpx.Timeout(5, connect=3)
KEPT = timedelta(hours=1)
LARGEST = 512 * 1024
CLOCKS_APART_SECONDS = 60


@dataclass(frozen=True)
class Person:
    """What the provider vouches for."""

    #: "issuer|sub": who it is, whatever becomes of name and address.
    subject: str
    #: Nothing unless the provider itself has confirmed it.
    email: str
    name: str
    #: The role here that the claims stand for, if any.
    role: str | None


@dataclass(frozen=True)
class Known:
    """What a provider publishes about itself, and when it was read."""

    facts: dict[str, Any]
    keys: KeySet
    read_at: datetime


_known: dict[str, Known] = {}


class Client:
    """Us, as the provider knows us."""

    def __init__(self, provider: Provider, redirect_uri: str) -> None:
        self._provider = provider
        self._redirect_uri = redirect_uri

    def send_off(self, *, state: str, nonce: str, verifier: str) -> str:
        """The provider's address where the person signs in.

        Raises:
            Refused: when the provider does not answer.
        """
        facts = self._published().facts
        with _session() as http:
            url, _state = self._oauth(http).create_authorization_url(
                facts["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        return str(url)

    def take_back(self, *, code: str, nonce: str, verifier: str) -> Person:
        """Who came back with this code.

        Raises:
            Refused: when the provider does not answer or refuses the code, or its token does not hold.
        """
        claims = self._claims(self._redeem(code, verifier))
        try:
            jwt.JWTClaimsRegistry(
                now=int(clock.now().timestamp()),
                leeway=CLOCKS_APART_SECONDS,
                iss={"essential": True, "value": self._provider.issuer},
                aud={"essential": True, "value": self._provider.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except JoseError as error:
            raise _unsound() from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._provider.client_id:
            raise _unsound()
        return self._person(claims)

    def _redeem(self, code: str, verifier: str) -> str:
        """The signed token that a code stands for."""
        facts = self._published().facts
        secret = self._provider.client_id, self._provider.client_secret
        # By the Authorization header, unless the provider says that it reads the secret only from the form.
        ways = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        by_header = "client_secret_basic" in ways
        inside = {} if by_header else {"client_id": secret[0], "client_secret": secret[1]}
        try:
            with _session() as http:
                token = self._oauth(http).fetch_token(
                    facts["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    auth=httpx.BasicAuth(*secret) if by_header else httpx.Auth(),
                    **inside,
                )
        except httpx.HTTPError as error:
            raise _silent() from error
        except (OAuth2Error, ValueError) as error:
            raise _unsound() from error
        found = token.get("id_token")
        if not isinstance(found, str) or len(found) > LARGEST:
            raise _unsound()
        return found

    def _claims(self, token: str) -> dict[str, Any]:
        """What a token says, once its signature was checked; a key that is not known yet is asked for once."""
        try:
            try:
                return jwt.decode(token, self._published().keys, ALGORITHMS).claims
            except InvalidKeyIdError:
                _known.pop(self._provider.issuer, None)
                return jwt.decode(token, self._published().keys, ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            raise _unsound() from error

    def _person(self, claims: dict[str, Any]) -> Person:
        subject = f"{self._provider.issuer}|{claims['sub']}"
        email, name = claims.get("email"), claims.get("name")
        confirmed = isinstance(email, str) and claims.get("email_verified") is True
        if len(subject) > 300 or "\0" in subject:
            raise _unsound()
        return Person(
            subject=subject,
            email=str(email) if confirmed else "",
            name=name if isinstance(name, str) else "",
            role=self._role(claims.get(self._provider.role_claim)),
        )

    def _role(self, claim: Any) -> str | None:
        """The first of the configured roles that the claim names."""
        held = (
            {claim} if isinstance(claim, str) else set(map(str, claim)) if isinstance(claim, list) else set()
        )
        return next((role for value, role in self._provider.roles if value in held), None)

    def _oauth(self, http: httpx.Client) -> OAuth2Client:
        return OAuth2Client(
            http,
            client_id=self._provider.client_id,
            redirect_uri=self._redirect_uri,
            scope=SCOPE,
            code_challenge_method="S256",
        )

    def _published(self) -> Known:
        """The provider's own description and keys, read once an hour."""
        issuer = self._provider.issuer
        found = _known.get(issuer)
        if found and clock.now() - found.read_at < KEPT:
            return found
        try:
            with _session() as http:
                facts = _read(http, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
                if facts.get("issuer") != issuer or not all(_is_safe(facts.get(name)) for name in places):
                    raise _unsound()
                keys = KeySet.import_key_set(_read(http, facts["jwks_uri"]))  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise _silent() from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _unsound() from error
        _known[issuer] = Known(facts, keys, clock.now())
        return _known[issuer]


def _session() -> httpx.Client:
    # No redirects, no proxies of the environment: what is asked is what is configured.
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)


def _read(http: httpx.Client, url: str) -> dict[str, Any]:
    """A JSON object of bounded size."""
    with http.stream("GET", url, headers={"Accept": "application/json"}) as answer:
        answer.raise_for_status()
        body = b""
        for part in answer.iter_bytes():
            body += part
            if len(body) > LARGEST:
                raise ValueError("more than anybody describes a provider with")
    found = json.loads(body)
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _is_safe(url: Any) -> bool:
    parts = urlsplit(url) if isinstance(url, str) else None
    return parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    )


def _silent() -> Refused:
    return Refused(
        "provider_silent",
        N_(
            "The city's sign-in service does not answer at the moment. Sign in with your password, or try later."
        ),
    )


def _unsound() -> Refused:
    return Refused(
        "provider_unsound",
        N_(
            "The city's sign-in service gave an answer that cannot be trusted. Try once more, or sign in with your password."
        ),
    )
