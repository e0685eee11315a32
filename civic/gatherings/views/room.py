"""The page of the room: ask and support from a phone, without an account.

Who asks and who supports is known by a cookie with a random, signed word; the database holds only a digest of it, another one in
each gathering. It says nothing of a person, and a browser that throws it away is another one: support orders what is shown
and decides nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from flask import Response, make_response, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from civic.gatherings import labels, queries
from civic.gatherings.commands import ask_in_room, support_question
from civic.gatherings.forms import ActForm, AskForm
from civic.gatherings.models import QuestionState
from civic.gatherings.sending import stored_key
from civic.gatherings.views.blueprint import bp
from civic.kernel import clock, db, limits, web
from civic.kernel.access import actor, public
from civic.kernel.errors import NotFound
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.gatherings.models import Gathering, RoomQuestion

COOKIE = "room"
SECONDS = 2 * 24 * 3600


@bp.route("/g/<room_code>", methods=["GET", "POST"])
@public
def room(room_code: str) -> ResponseReturnValue:
    """What the room asks, and the form to ask."""
    known, form = _word(), AskForm()
    # Who sends a question from a browser that kept no cookie is heard all the same.
    word = known or secrets.token_urlsafe(16)
    gathering = _found(room_code)
    form.offer(gathering)
    if form.validate_on_submit():
        _count(gathering, form, word)
        gathering = queries.get_room(room_code, hold=True)
        with web.keeping(form):
            waits = _ask(gathering, form, word).state is QuestionState.WAITING
            told = _("We have your question. It is on the list once a moderator has looked at it.")
            answer = web.done(told if waits else _("Your question is on the list."), _here(gathering))
            return _with_word(answer, "" if known else word)
    return _with_word(_page(gathering, form, known), "" if known else word)


@bp.post("/g/<room_code>/questions/<int:question_id>/support")
@public
def support(room_code: str, question_id: int) -> ResponseReturnValue:
    """Support a question, or take that back."""
    word = _word()
    gathering = _found(room_code)
    if not word:
        return web.done(_("Your browser had not kept who you are. Press once more."), _here(gathering))
    with db.pause():
        limits.spend(limits.ROOM_SUPPORT, person=word, address=web.reader_address())
    gathering = queries.get_room(room_code, hold=True)
    question = queries.get_question(gathering, question_id)
    wanted = request.form.get("wanted") != "no"
    support_question(question, browser=_digest(gathering, word), wanted=wanted, by=actor())
    told = _("You support this question.") if wanted else _("You no longer support this question.")
    # Back to the question itself: a hand on a phone goes on from there.
    page = request.args.get("page", type=int)
    return web.done(told, f"{url_for('gatherings.room', room_code=room_code, page=page)}#q{question.id}")


def _count(gathering: Gathering, form: AskForm, word: str) -> None:
    """Count a question, but for one that is there already and comes again over a bad connection."""
    if not queries.has_asked(gathering, stored_key(form.key.data or "", form.text.data or "")):
        with db.pause():
            limits.spend(limits.ROOM_QUESTION, person=word, address=web.reader_address())


def _ask(gathering: Gathering, form: AskForm, word: str) -> RoomQuestion:
    topic, table = form.chosen(gathering)
    return ask_in_room(
        gathering,
        text=form.text.data or "",
        key=form.key.data or "",
        browser=_digest(gathering, word),
        topic=topic,
        table=table,
        by=actor(),
    )


def _page(gathering: Gathering, form: AskForm, word: str) -> ResponseReturnValue:
    browser = _digest(gathering, word) if word else ""
    counts = queries.counts_of(gathering)
    return web.page(
        "gatherings/room.html",
        form=form,
        act=ActForm(),
        gathering=gathering,
        opened=gathering.takes_questions_at(clock.now()),
        live=queries.find_live(gathering) if counts[QuestionState.LIVE] else None,
        listed=queries.page_of(
            gathering, {QuestionState.SHOWN}, request.args.get("page", 1, type=int), counts
        ),
        answered=queries.page_of(
            gathering, {QuestionState.ANSWERED}, request.args.get("answered", 1, type=int), counts
        ),
        own=queries.own_questions(gathering, browser) if browser else [],
        supported=queries.supported_by(gathering, browser) if browser else set(),
        labels=labels,
    )


def _found(room_code: str) -> Gathering:
    """The room of a code; codes of no room are counted, so that nobody tries them all."""
    try:
        return queries.get_room(room_code)
    except NotFound:
        with db.pause():
            limits.spend(limits.ROOM_CODE, address=web.reader_address())
        raise


def _here(gathering: Gathering) -> str:
    return url_for("gatherings.room", room_code=gathering.short_code)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(web.settings().secret_key, salt="room")


def _cookie() -> str:
    return f"__Host-{COOKIE}" if web.settings().secure else COOKIE


def _word() -> str:
    """What this browser was called; nothing where it was not yet, or calls itself something."""
    try:
        return str(_sealer().loads(request.cookies.get(_cookie(), "")))
    except BadSignature:
        return ""


def _digest(gathering: Gathering, word: str) -> str:
    """The browser as the database knows it in this gathering alone."""
    key = web.settings().secret_key.encode()
    return hmac.new(key, f"{gathering.id}:{word}".encode(), hashlib.sha256).hexdigest()[:40]


def _with_word(shown: ResponseReturnValue, word: str) -> Response:
    """The page or the way on; `word` is for a browser that has none yet, and nobody else gets this copy."""
    response = make_response(shown)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if word:
        secure = web.settings().secure
        response.set_cookie(
            _cookie(),
            str(_sealer().dumps(word)),
            max_age=SECONDS,
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    return response
