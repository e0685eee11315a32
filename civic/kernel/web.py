"""The edge: the Flask class with its one unit of work, hosts, headers, finished pages, error pages, forms that keep what was typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.http import parse_cookie
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from civic.kernel import access, clock, db, events, faults, finished, markup, pages, words, writing
from civic.kernel.errors import Conflict, Refused
from civic.kernel.uploads import brings_files as brings_files
from civic.kernel.uploads import download as download
from civic.kernel.uploads import make_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm
    from markupsafe import Markup

    from civic.config import Config

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_ID = 2**31 - 1
LARGEST_BODY = 2 * 1024 * 1024
SCHEME_COOKIE = "scheme"
SCHEMES = ("auto", "light", "dark")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HEADERS_OF_FILES = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
login_manager = LoginManager()
csrf = CSRFProtect()


class CivicFlask(Flask):
    """Flask with one transaction around each request that writes, and finished pages for readers without an account."""

    jinja_environment = pages.Templates
    # All templates stay as they were compiled: they are more than the four hundred that Jinja keeps of its own accord.
    jinja_options: dict[str, Any] = {"cache_size": -1}  # noqa: RUF012  as Flask declares it

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a finished page where there is one, before anything else is set up."""
        if (key := self.key_of(environ)) is not None and (stamp := self.stamp()) is not None:
            if (page := finished.pages.find(key, stamp)) is not None:
                return page(environ, start_response)
            environ["civic.shelf"] = key, stamp
        return super().wsgi_app(environ, start_response)

    def key_of(self, environ: WSGIEnvironment) -> tuple[str, ...] | None:
        """What tells one public page from another; None for whoever has a session and for acts."""
        cookies = parse_cookie(environ) if environ.get("HTTP_COOKIE") else {}
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or self.config["SESSION_COOKIE_NAME"] in cookies:
            return None
        place = (environ.get(part, "") for part in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING"))
        return (*place, cookies.get(words.LANGUAGE_COOKIE, ""), cookies.get(SCHEME_COOKIE, ""))

    def stamp(self) -> tuple[int, int] | None:
        """The state that pages are made in: the log's head and the minute; None when the database does not say."""
        head = events.glance(self.extensions["civic.engine"])
        return None if head is None else (head, int(clock.now().timestamp()) // 60)

    def dispatch_request(self) -> ResponseReturnValue:
        """Everything that writes does so in one unit of work."""
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        with db.unit_of_work():
            return super().dispatch_request()

    def process_response(self, response: Response) -> Response:
        """Keep a finished page for the next reader."""
        response = super().process_response(response)
        shelf: tuple[tuple[str, ...], tuple[int, int]] | None = request.environ.get("civic.shelf")
        if (
            shelf is None
            or session
            or self.answers_afresh(request.endpoint)
            or not finished.may_keep(response)
        ):
            return response
        key, stamp = shelf
        response.set_etag(finished.pages.keep(key, stamp, response).etag)
        response.make_conditional(request)
        return response

    def answers_afresh(self, endpoint: str | None) -> bool:
        """Whether an address is never read from the finished pages: files, and what was declared `fresh`."""
        return endpoint == "static" or hasattr(self.view_functions.get(endpoint or ""), "__fresh__")


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that an address is answered anew each time, even when the database is gone."""
    view.__fresh__ = True  # type: ignore[attr-defined]
    return view


class Identity(IntegerConverter):
    """A number in an address that a column can hold; a larger one is no address of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def init_app(app: Flask, config: Config) -> None:
    """Bind hosts, cookies, headers, CSRF, sessions and error pages."""
    app.secret_key = config.secret_key
    prefix = "__Host-" if config.secure else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{prefix}session",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TEMPLATES_AUTO_RELOAD=False,
    )
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Identity
    # Before the CSRF token is looked for, which reads the body.
    app.before_request(make_room)
    csrf.init_app(app)
    login_manager.session_protection = None
    # Templates ask for the actor; looking a person up for every template would break the page that says the database is gone.
    login_manager.init_app(app, add_context_processor=False)
    app.before_request(check_host)
    app.after_request(add_headers)
    faults.init_app(app)


def settings() -> Config:
    """The settings of the running instance."""
    config: Config = current_app.config["CIVIC"]
    return config


def reader_address() -> str:
    """The network address that this request came from: the peer's own, or what the trusted proxies say of it, never more."""
    return request.remote_addr or "unknown"


def check_host() -> None:
    """Answer only to our own names, so that no link is ever built from a forged one."""
    if request.host not in settings().accepted_hosts:
        abort(400, "host")
    # A form of another site has no token of ours either; this is the second lock on the same door.
    origin = request.headers.get("Origin", request.host_url)
    if request.method not in SAFE_METHODS and urlsplit(origin).netloc not in settings().accepted_hosts:
        abort(400, "origin")
    # No address of ours holds one, and PostgreSQL takes none even in a question.
    if "\0" in request.path:
        abort(404)


def add_headers(response: Response) -> Response:
    """The headers every answer carries, files and errors included."""
    # A file brings a stricter policy of its own.
    own = "Content-Security-Policy" in response.headers
    # The page of a private link says more strictly that it tells no other site where it was.
    stricter = response.headers.get("Referrer-Policy") == "same-origin"
    response.headers.update(HEADERS_OF_FILES if own else HEADERS)
    if stricter:
        response.headers["Referrer-Policy"] = "same-origin"
    if settings().secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if bool(session) or request.method not in SAFE_METHODS:
        # Files too: a draft is for those who may read it.
        response.headers["Cache-Control"] = "no-store, private"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Cookie")
    return response


def chosen_scheme() -> str:
    """The colour scheme that the reader chose, „auto” unless."""
    chosen = request.cookies.get(SCHEME_COOKIE, "auto")
    return chosen if chosen in SCHEMES else "auto"


# Telling and leaving


def done(message: Any, url: str) -> ResponseReturnValue:
    """Say what was done and go there."""
    flash(str(message))
    return redirect(url, 303)


def page(template: str, *, form: FlaskForm | None = None, **context: Any) -> ResponseReturnValue:
    """A whole page; 422 when it shows a form again because of what was typed."""
    if form is None or not form.is_submitted() or not form.errors:
        return render_template(template, form=form, **context), 200
    # What was prepared for the act (a draft opened, say) goes with it.
    shown = render_template(template, form=form, **context)
    db.refuse()
    return shown, 422


def private(answer: ResponseReturnValue) -> ResponseReturnValue:
    """What is for whoever has the link alone: neither kept nor indexed, and no other site hears where it was."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def part(template: str, **context: Any) -> Markup:
    """A rendered template as a part of another page: what a panel gives."""
    return markup.stored(render_template(template, **context))


@contextmanager
def keeping(form: FlaskForm) -> Iterator[None]:
    """Turn a refusal into a sentence over the form, which keeps all that was typed; nothing is written."""
    try:
        yield
    except Conflict:
        raise
    except Refused as refusal:
        db.refuse()
        form.form_errors.append(refusal.message)


def after_answer(write: Callable[[], None]) -> None:
    """Do something beside the request once its answer is made and its transaction has ended: `db.aside` for a visit."""

    @after_this_request
    def later(response: Response) -> Response:
        write()
        return response


def number(typed: str) -> int:
    """The id that a field or an address names; 0, which nothing has, for whatever no column can hold."""
    found = int(typed) if typed.isdecimal() and len(typed) <= len(str(LARGEST_ID)) else 0
    return found if found <= LARGEST_ID else 0


def is_ours(url: str) -> bool:
    """Whether an address to go on to after signing in stays on this site: a path of ours and nothing else."""
    return (
        url.startswith("/")
        and not url.startswith(("//", "/\\"))
        and not any(ord(char) <= 32 or char == "\\" for char in url)
    )


def template_globals(app: Flask, config: Config) -> None:
    """What every template may ask."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        can=lambda permission, thing=None: access.can(access.actor(), access.Permission(permission), thing),
        actor=access.actor,
        csrf_token=generate_csrf,
        config_name=config.instance_name,
        demo=config.demo,
        scheme=chosen_scheme,
        language=words.language,
        languages=words.LANGUAGES,
        now=clock.now,
        stored=markup.stored,
        written=markup.written,
        draft_at=writing.draft_at,
        previewed=lambda text: markup.written(markup.render(text or "")),
        permanent=lambda path: f"{config.base_url}{path}",
    )
    app.jinja_env.filters.update(
        excerpt=markup.excerpt,
        day=words.day,
        moment=words.day_and_time,
        time=words.time,
        listed=words.listed,
        days=words.days,
        typeset=words.typeset,
    )


__all__ = [
    "CivicFlask",
    "after_answer",
    "brings_files",
    "done",
    "download",
    "fresh",
    "init_app",
    "is_ours",
    "keeping",
    "number",
    "page",
    "reader_address",
    "settings",
    "template_globals",
]
