"""The hand-over of an edition: its way for everybody, and the form in which a step is written down or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from civic.kernel import access, clock, files, web
from civic.kernel.access import Permission, Role, actor, public, requires
from civic.kernel.words import N_, _
from civic.recommendations import commands, queries
from civic.recommendations.commands import Said
from civic.recommendations.forms import StepForm, choices
from civic.recommendations.handing import Handover, Opinion
from civic.recommendations.models import HandoverStep, Issue, StepKind
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.kernel.files import Accepted

STEPS: dict[StepKind, Any] = {
    StepKind.ASKED: N_("Given to the council (KRDPP) for its opinion"),
    StepKind.OPINION: N_("The council (KRDPP) gave its opinion"),
    StepKind.WAIVED: N_("The council (KRDPP) gave up its opinion"),
    StepKind.PASSED: N_("Handed over to the unit of the city"),
    StepKind.TAKEN: N_("Taken by the unit of the city"),
}
COUNCIL = "Krakowska Rada Działalności Pożytku Publicznego (KRDPP)"
#: What the council writes its opinion in.
OPINIONS = frozenset({"pdf", "docx", "odt"})
_COUNCILS = (StepKind.OPINION, StepKind.WAIVED)


@bp.get("/issues/<int:number>/handover")
@public
def handover(number: int) -> ResponseReturnValue:
    """Each step, by whom, to whom, on which day, with which edition; corrections under it."""
    issue = queries.get_issue(number)
    way, today = queries.handover_of(issue), clock.today(clock.now())
    return web.page(
        "recommendations/handover/way.html",
        issue=issue,
        way=way,
        steps=STEPS,
        kinds=StepKind,
        opinion=way.opinion(today),
        opinions=Opinion,
        asked=way.find(StepKind.ASKED),
        left=_left(way),
    )


@bp.route("/issues/<int:number>/handover/new", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
@web.brings_files
def add_step(number: int) -> ResponseReturnValue:
    """Write a step down."""
    issue = queries.get_issue(number)
    access.authorize(actor(), Permission.HAND_OVER, issue)
    way = queries.handover_of(issue)
    form = StepForm(data=_offered(way))
    form.kind.choices = choices((kind.value, str(STEPS[kind])) for kind in _open(way))
    if form.validate_on_submit():
        with web.keeping(form):
            file = _brought(form)
            issue = queries.get_issue(number)
            commands.record_step(issue, _said(issue, form, StepKind(form.kind.data), file), by=actor())
            return web.done(
                _("The step is written down."), url_for("recommendations.handover", number=number)
            )
    return _form(form, queries.get_issue(number), None)


@bp.route("/issues/<int:number>/handover/<int:step_id>/correct", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
@web.brings_files
def correct_step(number: int, step_id: int) -> ResponseReturnValue:
    """Write a step down anew; the former row stays."""
    issue = queries.get_issue(number)
    access.authorize(actor(), Permission.HAND_OVER, issue)
    step = queries.get_step(issue, step_id)
    form = StepForm(obj=step)
    # A correction says the same step otherwise: its kind stays.
    del form.kind
    if form.validate_on_submit():
        with web.keeping(form):
            file = _brought(form)
            issue = queries.get_issue(number)
            step = queries.get_step(issue, step_id)
            commands.correct_step(step, _said(issue, form, step.kind, file), by=actor())
            return web.done(_("The step is corrected."), url_for("recommendations.handover", number=number))
    issue = queries.get_issue(number)
    return _form(form, issue, queries.get_step(issue, step_id))


@bp.get("/issues/<int:number>/opinions/<digest>")
@public
def opinion_file(number: int, digest: str) -> ResponseReturnValue:
    """The council's opinion as it came, as a download."""
    return web.download(queries.get_opinion_file(queries.get_issue(number), digest))


def _form(form: StepForm, issue: Issue, step: HandoverStep | None) -> ResponseReturnValue:
    return web.page(
        "recommendations/handover/form.html",
        form=form,
        issue=issue,
        step=step,
        steps=STEPS,
        accepts=files.extensions(OPINIONS),
    )


def _brought(form: StepForm) -> Accepted | None:
    """The file of the form, checked: that ends the transaction, so what was read is to be read anew."""
    upload = request.files.get(form.file.name)
    return files.accept(upload, OPINIONS) if upload else None


def _sides(issue: Issue, kind: StepKind) -> tuple[str, str]:
    """From whom and to whom such a step goes, as far as its kind says so."""
    forum = issue.forum.title[:200]
    return {
        StepKind.ASKED: (forum, COUNCIL),
        StepKind.OPINION: (COUNCIL, forum),
        StepKind.WAIVED: (COUNCIL, forum),
        StepKind.PASSED: (forum, ""),
    }.get(kind, ("", ""))


def _said(issue: Issue, form: StepForm, kind: StepKind, file: Accepted | None) -> Said:
    sender, receiver = _sides(issue, kind)
    if form.done_on.data is None:
        raise RuntimeError("a validated form without a day")
    return Said(
        kind,
        form.done_on.data,
        sender=form.sender.data or sender,
        receiver=form.receiver.data or receiver,
        text=form.text.data or "",
        link=form.link.data or "",
        case_number=form.case_number.data or "",
        file=file,
    )


def _open(way: Handover) -> list[StepKind]:
    """The steps that are not written down yet and that this person may write down; what cannot be yet says why when it is sent."""
    mine = _COUNCILS if actor().role is Role.COUNCIL else tuple(StepKind)
    # The council gives an opinion or gives it up, never both.
    over = _COUNCILS if any(way.find(kind) for kind in _COUNCILS) else ()
    return [kind for kind in mine if way.find(kind) is None and kind not in over]


def _offered(way: Handover) -> dict[str, Any]:
    """What most probably comes next, filled in."""
    next_kind = next(iter(_open(way)), None)
    if way.find(StepKind.ASKED) and actor().role is not Role.COUNCIL:
        today = clock.today(clock.now())
        waits = way.opinion(today) is Opinion.WAITS
        likely = StepKind.OPINION if waits else StepKind.PASSED
        next_kind = likely if way.find(likely) is None else next_kind
    wanted = request.args.get("kind", "")
    kind = StepKind(wanted) if wanted in set(StepKind) else next_kind
    return {
        "kind": kind.value if kind else None,
        "done_on": clock.today(clock.now()),
        "case_number": way.case_number,
    }


def _left(way: Handover) -> int | None:
    """Days that the council still has, the last one counted; nothing where it does not wait."""
    today = clock.today(clock.now())
    asked: HandoverStep | None = way.find(StepKind.ASKED)
    if asked is None or way.opinion(today) is not Opinion.WAITS:
        return None
    return (asked.due - today).days
