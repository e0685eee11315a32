"""What is kept about one person: a table of sections, each of which says whose words it holds and how to read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from civic.kernel import words
from civic.kernel.words import N_
from civic.open_data import (
    own_agreeing,
    own_appeals,
    own_contact,
    own_desk,
    own_meetings,
    own_needs,
    own_reports,
)
from civic.open_data import own_rows as rows
from civic.open_data import own_talk as talk
from civic.open_data import own_weighing as weighing
from civic.open_data.own_left_out import NOT_IN_THE_COPY as NOT_IN_THE_COPY
from civic.open_data.own_notices import SECTION as NOTICES
from civic.open_data.own_shape import (
    DAY,
    KIND,
    ORGANISATION,
    PLACE,
    REASON,
    STATE,
    TEXT,
    TITLE,
    UNTIL,
    UNTIL_DELETED,
    WITH_THE_RECORD,
)
from civic.open_data.own_shape import Row as Row
from civic.open_data.own_shape import Section as Section

#: A later slice that keeps something about people adds a line here.
SECTIONS: tuple[Section, ...] = (
    Section(
        "profile",
        N_("Profile"),
        {
            "name": N_("First name and surname"),
            "email": N_("E-mail address"),
            "role": N_("Role"),
            "unit": N_("Unit of the city"),
            "language": N_("Language of pages and letters"),
            "name_shown": N_("Name shown beside the organisation"),
            "created_at": N_("Account opened"),
            "address_confirmed_at": N_("Address confirmed"),
            "suspended_at": N_("Suspended since"),
            "restrained": N_("What moderators imposed on the account"),
            "restrained_until": N_("Imposed until"),
            "has_password": N_("A password is set"),
            "app_since": N_("Authenticator app since"),
            "provider": N_("Account at the city's provider"),
            "wished_address": N_("Address that waits for confirmation"),
            "start_seen_at": N_("Last visit of the start page"),
        },
        rows.profile,
        ("address_changes.user_id",),
        UNTIL_DELETED,
    ),
    Section(
        "memberships",
        N_("Places in organisations"),
        {
            "organisation": ORGANISATION,
            "place": PLACE,
            "function": N_("Function"),
            "from": N_("From"),
            "until": UNTIL,
            "confirmed_at": N_("Mandate confirmed"),
            "mandate_until": N_("Mandate until"),
        },
        rows.memberships,
        ("memberships.user_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "invitations",
        N_("Invitations to you"),
        {"organisation": ORGANISATION, "place": PLACE, "sent_at": N_("Sent"), "state": STATE},
        rows.invitations,
    ),
    Section(
        "claims",
        N_("Requests to the moderators"),
        {
            "organisation": ORGANISATION,
            "kind": KIND,
            "place": PLACE,
            "statement": N_("Your statement"),
            "sent_at": N_("Sent"),
            "granted": N_("Granted"),
            "decided_at": N_("Decided"),
            "reason": N_("Reason of the decision"),
            "objection": N_("What the organisation said against it"),
        },
        rows.claims,
        ("claims.user_id", "register_codes.user_id"),
        UNTIL_DELETED,
    ),
    Section(
        "proposals",
        N_("Proposals"),
        {
            "label": N_("Number"),
            "forum": N_("Forum"),
            "organisation": ORGANISATION,
            "revision": N_("Revision"),
            "title": TITLE,
            "text": TEXT,
            "justification": N_("Justification"),
            "effect": N_("The expected effect"),
            "cost": N_("The cost"),
            "note": N_("What changed"),
            "at": DAY,
            "state": STATE,
            "hidden_reason": N_("Why it is hidden"),
        },
        rows.revisions,
        ("proposals.person_id", "revisions.by_id"),
        WITH_THE_RECORD,
    ),
    Section(
        "comments",
        N_("Comments"),
        {
            "label": N_("Number"),
            "organisation": ORGANISATION,
            "kind": KIND,
            "text": TEXT,
            "at": DAY,
            "hidden_reason": N_("Why it is hidden"),
        },
        rows.comments,
        ("comments.person_id",),
        WITH_THE_RECORD,
    ),
    *talk.SECTIONS,
    Section(
        "positions",
        N_("Positions"),
        {
            "proposal": N_("Proposal"),
            "organisation": ORGANISATION,
            "stance": N_("Position"),
            "reason": REASON,
            "at": DAY,
            "replaced_at": N_("Replaced"),
        },
        rows.positions,
        ("positions.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "amendments",
        N_("Amendments"),
        {
            "proposal": N_("Proposal"),
            "comment": N_("Comment"),
            "part": N_("What it words otherwise"),
            "text": TEXT,
            "state": STATE,
            "reason": N_("Reason of the decision"),
        },
        weighing.amendments,
        (),
        WITH_THE_RECORD,
    ),
    Section(
        "agreements",
        N_("Proposals you agree with as a resident"),
        {"proposal": N_("Proposal"), "at": DAY},
        weighing.agreements,
        ("resident_agreements.person_id",),
        N_("Until you take it back. After you delete your account it counts without your name."),
    ),
    Section(
        "planned_positions",
        N_("Positions prepared for a board"),
        {
            "proposal": N_("Proposal"),
            "organisation": ORGANISATION,
            "stance": N_("Position"),
            "reason": REASON,
            "at": DAY,
            "closed_at": N_("Sent or discarded"),
        },
        weighing.planned,
        ("planned_positions.person_id",),
        N_("A while after it was sent or discarded, together with what the board noted."),
    ),
    own_desk.SECTION,
    NOTICES,
    *own_agreeing.SECTIONS,
    Section(
        "unsent_texts",
        N_("Texts that you have not sent"),
        {"place": N_("Address of the form"), "text": TEXT, "saved_at": N_("Kept")},
        rows.unsent_texts,
        ("unsent_texts.user_id",),
        N_("Until you send or delete them, and no longer than the time the instance keeps them."),
    ),
    Section(
        "decisions",
        N_("Decisions of moderators on what you said"),
        {"thing": N_("What"), "act": N_("Act"), "ground": N_("Ground"), "reason": REASON, "at": DAY},
        rows.decisions,
        ("decisions.person_id",),
        WITH_THE_RECORD,
    ),
    own_reports.SECTION,
    own_needs.SECTION,
    own_appeals.SECTION,
    own_contact.SECTION,
    own_meetings.SECTION,
    Section(
        "seats",
        N_("Seats in forums"),
        {
            "forum": N_("Forum"),
            "organisation": ORGANISATION,
            "place": PLACE,
            "from": N_("From"),
            "until": UNTIL,
        },
        rows.seats,
        ("seats.representative_id", "seats.deputy_id"),
        WITH_THE_RECORD,
    ),
    Section(
        "declarations",
        N_("Declarations of participation"),
        {
            "forum": N_("Forum"),
            "organisation": ORGANISATION,
            "statement": N_("Statement"),
            "made_at": DAY,
            "state": STATE,
            "reason": N_("Reason of the decision"),
        },
        rows.declarations,
        ("declarations.representative_id", "declarations.deputy_id", "declarations.made_by_id"),
        WITH_THE_RECORD,
    ),
    Section(
        "files",
        N_("Files you brought"),
        {
            "number": N_("Number"),
            "name": N_("Name"),
            "size": N_("Size in bytes"),
            "sha256": N_("Digest (SHA-256)"),
            "at": DAY,
            "deleted_at": N_("Deleted"),
        },
        rows.files,
        (),
        UNTIL_DELETED,
    ),
    Section(
        "sessions",
        N_("Where you are signed in"),
        {"device": N_("Device"), "since": N_("Since"), "last_seen": N_("Last seen")},
        rows.sessions,
        ("sessions.user_id",),
        N_("Twelve hours."),
    ),
    Section(
        "passkeys",
        N_("Passkeys and recovery codes"),
        {"name": N_("Name"), "since": N_("Since"), "used_at": N_("Last used")},
        rows.passkeys,
        ("passkeys.user_id", "recovery_codes.user_id"),
        UNTIL_DELETED,
    ),
    Section(
        "links",
        N_("One-time links that were sent to you"),
        {"purpose": N_("What for"), "since": N_("Sent"), "until": N_("Valid until"), "used_at": N_("Used")},
        rows.links,
        ("tokens.user_id",),
        N_("Until they expire."),
    ),
    Section(
        "letters",
        N_("Letters to you"),
        {"kind": KIND, "written_at": N_("Written"), "sent_at": N_("Sent")},
        rows.letters,
    ),
    Section(
        "received_mails",
        N_("Your answers by e-mail"),
        {"at": DAY, "outcome": N_("What came of it"), "comment": N_("Comment")},
        rows.received_mails,
        ("received_mails.person_id",),
    ),
    Section(
        "following",
        N_("What you follow, and how you chose to hear of it"),
        {"what": N_("What"), "how": N_("How"), "bond": N_("How it came"), "at": DAY},
        rows.following,
        ("subscriptions.person_id", "preferences.person_id", "habits.person_id"),
        UNTIL_DELETED,
    ),
    Section(
        "queue_keys",
        N_("Your keys in the moderation queue"),
        {"on": N_("Single-key shortcuts"), "keys": N_("Keys")},
        rows.queue_keys,
        ("key_habits.person_id",),
        UNTIL_DELETED,
    ),
    Section(
        "notifications",
        N_("What you were told"),
        {
            "number": N_("Number"),
            "kind": KIND,
            "subject": N_("Concerning"),
            "why": REASON,
            "at": DAY,
            "read_at": N_("Read"),
            "sent_at": N_("Sent"),
        },
        rows.notifications,
        ("notifications.person_id", "deliveries.person_id"),
        N_("Half a year after you have read it, or until you delete your account."),
    ),
    Section(
        "acts",
        N_("What administrators did to your account"),
        {"act": N_("Act"), "from": N_("Before"), "to": N_("After"), "reason": REASON, "at": DAY},
        rows.acts,
        ("account_acts.user_id",),
        UNTIL_DELETED,
    ),
    Section(
        "contact_read",
        N_("When others read your address or your organisation's contact"),
        {"what": N_("What"), "at": DAY},
        rows.contact_read,
    ),
    Section(
        "events",
        N_("Your acts in the log"),
        {"number": N_("Number"), "at": DAY, "name": N_("What"), "subject": N_("Concerning")},
        rows.acts_in_the_log,
        (),
        N_("As long as the instance: the log holds numbers, no names and no texts."),
    ),
)


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime | date) else value


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, rows.Coded):
        return str(value.label)
    if isinstance(value, bool):
        return str(N_("yes") if value else N_("no"))
    if isinstance(value, datetime):
        return words.day_and_time(value)
    if isinstance(value, date):
        return words.day(value)
    return "" if value is None else str(value)
