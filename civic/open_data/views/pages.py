"""One's own data: what is kept, a copy of it, and the way out; taking out others, for administrators. Feeds and cards for anybody."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    abort,
    request,
    send_file,
    session,
    stream_template,
    url_for,
)
from flask_login import logout_user

from civic.accounts import queries as accounts
from civic.accounts.views.reading import note_reading
from civic.discussions.queries import get_conversation
from civic.forums.queries import get_forum
from civic.kernel import atom, clock, db, limits, schedule, web, words
from civic.kernel.access import ANONYMOUS, Permission, actor, authorize, public, requires
from civic.kernel.drawn import Busy
from civic.kernel.words import _
from civic.open_data import announced, cards, commands, leaving, newest, own, retention
from civic.open_data.forms import EraseForm, EraseOtherForm
from civic.open_data.own_files import IN_MEMORY, WRITERS
from civic.proposals.queries import get_proposal
from civic.recommendations.queries import get_issue

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum

#: When a feed that holds nothing was changed last.
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
bp = Blueprint("open_data", __name__)


@bp.get("/me/data")
@requires(Permission.SIGNED_IN)
def own_data() -> ResponseReturnValue:
    """What is kept about oneself, how long, a copy, and the way out."""
    user = accounts.get_user(actor().id or 0)
    counts = [(section, sum(1 for _row in section.of(user))) for section in own.SECTIONS]
    letters = retention.periods()["letters"]
    periods = {
        "invitations": _("%(days)s after they end.", days=words.days(retention.periods()["invitations"])),
        "letters": _("%(days)s. The text is forgotten as the letter leaves.", days=words.days(letters)),
        "received_mails": _(
            "%(days)s after they came.", days=words.days(retention.periods()["received_mails"])
        ),
        "contact_read": _("As long as the log of events."),
    }
    return web.page("open_data/own.html", counts=counts, periods=periods)


@bp.get("/me/data/copy.<any(zip, json, html):kind>")
@requires(Permission.SIGNED_IN, proof=True)
def copy(kind: str) -> ResponseReturnValue:
    """The copy as a file, made anew each time and kept nowhere."""
    person = f"own_data {actor().id}"
    with db.pause():
        limits.spend(limits.OWN_DATA, person=person)
        with db.unit_of_work():
            commands.note_copy(by=actor())
    return _sent(kind)


def _sent(kind: str) -> Response:
    """Written beside memory once it is large; the name holds the day, not the person."""
    write, mime = WRITERS[kind]
    # Closed when it was sent.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    write(accounts.get_user(actor().id or 0), file, stream_template)
    file.seek(0)
    called = _("my-data")
    name = f"{called}-{clock.today(clock.now()):%Y-%m-%d}.{kind}"
    response = send_file(file, mimetype=mime, as_attachment=True, download_name=name, etag=False)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.route("/me/data/erase", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
def erase() -> ResponseReturnValue:
    """Delete one's own account, after reading what goes and what stays."""
    user = accounts.get_user(actor().id or 0)
    form = EraseForm(user.email)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.erase(user, by=actor())
            logout_user()
            session.clear()
            return web.done(_("Your account is deleted. Thank you for your voice."), url_for("home.front"))
    return web.page(
        "open_data/erase.html",
        form=form,
        user=user,
        alone=leaving.left_alone_by(user),
        seats=leaving.seats_of(user),
    )


@bp.route("/admin/people/<int:user_id>/erase", methods=["GET", "POST"])
@requires(Permission.ERASE_ACCOUNT, proof=True)
def erase_other(user_id: int) -> ResponseReturnValue:
    """Delete an account at the request of its owner, who cannot come in."""
    authorize(actor(), Permission.MANAGE_USERS)
    user = accounts.get_user(user_id)
    if user.erased_at is not None or user.id == actor().id:
        abort(404)
    note_reading([user.id])
    form = EraseOtherForm(user.email)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.erase(user, reason=form.reason.data, by=actor())
            return web.done(_("The account is deleted."), url_for("accounts.people"))
    return web.page(
        "open_data/erase_other.html",
        form=form,
        user=user,
        alone=leaving.left_alone_by(user),
        seats=leaving.seats_of(user),
    )


@bp.get("/admin/retention")
@requires(Permission.MANAGE_USERS)
def retained() -> ResponseReturnValue:
    """How long each kind of data is kept, and what was deleted when."""
    authorize(actor(), Permission.MANAGE_USERS)
    last = schedule.last_run(retention.JOB)
    return web.page(
        "open_data/retention.html",
        kinds=retention.KINDS,
        periods=retention.periods(),
        names_after=web.settings().names_after_days,
        titles={kind.name: kind.title for kind in retention.KINDS},
        deletions=retention.latest(),
        last=last,
        following=last + retention.EVERY if last else None,
    )


@bp.get("/feed.atom")
@public
def feed() -> Response:
    """The newest proposals, conversations and recommendations of all forums."""
    return _fed("/", web.settings().instance_name, None)


@bp.get("/forums/<slug>/feed.atom")
@public
def forum_feed(slug: str) -> Response:
    """The newest of one forum."""
    forum = get_forum(slug)
    return _fed(f"/forums/{forum.slug}", f"{forum.title} · {web.settings().instance_name}", forum)


@bp.get("/meetings.atom")
@public
def meetings_feed() -> Response:
    """The meetings that were announced, moved or cancelled last."""
    base, name = web.settings().base_url, web.settings().instance_name
    found = announced.items(lambda path: f"{base}{path}")
    title = f"{_('Meetings')} · {name}"
    told = atom.Feed(f"{base}{request.path}", f"{base}/meetings", title, words.language(), BEGUN, found)
    return Response(atom.write(told), content_type=f"{atom.MIME}; charset=utf-8")


def _fed(page: str, title: str, forum: Forum | None) -> Response:
    base = web.settings().base_url
    found = newest.items(lambda path: f"{base}{path}", forum)
    begun = forum.created_at if forum else BEGUN
    told = atom.Feed(f"{base}{request.path}", f"{base}{page}", title, words.language(), begun, found)
    return Response(atom.write(told), content_type=f"{atom.MIME}; charset=utf-8")


@bp.get("/forums/<slug>/card.png")
@public
def forum_card(slug: str) -> ResponseReturnValue:
    """The picture that messengers show beside a link to a forum."""
    return _drawn(cards.of_forum(get_forum(slug), clock.now()))


@bp.get("/proposals/<int:proposal_id>/card.png")
@public
def proposal_card(proposal_id: int) -> ResponseReturnValue:
    """The same of a proposal; a hidden one has none, whoever asks."""
    return _drawn(cards.of_proposal(get_proposal(proposal_id, ANONYMOUS), clock.now()))


@bp.get("/threads/<int:conversation_id>/card.png")
@public
def conversation_card(conversation_id: int) -> ResponseReturnValue:
    """The same of a conversation."""
    return _drawn(cards.of_conversation(get_conversation(conversation_id, ANONYMOUS), clock.now()))


@bp.get("/issues/<int:number>/card.png")
@public
def issue_card(number: int) -> ResponseReturnValue:
    """The same of published recommendations."""
    return _drawn(cards.of_issue(get_issue(number)))


def _drawn(card: cards.Card) -> ResponseReturnValue:
    try:
        path = cards.picture(card)
    except Busy:
        return Response(status=503, headers={"Retry-After": "60"})
    response = Response(path.read_bytes(), mimetype="image/png")
    response.set_etag(card.digest)
    response.cache_control.max_age = 3600
    return response.make_conditional(request)
