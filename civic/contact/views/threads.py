"""The lists of threads, a new one, and one of them: reading, writing, closing, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.contact import commands, labels, queries, seeing
from civic.contact.forms import ActForm, CloseForm, MessageForm, NewForm
from civic.contact.models import REOPENS_WITHIN, Side
from civic.contact.policies import choice_for, no_organisation, side_of
from civic.contact.queries import Shown
from civic.contact.views.blueprint import bp
from civic.kernel import clock, db, files, limits, web
from civic.kernel.access import OF_THE_CITY, Permission, actor, authorize, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.files import DOCUMENTS, TABLES
from civic.kernel.uploads import brings_files, download
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.organisations.queries import get_organisation, speakers_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.contact.models import ContactThread
    from civic.kernel.access import Actor
    from civic.kernel.files import Accepted
    from civic.organisations.models import Organisation

KINDS = DOCUMENTS | TABLES


@bp.get("/correspondence")
@requires(Permission.READ_CORRESPONDENCE)
def index() -> ResponseReturnValue:
    """The threads of one's organisations; the inbox for whoever acts for the office."""
    by = actor()
    authorize(by, Permission.READ_CORRESPONDENCE)
    number = request.args.get("page", 1, type=int)
    if by.role in OF_THE_CITY and by.choice is None:
        shown = _shown()
        return web.page(
            "contact/inbox.html",
            page=queries.inbox(by, shown, number),
            shown=shown,
            counts=queries.counts(by),
            labels=labels,
            side=Side.OFFICE,
        )
    return web.page(
        "contact/index.html",
        page=queries.of_organisations(by, number),
        several=len([each for each in by.choices if each.confirmed]) > 1,
        office=by.role in OF_THE_CITY,
        labels=labels,
        side=Side.ORGANISATION,
    )


def _shown() -> Shown:
    asked = request.args.get("show", Shown.WAITING.value)
    if asked not in list(Shown):
        raise NotFound
    return Shown(asked)


@bp.route("/correspondence/new", methods=["GET", "POST"])
@requires(Permission.WRITE_TO_OFFICE)
@writes(N_("A message to the plenipotentiary's office"))
@brings_files
def new() -> ResponseReturnValue:
    """Write to the office."""
    by = actor()
    form, organisation = NewForm(), _spoken_for(by)
    authorize(by, Permission.WRITE_TO_OFFICE, organisation)
    if form.validate_on_submit():
        _count(by)
        if path := _opened(form, by):
            return web.done(_("Your message is with the office. Its answer comes here."), path)
        # Checking a file ended the transaction: the page is made of what is read anew.
        organisation = _spoken_for(by)
    others = [each for each in by.choices if each.confirmed and each.organisation_id != organisation.id]
    return web.page("contact/new.html", form=form, organisation=organisation, others=others, **_taken())


@bp.route("/organisations/<int:organisation_id>/correspondence/new", methods=["GET", "POST"])
@requires(Permission.WRITE_TO_ORGANISATION)
@writes(N_("A message of the office to an organisation"))
@brings_files
def begin(organisation_id: int) -> ResponseReturnValue:
    """Write to an organisation for the office."""
    by = actor()
    form, organisation = NewForm(), get_organisation(organisation_id)
    authorize(by, Permission.WRITE_TO_ORGANISATION, organisation)
    if form.validate_on_submit():
        _count(by)
        if path := _opened(form, by, organisation_id):
            return web.done(_("The message is with the organisation. Its answer comes here."), path)
        organisation = get_organisation(organisation_id)
    readers = speakers_of(organisation, clock.today(clock.now()))
    return web.page("contact/begin.html", form=form, organisation=organisation, readers=readers, **_taken())


def _opened(form: NewForm, by: Actor, organisation_id: int | None = None) -> str:
    """Send what was typed, to the office or to an organisation: where it is read then; nothing where it was refused."""
    path = ""
    with web.keeping(form):
        accepted = _file(form)
        send = commands.write_to_organisation if organisation_id else commands.open_thread
        path = send(
            get_organisation(organisation_id) if organisation_id else _spoken_for(by),
            subject=form.subject.data or "",
            body=form.body.data or "",
            accepted=accepted,
            by=by,
        ).path
        form.sent()
    return path


