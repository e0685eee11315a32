"""Reporting a breach, with or without an account; the page of a report for whoever made it; one's own reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import clock, db, limits, web, words
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.moderation import appealing, appeals, commands, nouns, queries, reports
from civic.moderation.breaches import BREACHES, outcome
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Act
from civic.moderation.views.appeal_forms import AppealForm
from civic.moderation.views.blueprint import bp
from civic.moderation.views.report_forms import ReportForm
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.moderation.postings import Posted
    from civic.moderation.queries import Entry


@bp.route("/reports/new", methods=["GET", "POST"])
@public
def new_report() -> ResponseReturnValue:
    """Report a breach: a page of its own, so that the pages of contributions hold no form for readers without an account."""
    by = actor()
    entry = _entry(request.args.get("about", ""))
    form = ReportForm(known=by.signed_in, quote=request.args.get("quote", ""))
    if form.validate_on_submit():
        typed = f"report {form.email.data.strip()}" if "email" in form and form.email.data else ""
        with db.pause():
            limits.spend(
                limits.REPORT, person=f"user:{by.id}" if by.signed_in else typed, address=web.reader_address()
            )
        entry = _entry(request.args.get("about", ""))
        with web.keeping(form):
            made = commands.report(entry.thing, form.notice(words.language()), by=by)
            if by.signed_in or not made.email:
                # Without an account the link goes by letter alone: an address that was typed in is nobody's yet.
                return web.done(
                    _("We have your report no. %(number)s.", number=made.id), reports.path_of(made)
                )
            return web.done(
                _(
                    "We have your report. A letter with its number and its page goes to %(address)s.",
                    address=made.email,
                ),
                url_for(".report_received"),
            )
    return web.page("moderation/report_new.html", form=form, entry=entry, back=entry.address, by=by)


@bp.get("/reports/received")
@public
def report_received() -> ResponseReturnValue:
    """What happens now: the same page for everybody who reported something."""
    return web.page("moderation/report_received.html")


@bp.get("/reports/<token>")
@public
def report_page(token: str) -> ResponseReturnValue:
    """Where a report stands, and what was decided with its reasons."""
    report = reports.get_by_token(token)
    decision = report.decision
    appeal = appeals.reporters_appeal(decision, report.id) if decision else None
    until = appealing.until(decision.at) if decision else None
    return web.private(
        web.page(
            "moderation/report.html",
            label=nouns.label_of(report.thing),
            address=nouns.address_of(report.thing),
            report=report,
            appeal=appeal,
            until=until,
            may_appeal=decision is not None
            and decision.act is Act.KEEP
            and until is not None
            and clock.now() <= until,
            appeal_url=url_for(".appeal_report", token=token),
            looked_at=reports.is_looked_at(report),
            breaches=BREACHES,
            grounds=GROUNDS,
            outcome=outcome,
        )
    )


@bp.route("/reports/<token>/appeal", methods=["GET", "POST"])
@public
def appeal_report(token: str) -> ResponseReturnValue:
    """Appeal against leaving it as it is; the link of the report is the right to."""
    form = AppealForm()
    if form.is_submitted():
        with db.pause():
            limits.spend(limits.REPORT, address=web.reader_address())
    report = reports.get_by_token(token)
    back = url_for(".report_page", token=token)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.appeal_as_reporter(report, text=form.text.data, by=actor())
            return web.done(_("Your appeal is sent. Another person decides about it."), back)
    return web.private(
        web.page("moderation/report_appeal.html", form=form, report=report, back=back, outcome=outcome)
    )


@bp.get("/me/reports")
@requires(Permission.SIGNED_IN)
def my_reports() -> ResponseReturnValue:
    """What the reader reported, and what came of it."""
    authorize(actor(), Permission.SIGNED_IN)
    page = reports.reports_of(actor().id or 0, request.args.get("page", 1, type=int))
    return web.page(
        "moderation/my_reports.html",
        page=page,
        path_of=reports.path_of,
        label_of=nouns.label_of,
        breaches=BREACHES,
        outcome=outcome,
    )


def _entry(about: str) -> Entry | Posted:
    """What „comment:12” names, where the reader may read it, or NotFound."""
    kind, _colon, number = about.partition(":")
    if kind not in nouns.THINGS:
        raise NotFound
    entry = queries.get_thing(kind, web.number(number))
    if not entry.thing.visible or not entry.owner.visible:
        raise NotFound
    thing = entry.thing
    if isinstance(thing, ReviewComment) and not can(actor(), Permission.READ_REVIEW, thing.review):
        raise NotFound
    return entry
