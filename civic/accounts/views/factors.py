"""How one's account is protected: the authenticator app, the recovery codes, and the page that shows all of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, request, session, url_for
from flask_login import current_user

from civic.accounts import proofs, queries, totp
from civic.accounts.commands import authenticator
from civic.accounts.forms import CodeForm, PlainForm
from civic.accounts.passkeys import party_of
from civic.accounts.views import pending
from civic.accounts.views.entry import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import N_, _
from civic.pictures.qr import drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

#: In the session: the sealed secret of an app that is being set up and not confirmed yet.
BEING_SET_UP = "app"
#: In the session: the sealed recovery codes that the next page shows.
TO_SHOW = "codes"


def by_factor(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Declare that whoever has a factor changes factors only after proving themselves by it.

    Otherwise somebody who knows the password alone could add a factor of their own, and with it use the owner's role.
    """

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        own = current_user.has_second_factor or proofs.passkeys_of(current_user)
        # Whom the city's provider vouches for has a factor too: a password set by letter must not stand in for it.
        vouched = current_user.oidc_subject is not None and web.settings().provider is not None
        if current_user.strong or not (own or vouched):
            return view(*args, **kwargs)
        flash(
            _("Your account has a second factor. Confirm with it: the password is not enough here."), "info"
        )
        goal = request.path if request.method in web.SAFE_METHODS else url_for("accounts.security")
        return redirect(url_for("accounts.prove" if own else "accounts.to_provider", next=goal), 303)

    return guarded


@bp.get("/me/security")
@requires(Permission.SIGNED_IN)
def security() -> ResponseReturnValue:
    """What protects the account, and what could."""
    return web.page(
        "accounts/security.html",
        user=current_user,
        passkeys=proofs.passkeys_of(current_user),
        codes_left=proofs.codes_left(current_user),
        codes_all=totp.RECOVERY_CODES,
        **passkeys_here(),
    )


def passkeys_here() -> dict[str, Any]:
    """Whether passkeys work at the address that the reader is at, and the same page where they do."""
    origin = party_of(web.settings()).origin
    return {
        "passkeys_work": request.host_url.rstrip("/") == origin,
        "passkeys_at": f"{origin}{request.full_path.rstrip('?')}",
    }


@bp.route("/me/security/app", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def set_up_app() -> ResponseReturnValue:
    """Show the secret once, and take the app when its first code is right."""
    settings = web.settings()
    secret = totp.unseal(session.get(BEING_SET_UP, ""), settings.secret_key, current_user.id)
    if secret is None:
        secret = totp.new_secret()
        session[BEING_SET_UP] = totp.seal(secret, settings.secret_key, current_user.id)
    form = CodeForm()
    if form.validate_on_submit():
        with web.keeping(form):
            step = totp.step_of(secret, form.code.data, clock.now())
            if step is None:
                raise Refused(
                    "wrong_code", N_("This code is not right. Type the one that the app shows now.")
                )
            codes = totp.new_codes()
            authenticator.set_up_app(
                current_user, sealed=session[BEING_SET_UP], step=step, codes=codes, by=actor()
            )
            strengthen()
            return _show(codes)
    side, path = drawing(totp.address_for_app(secret, current_user.email, settings.instance_name))
    return web.page(
        "accounts/set_up_app.html", form=form, side=side, path=path, secret=totp.in_groups(secret)
    )


@bp.route("/me/security/codes", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def renew_codes() -> ResponseReturnValue:
    """Make ten new recovery codes; the old ones are void."""
    form = PlainForm()
    if form.validate_on_submit():
        with web.keeping(form):
            codes = totp.new_codes()
            authenticator.renew_codes(current_user, codes=codes, by=actor())
            return _show(codes)
    return web.page("accounts/renew_codes.html", form=form)


def strengthen() -> None:
    """The present session becomes a strong one, under a new id; the organisation acted for stays."""
    pending.finish(queries.get_user(current_user.id), strong=True)


def _show(codes: list[str]) -> ResponseReturnValue:
    """Hand the codes on to the one page that shows them, sealed in the cookie of this reader."""
    session[TO_SHOW] = totp.seal(" ".join(codes), web.settings().secret_key, current_user.id)
    return redirect(url_for("accounts.recovery_codes"), 303)


@bp.get("/me/security/codes/new")
@requires(Permission.SIGNED_IN)
def recovery_codes() -> ResponseReturnValue:
    """The codes, once: whoever opens the page again has to make new ones."""
    shown = totp.unseal(session.pop(TO_SHOW, ""), web.settings().secret_key, current_user.id)
    if shown is None:
        return redirect(url_for("accounts.security"))
    return web.page("accounts/codes.html", codes=shown.split())


@bp.post("/me/security/codes.txt")
@requires(Permission.SIGNED_IN)
def codes_file() -> ResponseReturnValue:
    """The codes that the page just showed, as a file; nothing that can be read keeps them here."""
    codes = request.form.getlist("shown")[: totp.RECOVERY_CODES]
    if not proofs.owns_codes(current_user, {totp.hash_of_code(code, current_user.id) for code in codes}):
        raise NotFound
    title = _(
        "Recovery codes, %(name)s, %(email)s", name=web.settings().instance_name, email=current_user.email
    )
    text = "\n".join([title, _("Each of them works once."), "", *codes, ""])
    answer = Response(text.replace("\n", "\r\n"), mimetype="text/plain")
    answer.headers["Content-Disposition"] = 'attachment; filename="kody-zapasowe.txt"'
    return answer


@bp.route("/me/security/app/remove", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def take_off_app() -> ResponseReturnValue:
    """Do without the app."""
    form = PlainForm()
    if form.validate_on_submit():
        with web.keeping(form):
            authenticator.take_off_app(current_user, by=actor())
            return web.done(
                _("The app is removed. Its recovery codes are void."), url_for("accounts.security")
            )
    return web.page("accounts/take_off_app.html", form=form)