def _spoken_for(by: Actor) -> Organisation:
    """The organisation that the address names, else the one acted for, else the first that this person speaks for.

    Raises:
        NotFound: when the address names one for which this person does not speak.
        Forbidden: when this person speaks for none.
    """
    asked = request.args.get("organisation", 0, type=int)
    if asked and choice_for(by, asked) is None:
        raise NotFound
    speaks = [each.organisation_id for each in by.choices if each.confirmed]
    chosen = asked or by.organisation_id or next(iter(speaks), 0)
    if not chosen:
        raise no_organisation()
    return get_organisation(chosen)


@bp.route("/correspondence/<int:thread_id>", methods=["GET", "POST"])
@requires(Permission.WRITE_IN_CORRESPONDENCE)
@writes(N_("A message in the correspondence with the office"))
@brings_files
def show(thread_id: int) -> ResponseReturnValue:
    """Read a thread and write in it."""
    by = actor()
    thread = queries.get_thread(thread_id, by)
    form = MessageForm()
    if form.validate_on_submit():
        authorize(by, Permission.WRITE_IN_CORRESPONDENCE, thread)
        _count(by)
        if _written(form, thread_id, by):
            return web.done(_("The message is sent."), thread_path(thread_id))
        thread = queries.get_thread(thread_id, by)
    return _page(thread, form, by)


def _written(form: MessageForm, thread_id: int, by: Actor) -> bool:
    """Send what was typed: whether it was taken."""
    with web.keeping(form):
        accepted = _file(form)
        commands.write(
            queries.get_thread(thread_id, by),
            body=form.body.data or "",
            seen=web.number(form.seen.data or ""),
            accepted=accepted,
            by=by,
        )
        form.sent()
    return not form.form_errors


def thread_path(thread_id: int) -> str:
    """Where a thread is read."""
    return url_for("contact.show", thread_id=thread_id)


def _page(thread: ContactThread, form: MessageForm, by: Actor) -> ResponseReturnValue:
    side = side_of(by, thread)
    if side is None:
        raise NotFound
    now, content = clock.now(), queries.content_of(thread, side)
    form.stand_at(content.newest)
    fresh = seeing.unseen_by(side, content.messages)
    if fresh and request.method == "GET":
        web.after_answer(lambda: seeing.note_seen(fresh, now))
    return web.page(
        "contact/show.html",
        form=form,
        thread=thread,
        content=content,
        fresh=set(fresh),
        side=side,
        takes=thread.takes_messages(now),
        within=REOPENS_WITHIN.days,
        act=ActForm(
            None, data={"seen": str(thread.assigned_to_id or 0), "unit_seen": str(thread.unit_id or 0)}
        ),
        labels=labels,
        sides=Side,
        **_taken(),
    )


@bp.route("/correspondence/<int:thread_id>/close", methods=["GET", "POST"])
@requires(Permission.WRITE_IN_CORRESPONDENCE)
@writes(N_("The end of a matter with the office"))
def close(thread_id: int) -> ResponseReturnValue:
    """End a thread with a sentence."""
    by = actor()
    thread = queries.get_thread(thread_id, by)
    authorize(by, Permission.WRITE_IN_CORRESPONDENCE, thread)
    form = CloseForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.close(thread, body=form.body.data or "", by=by)
            form.sent()
            return web.done(_("The matter is closed."), thread_path(thread_id))
    return web.page("contact/close.html", form=form, thread=thread, within=REOPENS_WITHIN.days)


@bp.get("/correspondence/<int:thread_id>/messages/<int:message_id>/file")
@requires(Permission.READ_CORRESPONDENCE)
def file(thread_id: int, message_id: int) -> ResponseReturnValue:
    """The file of a message, as a download and nothing else."""
    thread = queries.get_thread(thread_id, actor())
    found = queries.get_message(thread, message_id)
    if found.file is None:
        raise NotFound
    return download(found.file)


def _taken() -> dict[str, object]:
    return {"kinds": files.titles(KINDS), "accepts": files.extensions(KINDS), "largest": files.LARGEST_MB}


def _count(by: Actor) -> None:
    with db.pause():
        limits.spend(limits.CONTRIBUTION, person=str(by.id))


def _file(form: NewForm | MessageForm) -> Accepted | None:
    """What was brought with the message, checked before anything is written.

    Raises:
        Refused: with what is wrong with the file; the sentence stands under its field too.
    """
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    try:
        return files.accept(upload, KINDS, bare=True)
    except Refused as refusal:
        form.file.errors = [refusal.message]
        raise
