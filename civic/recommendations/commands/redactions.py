"""Words removed from a published edition where the law demands it: asked for by one person, done by another, never silently."""

from __future__ import annotations

from collections.abc import Sequence

from civic.documents.document import Document
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.recommendations import beside, files, queries
from civic.recommendations.handing_events import IssueRedacted, RedactionAsked, RedactionRefused
from civic.recommendations.models import Issue, Redaction
from civic.recommendations.placing import person
from civic.recommendations.readying import as_text, sealed
from civic.recommendations.redacting import SHORTEST, Removal, redacted, redacted_json, with_note


def ask_redaction(issue: Issue, *, words: str, ground: str, by: Actor) -> Redaction:
    """Ask that words be removed from an edition; nothing changes until another person agrees.

    Raises:
        Refused: without a ground, for too short words, or words that the edition does not hold.
    """
    authorize(by, Permission.REDACT_ISSUE, issue)
    words, ground = " ".join(clean_text(words).split()), clean_line(ground)
    if not ground:
        raise Refused("redaction.ground", N_("Name the provision that demands it."))
    if len(words) < SHORTEST:
        raise Refused("redaction.short", N_("Give at least three letters of what is to be removed."))
    removal = Removal(words, ground)
    redacted(files.document_of(issue), removal)
    if not removal.places:
        raise Refused(
            "redaction.nowhere", N_("These words do not stand in the edition. Copy them from its page.")
        )
    asked = Redaction(
        issue=issue,
        ground=ground,
        words=words,
        places=removal.places,
        asked_by_id=person(by),
        asked_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    record(RedactionAsked(issue=issue.number, forum=issue.forum_id, redaction=asked.id, by=by.id))
    return asked


def redact(asked: Redaction, *, by: Actor) -> Sequence[Issue]:
    """Remove the words from the edition, from every other of its forum that holds them, and from all that is kept beside them.

    Then the words themselves are forgotten. Returns the editions, the one that was asked about first; each
    gets another fingerprint, and the one it was published with stays in the record and in the document.

    Raises:
        Refused: to whoever asked for it, and when it was answered already.
    """
    authorize(by, Permission.ANSWER_REDACTION, asked.issue)
    _refuse_answering(asked, by)
    words, ground = asked.words, asked.ground
    editions = sorted(queries.issues_of(asked.issue.forum), key=lambda each: each is not asked.issue)
    # Read before anything is written: a file that is not there yet is made outside the transaction.
    documents = [files.document_of(issue) for issue in editions]
    done = []
    for issue, document in zip(editions, documents, strict=True):
        removal = Removal(words, ground)
        without = redacted(document, removal)
        if removal.places:
            _redact(issue, without, asked if issue is asked.issue else _same(asked, issue), removal, by)
            done.append(issue)
    beside.remove(editions, Removal(words, ground))
    return done


def _same(asked: Redaction, issue: Issue) -> Redaction:
    """The same removal, by the same two persons, written down with another edition."""
    same = Redaction(
        issue=issue, ground=asked.ground, words="", asked_by_id=asked.asked_by_id, asked_at=asked.asked_at
    )
    db.session.add(same)
    db.session.flush()
    return same


def _redact(issue: Issue, document: Document, asked: Redaction, removal: Removal, by: Actor) -> None:
    now, old = clock.now(), issue.sha256
    day = clock.today(now).strftime("%d.%m.%Y")
    document = with_note(document, removal, day=day, original=old)
    if document.edition is None:
        raise RuntimeError("a published edition without its mark")
    document = sealed(document, document.edition)
    issue.document, issue.snapshot = as_text(document), redacted_json(issue.snapshot, removal)
    issue.sha256 = document.edition.sha256 if document.edition else ""
    issue.title = document.title
    asked.words, asked.places = "", removal.places
    asked.old_sha256, asked.new_sha256 = old, issue.sha256
    asked.answered_by_id, asked.answered_at = person(by), now
    record(
        IssueRedacted(
            issue=issue.number,
            forum=issue.forum_id,
            redaction=asked.id,
            old_sha256=old,
            new_sha256=issue.sha256,
            places=removal.places,
            by=by.id,
        )
    )


def refuse_redaction(asked: Redaction, *, reason: str, by: Actor) -> None:
    """Leave the edition as it is, with the reason; the words that were to be removed are forgotten here.

    Raises:
        Refused: without a reason, to whoever asked for it, and when it was answered already.
    """
    authorize(by, Permission.ANSWER_REDACTION, asked.issue)
    _refuse_answering(asked, by)
    reason = clean_text(reason)
    if not reason:
        raise Refused("redaction.reason", N_("Say why the words stay."))
    asked.words, asked.refusal = "", reason
    asked.answered_by_id, asked.answered_at = person(by), clock.now()
    record(
        RedactionRefused(issue=asked.issue_number, forum=asked.issue.forum_id, redaction=asked.id, by=by.id)
    )


def _refuse_answering(asked: Redaction, by: Actor) -> None:
    if not asked.waits:
        raise Refused("redaction.answered", N_("Somebody answered this already."))
    if asked.asked_by_id == by.id:
        raise Refused("redaction.alone", N_("Another person than the one who asked must agree."))
