"""What it costs to merge two long proposals and to undo it, in one transaction each, against merging two bare ones."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from flask_migrate import upgrade
from sqlalchemy import insert

from bench.figures import Figure, against, times
from civic import create_app
from civic.config import Config
from civic.discussions.models import Comment, CommentKind
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Organisation
from civic.proposals.commands import merge, undo_merge
from civic.proposals.models import Position, Stance
from tests.factories import a_forum, a_proposal, a_user, acting, an_organisation
from tests.fixtures.queries import counting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.forums.models import Forum
    from civic.proposals.models import Proposal

COMMENTS, POSITIONS, ROUNDS = 1_000, 200, 5
GOAL = 2.0


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    # Here and not in a memory disk, whose fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        app = create_app(
            Config(
                secret_key="b" * 40,
                database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
                data_dir=Path(folder),
            )
        )
        with app.app_context():
            upgrade()
            forum = a_forum()
            bare, long = [_pair(forum, full=full) for full in (False, True)]
            one, one_back, asked = _times(long)
            other, _back, _asked = _times(bare)
            db.engine.dispose()
    size = f"{COMMENTS} comments and {POSITIONS} positions each"
    yield Figure(
        f"merge of two proposals with {size}", f"{one * 1000:.0f} ms", against("< 2 s", met=one < GOAL)
    )
    yield Figure("the same / the merge of two bare ones", times(one, other))
    yield Figure("undoing it", f"{one_back * 1000:.0f} ms", against("< 2 s", met=one_back < GOAL))
    yield Figure("questions to the database, whatever hangs on them", str(asked))


def _times(pair: tuple[Proposal, Proposal]) -> tuple[float, float, int]:
    """Seconds to merge and to undo, medians, and how many statements the first merge sent."""
    moderator = acting(a_user(role=Role.MODERATOR))
    there, back, asked = [], [], 0
    for _round in range(ROUNDS):
        with counting() as said:
            start = time.perf_counter()
            with unit_of_work():
                done = merge(*pair, reason="To samo.", by=moderator)
            there.append(time.perf_counter() - start)
        asked = asked or len(said)
        start = time.perf_counter()
        with unit_of_work():
            undo_merge(done, reason="Jednak nie.", by=moderator)
        back.append(time.perf_counter() - start)
    return median(there), median(back), asked


def _pair(forum: Forum, *, full: bool) -> tuple[Proposal, Proposal]:
    source, target = (a_proposal(forum, title=f"Wniosek {full} {side}") for side in (1, 2))
    if full:
        with unit_of_work():
            _fill(source, target)
    return source, target


def _fill(*proposals: Proposal) -> None:
    """Two hundred organisations of which every fourth says something else on the second proposal."""
    person, at = a_user().id, datetime.now(UTC)
    model = an_organisation()
    fixed = {c.name: getattr(model, c.name) for c in Organisation.__table__.columns if c.name != "id"}
    unique = {"register_no", "email"}
    rows = [
        {name: value for name, value in fixed.items() if name not in unique} | {"name": f"Fundacja {number}"}
        for number in range(POSITIONS)
    ]
    ids = list(db.session.scalars(insert(Organisation).returning(Organisation.id), rows))
    for turn, proposal in enumerate(proposals):
        said: list[dict[str, Any]] = [
            {
                "thread_id": proposal.thread_id,
                "kind": CommentKind.VOICE,
                "body": f"Głos {number}.",
                "body_html": f"<p>Głos {number}.</p>",
                "at": at,
                "person_id": person,
                "organisation_id": ids[number % POSITIONS],
                "organisation_name": "Fundacja",
            }
            for number in range(COMMENTS)
        ]
        db.session.execute(insert(Comment), said)
        db.session.execute(
            insert(Position),
            [
                {
                    "proposal_id": proposal.id,
                    "stance": Stance.AGAINST if turn and number % 4 == 0 else Stance.SUPPORT,
                    "at": at,
                    "person_id": person,
                    "organisation_id": organisation_id,
                    "organisation_name": "Fundacja",
                }
                for number, organisation_id in enumerate(ids)
            ],
        )
