"""Every setting of the instance, read once from the environment; nothing else reads it."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dotenv import load_dotenv

from civic.kernel.access import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1", "[::1]"}
SHORTEST_SECRET = 32
#: The court register; nothing else is ever asked for an organisation, but a stand-in at this very machine.
KRS_URL = "https://api-krs.ms.gov.pl"


#: How many days each kind of data is kept once it has served its end; civic/open_data/retention.py says when that is.
RETENTION = {
    "letters": 30,
    "invitations": 90,
    "evidence": 90,
    "register_answers": 30,
    "received_mails": 90,
    "unused_accounts": 90,
    "unnamed_files": 30,
    "unsent_texts": 180,
    "planned_positions": 60,
    "notices": 730,
    "notifications": 180,
    "followers": 7,
    "failing_addresses": 180,
    "reports": 365,
    "contact_threads": 1095,
    "need_addresses": 30,
    "need_texts": 90,
    "room_browsers": 30,
    "poll_answers": 30,
}


class WrongSettings(Exception):
    """The environment holds faults; each is one sentence."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def is_loopback(host: str) -> bool:
    """Whether a host name or address stays on this machine."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Provider:
    """The city's own OpenID provider, by which its staff sign in."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    #: The claim that names a person's roles, and what each of its values means here; the first that fits counts.
    role_claim: str = "roles"
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Config:
    """The settings, checked. Build it with `from_env`, or directly in tests."""

    secret_key: str = field(repr=False)
    database_url: str
    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    #: What letters come from; no-reply at the name of the instance unless given.
    sender: str = ""
    #: The address to which letters about comments may be answered; a signed part is put into its name. Off unless given.
    reply_address: str = ""
    #: Where those answers are read: a mailbox by IMAP (with its password), or a folder of .eml files.
    reply_imap: str = field(default="", repr=False)
    reply_folder: Path | None = None
    redis_url: str = ""
    krs_url: str = KRS_URL
    trusted_proxies: int = 0
    demo: bool = False
    instance_name: str = "Wspólny Stół"
    #: How many days after a person's place in an organisation ends public pages still name the person.
    names_after_days: int = 365
    retention: Mapping[str, int] = field(default_factory=RETENTION.copy)
    provider: Provider | None = None
    testing: bool = False

    @property
    def secure(self) -> bool:
        """Whether readers come by https, so cookies are `__Host-` and Secure."""
        return self.base_url.startswith("https://")

    @property
    def mail_from(self) -> str:
        """The address that letters come from."""
        return self.sender or f"no-reply@{urlsplit(self.base_url).hostname or 'localhost'}"

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """The values of the Host header that are answered; all others get 400."""
        parts = urlsplit(self.base_url)
        hosts = {parts.netloc}
        if is_loopback(parts.hostname or ""):
            hosts |= {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        return frozenset(hosts)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the settings.

        Raises:
            WrongSettings: with all faults at once.
        """
        if environ is None:
            load_dotenv(ROOT / ".env")
            environ = os.environ
        faults: list[str] = []
        host = environ.get("HOST", "127.0.0.1")
        port = _port(environ.get("PORT", "8000"), faults)
        base_url = environ.get("CIVIC_BASE_URL", "").rstrip("/")
        if not base_url:
            if not is_loopback(host):
                faults.append(
                    f"CIVIC_BASE_URL is required when HOST ({host}) is not loopback, for example https://forum.example.org."
                )
            base_url = f"http://{host}:{port}"
        _check_base_url(base_url, faults)
        # An absolute path stays as it is.
        data_dir = ROOT / environ.get("CIVIC_DATA_DIR", "var")
        database_url = environ.get("CIVIC_DATABASE_URL") or f"sqlite:///{data_dir / 'civic.db'}"
        database_url = _check_database(database_url, faults)
        trusted = _proxies(environ.get("CIVIC_TRUSTED_PROXIES", "0"), faults)
        demo = _switch(environ.get("CIVIC_DEMO", "1" if is_loopback(host) else "0"), faults)
        if demo and not (is_loopback(host) and is_loopback(urlsplit(base_url).hostname or "")):
            faults.append(
                "CIVIC_DEMO may be on only while HOST and CIVIC_BASE_URL are loopback: its accounts have a known password."
            )
        names_after, retention = _periods(environ, faults)
        mail_url, sender = _mail(environ, faults)
        replies = _replies(environ, faults)
        provider = _provider(environ, faults)
        krs_url = _check_krs(environ.get("CIVIC_KRS_URL") or KRS_URL, faults)
        secret = environ.get("CIVIC_SECRET_KEY", "")
        if secret and len(secret) < SHORTEST_SECRET:
            faults.append(f"CIVIC_SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
        if not secret and not faults:
            secret = _own_secret(data_dir, faults)
        if faults:
            raise WrongSettings(faults)
        return cls(
            secret_key=secret,
            database_url=database_url,
            data_dir=data_dir,
            host=host,
            port=port,
            base_url=base_url,
            mail_url=mail_url,
            sender=sender,
            **replies,
            redis_url=environ.get("CIVIC_REDIS_URL", ""),
            krs_url=krs_url,
            trusted_proxies=trusted,
            demo=demo,
            names_after_days=names_after,
            retention=retention,
            provider=provider,
        )


def _port(text: str, faults: list[str]) -> int:
    if text.isdecimal() and 0 < int(text) < 2**16:
        return int(text)
    faults.append(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return 0


def _proxies(text: str, faults: list[str]) -> int:
    if text.isdecimal():
        return int(text)
    faults.append(f"CIVIC_TRUSTED_PROXIES must be a whole number of proxies, not {text!r}.")
    return 0


def _days(name: str, text: str, faults: list[str]) -> int:
    if text.isdecimal() and int(text) <= 36_500:
        return int(text)
    faults.append(f"{name} must be a whole number of days from 0 to 36500, not {text!r}.")
    return 0


def _periods(environ: Mapping[str, str], faults: list[str]) -> tuple[int, dict[str, int]]:
    names_after = _days("CIVIC_NAMES_AFTER_DAYS", environ.get("CIVIC_NAMES_AFTER_DAYS", "365"), faults)
    return names_after, _retention(environ.get("CIVIC_RETENTION", ""), faults)


def _retention(text: str, faults: list[str]) -> dict[str, int]:
    """The periods as they are, but for the kinds that the setting names."""
    periods = dict(RETENTION)
    for pair in filter(None, (part.strip() for part in text.split(","))):
        kind, _sign, days = (part.strip() for part in pair.partition("="))
        if kind in RETENTION:
            periods[kind] = _days(f"CIVIC_RETENTION: {kind}", days, faults)
        else:
            faults.append(f"CIVIC_RETENTION knows no kind {kind!r}; the kinds are {', '.join(RETENTION)}.")
    return periods


def _switch(text: str, faults: list[str]) -> bool:
    if text not in {"0", "1"}:
        faults.append(f"CIVIC_DEMO must be 0 or 1, not {text!r}.")
    return text == "1"


def _check_base_url(base_url: str, faults: list[str]) -> None:
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        faults.append(
            f"CIVIC_BASE_URL must be like https://forum.example.org, without a path, not {base_url!r}."
        )
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        faults.append("CIVIC_BASE_URL must begin with https:// unless it is loopback.")


def _check_krs(url: str, faults: list[str]) -> str:
    """No setting sends the server's questions to another machine than the state's."""
    url = url.rstrip("/")
    parts = urlsplit(url)
    own = (
        parts.scheme == "http" and is_loopback(parts.hostname or "") and parts.netloc == url[len("http://") :]
    )
    if url != KRS_URL and not own:
        faults.append(f"CIVIC_KRS_URL is {KRS_URL}, or for trials an http address at this very machine.")
    return url


def _mail(environ: Mapping[str, str], faults: list[str]) -> tuple[str, str]:
    url, sender = environ.get("CIVIC_MAIL_URL", ""), environ.get("CIVIC_MAIL_FROM", "")
    if url and not re.fullmatch(r"smtps?://([^@/\s]*@)?([\w.-]+|\[[\da-f:]+\])(:\d{1,5})?/?", url):
        faults.append("CIVIC_MAIL_URL must be like smtp://mail.example.org:25, or begin with smtps://.")
    if sender and not re.fullmatch(r"[\w.+-]+@[\w.-]+", sender, re.ASCII):
        faults.append(f"CIVIC_MAIL_FROM must be one address, like no-reply@example.org, not {sender!r}.")
    return url, sender


def _replies(environ: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    """The address for answers and the one place where they are read; none of them, or both."""
    address, imap = environ.get("CIVIC_REPLY_ADDRESS", "").lower(), environ.get("CIVIC_REPLY_IMAP", "")
    folder = environ.get("CIVIC_REPLY_FOLDER", "")
    # With „+” and the signed part the name has 64 characters at most, as mail servers want it.
    if address and not re.fullmatch(r"[a-z0-9._-]{1,15}@[a-z0-9.-]{1,180}", address):
        faults.append(
            f"CIVIC_REPLY_ADDRESS must be one address with a short name without +, like answer@example.org, not {address!r}."
        )
    if imap and not re.fullmatch(r"imaps?://[^@/\s]+@([\w.-]+|\[[\da-f:]+\])(:\d{1,5})?(/[^\s\"\\]*)?", imap):
        faults.append("CIVIC_REPLY_IMAP must be like imaps://name:password@mail.example.org/INBOX.")
    if bool(address) != bool(imap or folder) or (imap and folder):
        faults.append("CIVIC_REPLY_ADDRESS goes with one of CIVIC_REPLY_IMAP and CIVIC_REPLY_FOLDER.")
    return {"reply_address": address, "reply_imap": imap, "reply_folder": ROOT / folder if folder else None}


def _provider(environ: Mapping[str, str], faults: list[str]) -> Provider | None:
    """All three of issuer, id and secret, or none of them: half a provider would lock people out without saying so."""
    given = {name: environ.get(f"CIVIC_OIDC_{name}", "") for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")}
    claim, mapped = environ.get("CIVIC_OIDC_ROLE_CLAIM", ""), environ.get("CIVIC_OIDC_ROLES", "")
    if not any((*given.values(), claim, mapped)):
        return None
    faults += [
        f"CIVIC_OIDC_{name} is missing, while other settings of OpenID Connect are given."
        for name, value in given.items()
        if not value
    ]
    if given["ISSUER"] and not _is_provider(given["ISSUER"]):
        faults.append("CIVIC_OIDC_ISSUER must be like https://login.example.org; http:// only on loopback.")
    pairs = [
        tuple(part.strip() for part in pair.rpartition("=")[::2])
        for pair in mapped.split(",")
        if pair.strip()
    ]
    faults += [
        f"CIVIC_OIDC_ROLES holds {value}={role}, but the roles are {', '.join(Role)}; write it like „claim value=moderator,other=editor”."
        for value, role in pairs
        if not value or role not in set(Role)
    ]
    roles = tuple((value, role) for value, role in pairs)
    return Provider(given["ISSUER"], given["CLIENT_ID"], given["CLIENT_SECRET"], claim or "roles", roles)


def _is_provider(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _check_database(url: str, faults: list[str]) -> str:
    """SQLAlchemy's name of the driver is ours to add, so that the usual postgresql:// works."""
    if re.match(r"postgres(ql)?://", url):
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        faults.append("CIVIC_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


def _own_secret(data_dir: Path, faults: list[str]) -> str:
    """The secret of a first start, kept in the data folder and readable by its owner alone."""
    path = data_dir / "secret_key"
    try:
        # What is hidden, and the hashes of passwords, are for nobody else on the machine.
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text()
    except OSError as error:
        faults.append(f"The data folder {data_dir} cannot be written ({error.strerror}); set CIVIC_DATA_DIR.")
        return ""
