"""Pages of bulletins: the public list and each of them, and where the office writes, tries and sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from civic.bulletins import commands, labels, queries
from civic.bulletins.forms import ActForm, BulletinForm, SendForm
from civic.bulletins.letters import plain
from civic.bulletins.models import Audience, Bulletin
from civic.bulletins.reach import reach_of
from civic.forums.queries import all_forums
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("bulletins", __name__)


@bp.get("/bulletins")
@public
def index() -> ResponseReturnValue:
    """What the office wrote to organisations; for the office also what it prepares."""
    writes = can(actor(), Permission.WRITE_BULLETIN)
    return web.page(
        "bulletins/index.html",
        page=queries.sent(request.args.get("page", 1, type=int)),
        prepared=queries.prepared() if writes else [],
        writes=writes,
        audience_of=labels.audience_of,
        states=labels.STATES,
    )


@bp.get("/bulletins/<int:bulletin_id>")
@public
def show(bulletin_id: int) -> ResponseReturnValue:
    """A bulletin that went out; for the office one that is prepared, with whom it would reach."""
    bulletin = queries.get_bulletin(bulletin_id)
    if bulletin.public:
        return web.page("bulletins/show.html", bulletin=bulletin, audience_of=labels.audience_of)
    if not can(actor(), Permission.WRITE_BULLETIN, bulletin):
        raise NotFound
    return _prepared(bulletin, SendForm())


def _prepared(bulletin: Bulletin, form: SendForm) -> ResponseReturnValue:
    return web.page(
        "bulletins/prepared.html",
        form=form,
        bulletin=bulletin,
        act=ActForm(),
        reach=reach_of(bulletin, clock.today(bulletin.send_at or clock.now())),
        letter=plain(bulletin.body).split("\n"),
        audience_of=labels.audience_of,
        states=labels.STATES,
    )


@bp.route("/bulletins/new", methods=["GET", "POST"])
@requires(Permission.WRITE_BULLETIN)
@writes(N_("A message to organisations"))
def new() -> ResponseReturnValue:
    """Begin a bulletin."""
    authorize(actor(), Permission.WRITE_BULLETIN)
    return _write(None, BulletinForm())


@bp.route("/bulletins/<int:bulletin_id>/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_BULLETIN)
@writes(N_("A message to organisations"))
def edit(bulletin_id: int) -> ResponseReturnValue:
    """Change a draft."""
    bulletin = _of_the_office(bulletin_id)
    facts = {name: getattr(bulletin, name) for name in ("title", "body", "topics", "districts", "version")}
    form = BulletinForm(data={**facts, "audience": bulletin.audience.value, "forum": bulletin.forum_id or 0})
    return _write(bulletin, form)


def _write(bulletin: Bulletin | None, form: BulletinForm) -> ResponseReturnValue:
    forums = all_forums()
    form.offer(forums)
    if form.validate_on_submit():
        with web.keeping(form):
            made = commands.write_bulletin(
                bulletin,
                title=form.title.data or "",
                body=form.body.data or "",
                audience=Audience(form.audience.data),
                forum=next((forum for forum in forums if forum.id == form.forum.data), None),
                topics=form.topics.data or (),
                districts=form.districts.data or (),
                version=form.is_at(),
                by=actor(),
            )
            form.sent()
            return web.done(
                _("The draft is saved. Nobody has got it yet."),
                url_for("bulletins.show", bulletin_id=made.id),
            )
    return web.page("bulletins/write.html", form=form, bulletin=bulletin)


@bp.post("/bulletins/<int:bulletin_id>/test")
@requires(Permission.WRITE_BULLETIN)
def test(bulletin_id: int) -> ResponseReturnValue:
    """Send it to oneself."""
    bulletin = _of_the_office(bulletin_id)
    commands.try_bulletin(bulletin, by=actor())
    return web.done(_("The trial letter is on its way to %(email)s.", email=actor().email), _page(bulletin))


@bp.post("/bulletins/<int:bulletin_id>/send")
@requires(Permission.WRITE_BULLETIN)
def send(bulletin_id: int) -> ResponseReturnValue:
    """Send it now, or at an hour to come."""
    bulletin, form = _of_the_office(bulletin_id), SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            at = form.moment()
            commands.schedule_bulletin(bulletin, at=at, by=actor())
            said = (
                _("It goes out at the chosen hour. Until then it can be stopped.")
                if at
                else _("It is being sent.")
            )
            return web.done(said, _page(bulletin))
    return _prepared(bulletin, form)


@bp.post("/bulletins/<int:bulletin_id>/stop")
@requires(Permission.WRITE_BULLETIN)
def stop(bulletin_id: int) -> ResponseReturnValue:
    """Take a scheduled one back."""
    bulletin = _of_the_office(bulletin_id)
    commands.stop_bulletin(bulletin, by=actor())
    return web.done(_("It is stopped and a draft again."), _page(bulletin))


def _of_the_office(bulletin_id: int) -> Bulletin:
    authorize(actor(), Permission.WRITE_BULLETIN)
    return queries.get_bulletin(bulletin_id)


def _page(bulletin: Bulletin) -> str:
    return url_for("bulletins.show", bulletin_id=bulletin.id)
