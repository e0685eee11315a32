"""The files of a bundle in the order in which they are loaded, each with the shape of its objects."""

from __future__ import annotations

from civic.boards.models import CallKind
from civic.discussions.models import CommentKind
from civic.forums.models import Ability
from civic.kernel.access import Role
from civic.kernel.words import N_
from civic.meetings.models import MeetingKind
from civic.needs.models import NeedState
from civic.open_data import shapes
from civic.open_data.shapes import Field, Shape, each, objects, optional
from civic.organisations.models import Capacity, Register, Verification
from civic.places.labels import ACCESS
from civic.places.models import Access
from civic.proposals.models import Origin, RelationKind, RelationSource, Stance

ORGANISATIONS = "organisations.jsonl"
PEOPLE = "people.jsonl"
FORUMS = "forums.jsonl"
PROPOSALS = "proposals.jsonl"
COMMENTS = "comments.jsonl"
POSITIONS = "positions.jsonl"
RELATIONS = "relations.jsonl"
THREADS = "threads.jsonl"
PLACES = "places.jsonl"
MEETINGS = "meetings.jsonl"
NOTICES = "notices.jsonl"
CALLS = "calls.jsonl"
NEEDS = "needs.jsonl"
#: Files of a bundle that are not loaded yet.
LATER = (
    "documents.jsonl",
    "consultations.jsonl",
    "remarks.jsonl",
)

_term = (Field("from", shapes.day), optional("to", shapes.day))

#: One of a meeting's minutes.
MINUTE = Shape(
    Field("key", shapes.line(60)),
    Field("text", shapes.text),
    optional("organisation", shapes.key),
    optional("person", shapes.key),
    optional("proposal", shapes.key),
)

SLUG = N_("must be small letters, digits and hyphens, 80 at most.")

