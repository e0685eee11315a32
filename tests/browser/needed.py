"""Needs for the pages that are looked at: those of the demonstration in each state, and one with an address that waits."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.access import ANONYMOUS
from civic.kernel.db import db, unit_of_work
from civic.needs import links
from civic.needs.commands import Asking, raise_need
from civic.needs.models import Need, NeedState

PAGES = {
    "": [
        "/needs",
        "/needs?state=skierowana&q=nikogo",
        "/needs/new",
        "/needs/figures",
        "/needs/{need_received}",
        "/needs/{need_directed}",
        "/needs/{need_answered}",
        "/needs/{need_works}",
        "/needs/{need_forum}",
        "/needs/{need_refused}",
        "/needs/status/{need_link}?new=1&proof={need_proof}",
        "/needs/status/{need_done_link}",
    ],
    "moderator": ["/needs/queue", "/needs/queue?list=niepublikowane", "/needs/{need_received}/sort"],
    "pelnomocnik": [
        "/needs/queue?list=po-terminie",
        "/needs/{need_directed}",
        "/needs/{need_directed}/sort",
        "/needs/{need_directed}/answer",
        "/needs/{need_answered}/answer",
        "/needs/{need_directed}/send-back",
    ],
}


def settle() -> dict[str, object]:
    """One of the demonstration's needs in each state, and the private links to two."""
    with unit_of_work():
        asking = Asking(text="Brakuje stojaka na rowery.", email="stojak@example.org", ticket="stojak")
        raised = raise_need(asking, by=ANONYMOUS)
        token, proof = links.token_of(raised), links.proof_of(raised)
    of_states = {
        state: db.session.scalars(select(Need).where(Need.state == state).order_by(Need.id)).first()
        for state in NeedState
    }
    found = {f"need_{state.name.lower()}": need.id for state, need in of_states.items() if need}
    done = of_states[NeedState.ANSWERED]
    return {
        **found,
        "need_link": token,
        "need_proof": proof,
        "need_done_link": links.token_of(done) if done else "",
    }
