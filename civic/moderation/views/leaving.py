"""After an act on a case: the next one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from flask import request, url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.moderation import waiting
from civic.moderation.models import Case, CaseKind
from civic.moderation.waiting import Wanted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

NAMES = ("kind", "whose", "forum", "soon")


def the_case(kind: CaseKind, about: int | None = None) -> Case | None:
    """The case that `?case=` names, for the command that settles it; nothing when the act was not made in the queue.

    One that somebody settled meanwhile is given too: `settling.claim` then says who did.

    Raises:
        NotFound: when it is of another kind, or about another row than this.
        Forbidden: when this person may not decide it.
    """
    if "case" not in request.args:
        return None
    case = db.session.get(Case, web.number(request.args["case"]))
    if case is None or case.kind is not kind or about not in {None, case.subject_id}:
        raise NotFound
    authorize(actor(), Permission.DECIDE_CASE, case)
    return case


def leave(message: Any, fallback: str) -> ResponseReturnValue:
    """Say what was done and go to the next case of the queue; where the act was not made in the queue, to `fallback`."""
    case = db.session.get(Case, web.number(request.args.get("case", "")))
    return web.done(message, fallback if case is None else following(case))


def following(case: Case) -> str:
    """The address of the case after this one, or of the queue when nothing waits in it."""
    wanted = wanted_now()
    db.session.flush()
    then = waiting.next_after(case, wanted, actor(), clock.now())
    if then is None:
        return url_for("moderation.queue", **wanted.args)
    return url_for("moderation.case", case_id=then.id, **wanted.args)


def wanted_now() -> Wanted:
    """Which part of the queue this person looks at: as the address says, or that of the page the form was sent from."""
    said: dict[str, str] = {name: request.args[name] for name in NAMES if name in request.args}
    before = urlsplit(request.referrer or "")
    if not said and before.netloc == request.host and before.path.startswith("/moderation"):
        said = {name: values[0] for name, values in parse_qs(before.query).items() if name in NAMES}
    kind = said.get("kind", "")
    whose = said.get("whose", "")
    return Wanted(
        kind=CaseKind(kind) if kind in set(CaseKind) else None,
        whose=whose if whose in {waiting.MINE, waiting.FREE, waiting.LATER} else "",
        forum=web.number(said.get("forum", "")),
        soon=said.get("soon") == "1",
    )