SHAPES: dict[str, Shape] = {
    ORGANISATIONS: Shape(
        Field("key", shapes.key),
        Field("name", shapes.line(300)),
        Field("kind", shapes.line(60)),
        Field("register", shapes.one_of(Register)),
        optional("register_no", shapes.line(40)),
        optional("nip", shapes.matching(r"\d{10}", N_("must be ten digits."))),
        optional("regon", shapes.matching(r"\d{9}|\d{14}", N_("must be nine or fourteen digits."))),
        Field("opp", shapes.flag),
        Field("seat", shapes.line(120)),
        optional("district", shapes.line(120)),
        Field("about", shapes.free_text),
        optional(
            "website",
            shapes.matching(
                r"https?://[^\s<>\"]{1,290}", N_("must be an address that begins with http:// or https://.")
            ),
        ),
        each("topics", shapes.line(120)),
        Field("verification", shapes.one_of(Verification)),
    ),
    PLACES: Shape(
        Field("key", shapes.key),
        Field("name", shapes.line(200)),
        Field("kind", shapes.line(80)),
        Field("address", shapes.line(300)),
        optional("district", shapes.free_line(80), str),
        optional("lat", shapes.degrees(49, 55)),
        optional("lon", shapes.degrees(14, 25)),
        Field("accessibility", shapes.free_text),
        optional("host", shapes.free_line(200), str),
        # What other bundles do not hold, so that what this instance knows goes along.
        optional("access", shapes.levels(ACCESS, Access), dict),
        each("offers", shapes.line(40)),
        optional("opening_hours", shapes.free_line(300), str),
        optional("about", shapes.free_text, str),
        optional("closed_at", shapes.moment),
        optional("closed_reason", shapes.free_text, str),
        optional(
            "website",
            shapes.matching(
                r"https?://[^\s<>\"]{1,290}", N_("must be an address that begins with http:// or https://.")
            ),
            str,
        ),
    ),
    PEOPLE: Shape(
        Field("key", shapes.key),
        Field("name", shapes.line(200)),
        Field(
            "email",
            shapes.matching(r"[^@\s]{1,64}@[^@\s]{1,189}", N_("must be an e-mail address.")),
        ),
        optional("platform_role", shapes.one_of(Role)),
        optional("unit", shapes.free_line(200), str),
        objects(
            "memberships",
            Shape(Field("organisation", shapes.key), Field("role", shapes.one_of(Capacity)), *_term),
        ),
    ),
    FORUMS: Shape(
        Field("key", shapes.key),
        Field(
            "slug",
            shapes.matching(
                r"(?!new$)[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?",
                N_("must be small letters, digits and hyphens, 80 at most, and not “new”."),
            ),
        ),
        Field("title", shapes.line(200)),
        Field("summary", shapes.text),
        Field("topic", shapes.free_line(120)),
        optional("body", shapes.free_line(300), str),
        optional("seats_max", shapes.count),
        objects(
            "seats",
            Shape(
                Field("organisation", shapes.key),
                Field("representative", shapes.key),
                optional("deputy", shapes.key),
                *_term,
            ),
        ),
        objects(
            "phases",
            Shape(
                Field("key", shapes.line(60)),
                Field("title", shapes.line(120)),
                Field("opens", shapes.moment),
                Field("closes", shapes.moment),
                each("abilities", shapes.one_of(Ability)),
            ),
        ),
        objects("chapters", Shape(Field("code", shapes.line(60)), Field("title", shapes.line(300)))),
    ),
    THREADS: Shape(
        Field("key", shapes.key),
        Field("forum", shapes.key),
        Field("title", shapes.line(300)),
        Field("body", shapes.text),
        optional("organisation", shapes.key),
        Field("person", shapes.key),
        optional("summary", shapes.free_text, str),
        optional("conclusions", shapes.free_text, str),
        optional("closed_at", shapes.moment),
        Field("at", shapes.moment),
    ),
    PROPOSALS: Shape(
        Field("key", shapes.key),
        Field("forum", shapes.key),
        Field("title", shapes.line(300)),
        Field("body", shapes.text),
        optional("justification", shapes.free_text, str),
        optional("chapter", shapes.line(60)),
        optional("addressee", shapes.free_line(200), str),
        optional("organisation", shapes.key),
        Field("person", shapes.key),
        each("cosigners", shapes.key),
        Field("origin", shapes.one_of(Origin)),
        optional("meeting", shapes.line(80)),
        optional("thread", shapes.key),
        Field("at", shapes.moment),
    ),
    COMMENTS: Shape(
        Field("key", shapes.key),
        optional("proposal", shapes.key),
        optional("thread", shapes.key),
        optional("parent", shapes.key),
        optional("new_argument", shapes.flag, bool),
        optional("organisation", shapes.key),
        Field("person", shapes.key),
        Field("kind", shapes.one_of(CommentKind)),
        Field("body", shapes.text),
        Field("at", shapes.moment),
    ),
    POSITIONS: Shape(
        Field("key", shapes.key),
        Field("proposal", shapes.key),
        Field("organisation", shapes.key),
        Field("person", shapes.key),
        Field("position", shapes.one_of(Stance)),
        optional("reason", shapes.free_text, str),
        Field("at", shapes.moment),
    ),
    RELATIONS: Shape(
        Field("key", shapes.key),
        Field("from", shapes.key),
        Field("to", shapes.key),
        Field("kind", shapes.one_of(RelationKind)),
        Field("source", shapes.one_of(RelationSource)),
    ),
    MEETINGS: Shape(
        Field("key", shapes.key),
        optional("series", shapes.matching(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?", SLUG)),
        optional("series_title", shapes.line(200)),
        Field("title", shapes.line(200)),
        Field("kind", shapes.one_of(MeetingKind)),
        optional("place", shapes.key),
        optional("room", shapes.free_line(300), str),
        optional("forum", shapes.key),
        Field("starts", shapes.moment),
        Field("ends", shapes.moment),
        Field("about", shapes.free_text),
        optional("host", shapes.free_line(200), str),
        objects(
            "agenda", Shape(optional("text", shapes.free_line(200), str), optional("proposal", shapes.key))
        ),
        Field("registration", shapes.flag),
        optional("seats", shapes.count),
        optional("registration_until", shapes.moment),
        optional("cancelled_at", shapes.moment),
        optional("cancelled_reason", shapes.free_text, str),
        optional(
            "uid", shapes.matching(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", N_("must be a UUID."))
        ),
        objects("minutes", MINUTE),
    ),
    NOTICES: Shape(
        Field("key", shapes.key),
        Field("organisation", shapes.key),
        Field("person", shapes.key),
        Field("title", shapes.line(150)),
        Field("body", shapes.text),
        Field("starts_on", shapes.day),
        Field("ends_on", shapes.day),
        optional("starts_at", shapes.clock_time),
        optional("ends_at", shapes.clock_time),
        optional("place", shapes.free_line(200), str),
        optional("district", shapes.free_line(120), str),
        optional("topic", shapes.free_line(60), str),
        optional("audience", shapes.free_line(200), str),
        optional("accessibility", shapes.free_line(300), str),
        optional("link", shapes.free_line(500), str),
        Field("at", shapes.moment),
        Field("shown_at", shapes.moment),
    ),
    CALLS: Shape(
        Field("key", shapes.key),
        Field("title", shapes.line(200)),
        Field("kind", shapes.one_of(CallKind)),
        Field("unit", shapes.line(200)),
        optional("summary", shapes.free_text, str),
        optional("amount", shapes.free_line(120), str),
        Field("opens_on", shapes.day),
        Field("closes_on", shapes.day),
        optional("closes_at", shapes.clock_time),
        Field("link", shapes.line(500)),
        Field("at", shapes.moment),
        optional("changed_at", shapes.moment),
        optional("cancelled_at", shapes.moment),
        optional("cancelled_because", shapes.free_text, str),
    ),
    # The public wording alone: what was typed, addresses and private links stay where they are.
    NEEDS: Shape(
        Field("key", shapes.key),
        Field("state", shapes.one_of(NeedState)),
        Field("title", shapes.line(150)),
        Field("text", shapes.text),
        optional("place", shapes.free_line(300), str),
        optional("unit", shapes.line(200)),
        optional("owner", shapes.free_line(200), str),
        optional("due_on", shapes.day),
        optional("answer", shapes.free_text, str),
        optional("answered_at", shapes.moment),
        optional("thread", shapes.key),
        Field("at", shapes.moment),
        Field("decided_at", shapes.moment),
        Field("published_at", shapes.moment),
        optional("closed_at", shapes.moment),
    ),
}
#: Those that are loaded, in the order of loading: what is referred to comes first.
LOADED = tuple(SHAPES)
