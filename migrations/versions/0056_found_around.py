"""Search finds needs, notices, calls, meetings and places too; the index is made anew, its entries are numbered otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

KINDS = ("proposal", "comment", "conversation", "organisation", "recommendation")
AROUND = ("need", "notice", "grant_call", "meeting", "place")
# What changes a table on SQLite makes another one, and loses the triggers that hand its words to the index.
TRIGGERS = (
    (
        "CREATE TRIGGER search_entries_in AFTER INSERT ON search_entries BEGIN "
        "INSERT INTO search_words (rowid, titles, surfaces, lemmas) "
        "VALUES (new.id, new.titles, new.surfaces, new.lemmas); END"
    ),
    (
        "CREATE TRIGGER search_entries_out AFTER DELETE ON search_entries BEGIN "
        "INSERT INTO search_words (search_words, rowid, titles, surfaces, lemmas) "
        "VALUES ('delete', old.id, old.titles, old.surfaces, old.lemmas); END"
    ),
)


def upgrade() -> None:
    """Apply; the job fills the index when it runs next."""
    _hold((*KINDS, *AROUND))


def downgrade() -> None:
    """Undo."""
    _hold(KINDS)


def _hold(kinds: tuple[str, ...]) -> None:
    op.execute("DELETE FROM search_entries")
    op.execute("DELETE FROM search_state")
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("search_entries") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_search_entries_entrykind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_search_entries_entrykind"), sa.text(f"kind IN ({named})")
        )
    if op.get_bind().dialect.name == "sqlite":
        for statement in TRIGGERS:
            op.execute(statement)
        op.execute("INSERT INTO search_words (search_words) VALUES ('rebuild')")
