"""The page of the private link: volunteers answer, answer otherwise, take it back; no account is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import clock, db, limits, web, words
from civic.kernel.access import actor, public
from civic.kernel.words import _
from civic.polls import commands, links, queries
from civic.polls.forms import ActForm, for_poll
from civic.polls.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.polls.forms import AnswerForm


@bp.route("/polls/t/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """Say which dates suit, and see how they suit the others."""
    poll = queries.get_by_token(token)
    me = request.args.get("me", "")
    own = queries.answer_of(poll, me) if me else None
    form = for_poll(poll, own, me)
    if form.validate_on_submit():
        with db.pause():
            limits.spend(limits.POLL_ANSWER, address=web.reader_address())
        with web.keeping(form):
            commands.answer_poll(poll, form.said(poll, words.language()), by=actor())
            return web.done(_thanks(form), url_for(".answer", token=token, me=form.me.data))
    return web.private(
        web.page(
            "polls/answer.html",
            form=form,
            poll=poll,
            own=own,
            act=ActForm(me=me),
            tallies=queries.tallies(poll),
            open=poll.is_open_at(clock.now()),
            token=token,
            own_link=web.settings().base_url + links.own_path_of(poll, me),
        )
    )


def _thanks(form: AnswerForm) -> str:
    if form.email.data:
        return _(
            "We have your answer. Your own link to it has gone to %(address)s too.", address=form.email.data
        )
    return _("We have your answer. Keep your own link: by it you change the answer.")


@bp.post("/polls/t/<token>/withdraw")
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Take one's answer back."""
    poll = queries.get_by_token(token)
    commands.withdraw_answer(poll, ActForm().me.data or "", by=actor())
    return web.done(_("Your answer is deleted."), url_for(".answer", token=token))
