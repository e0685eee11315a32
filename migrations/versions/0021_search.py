"""What search knows of contributions, and the index of words that each database keeps in its own way."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# The words are folded before they come here: all that is left to the tokenizer is to cut at spaces.
SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_words USING fts5(titles, surfaces, lemmas, content='search_entries', "
        "content_rowid='id', tokenize='ascii', columnsize=0)"
    ),
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
POSTGRESQL = (
    "CREATE TABLE search_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    (
        "CREATE FUNCTION search_entries_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'TRUNCATE' THEN TRUNCATE search_words; RETURN NULL; END IF; "
        "IF TG_OP = 'DELETE' THEN DELETE FROM search_words WHERE id = old.id; RETURN NULL; END IF; "
        "INSERT INTO search_words (id, words) VALUES (new.id, "
        "setweight(to_tsvector('simple', new.surfaces), 'B') || setweight(to_tsvector('simple', new.titles), 'A') "
        "|| setweight(to_tsvector('simple', new.lemmas), 'C')); RETURN NULL; END $$"
    ),
    (
        "CREATE TRIGGER search_entries_row AFTER INSERT OR DELETE ON search_entries "
        "FOR EACH ROW EXECUTE FUNCTION search_entries_changed()"
    ),
    (
        "CREATE TRIGGER search_entries_all AFTER TRUNCATE ON search_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION search_entries_changed()"
    ),
)


def upgrade() -> None:
    """Apply; the job fills the index when it runs next."""
    op.create_table(
        "search_entries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "proposal",
                "comment",
                "conversation",
                "organisation",
                "recommendation",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("surfaces", sa.Text(), nullable=False),
        sa.Column("lemmas", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "source_id", name=op.f("uq_search_entries_kind")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("walking", sa.String(length=40), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_table("search_state")
    op.drop_table("search_entries")
    op.execute("DROP TABLE search_words")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_entries_changed()")
