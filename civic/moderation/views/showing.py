"""The page of the queue: the list on one side, a case on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from civic.kernel import clock, web
from civic.kernel.access import actor
from civic.kernel.db import db
from civic.moderation import keys, waiting
from civic.moderation.grounds import ACTS
from civic.moderation.matters import KINDS
from civic.moderation.models import KeyHabits
from civic.moderation.views.leaving import wanted_now
from civic.moderation.views.working_forms import AssignForm, LaterForm, PressForm
from civic.proposals.policies import MODERATORS

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from civic.kernel.paging import Page
    from civic.kernel.words import LazyString
    from civic.moderation.models import Case, CaseKind
    from civic.moderation.waiting import Row, Wanted


def queue_page(wanted: Wanted, number: int) -> ResponseReturnValue:
    """The list from its beginning (or another page of it), with what its first case is about; its pane is its own page."""
    now = clock.now()
    top = head(wanted, now)
    page = waiting.cases(wanted, actor(), now, number, top["total"])
    first = page.items[0] if page.items else None
    return web.page(
        "moderation/queue.html",
        **top,
        **_beside(page, 0),
        row=first,
        form=None,
        page=page,
        place=(number - 1) * waiting.ROWS + 1,
        alone=False,
    )


def case_page(case: Case, *, form: FlaskForm | None = None, **context: Any) -> ResponseReturnValue:
    """One case beside the part of the list in which it stands; `form` and `context` replace what its kind shows."""
    now, wanted = clock.now(), wanted_now()
    top = head(wanted, now)
    before = waiting.place_of(case, wanted, actor(), now)
    # It may stand in no list any more: it was settled, or put off.
    number = min(before, max(top["total"] - 1, 0)) // waiting.ROWS + 1
    page = waiting.cases(wanted, actor(), now, number, top["total"])
    found = next((row for row in page.items if row.case.id == case.id), None)
    team = waiting.team() if actor().role in MODERATORS else ()
    shown = found or next(iter(waiting.rows_of([case], now)), None)
    return web.page(
        "moderation/queue.html",
        # A kind names things as it likes, also as the head does.
        **(top | _shown(shown, form) | context),
        **_beside(page, page.items.index(found) if found else None),
        page=page,
        place=before + 1 if found else None,
        alone=True,
        team=team,
        later_form=LaterForm(formdata=None),
        assign_form=AssignForm(formdata=None).offer(team),
    )


def pane_page(
    kind: CaseKind, subject_id: int, *, case: Case | None, form: FlaskForm, heading: LazyString | str
) -> ResponseReturnValue:
    """A form of a case's pane once more, with its faults: in the queue, or by itself for whoever came by its link."""
    if case is not None:
        return case_page(case, form=form)
    shown = {
        "heading": heading,
        "pane": f"moderation/cases/{KINDS[kind].template}",
        "form": form,
        "case": None,
    }
    return web.page("moderation/alone.html", **(dict(KINDS[kind].context(subject_id)) | shown))


def head(wanted: Wanted, now: datetime) -> dict[str, Any]:
    """The tabs and the filters, with how much stands behind each; the keys and the way back from the last decision."""
    found = waiting.tally(wanted, actor(), now)
    habits = db.session.get(KeyHabits, actor().id)
    return {
        "wanted": wanted,
        "kinds": KINDS,
        "counts": found.kinds,
        "forums": found.forums,
        "total": found.total(wanted.kind),
        "done_today": found.done_today,
        "goal": waiting.GOAL,
        "last": waiting.last_of(actor(), now) if actor().role in MODERATORS else None,
        "acts": ACTS,
        "keys": keys.written(keys.of(habits)) if habits and habits.on else "",
        "press": PressForm(formdata=None),
    }


def _beside(page: Page[Row], index: int | None) -> dict[str, Any]:
    """The cases before and after the one that is shown, in this page of the list; whether all are ticked."""
    ids = [row.case.id for row in page.items]
    return {
        "other_before": ids[index - 1] if index else None,
        "other_after": None if index is None else next(iter(ids[index + 1 :]), None),
        "ticked": request.args.get("tick") == "1",
    }


def _shown(row: Row | None, form: FlaskForm | None) -> dict[str, Any]:
    """What the pane of a case is given."""
    if row is None:
        return {"row": None, "case": None, "matter": None, "pane": "", "form": form}
    kind = KINDS[row.case.kind]
    given = dict(kind.context(row.case.subject_id)) if row.case.settled_at is None else {}
    own = given.pop("form", None)
    return given | {
        "row": row,
        "case": row.case,
        "matter": row.matter,
        "kind": kind,
        "pane": f"moderation/cases/{kind.template}",
        "form": form or own,
    }
