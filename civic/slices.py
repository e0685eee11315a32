"""The map of the site: every blueprint with its address, the main navigation, and which slice fills which panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.views import bp as accounts
from civic.accounts.views.writing import unsent_panel
from civic.answers import views as answers
from civic.boards import views as boards
from civic.bulletins.views import bp as bulletins
from civic.contact.views import bp as contact
from civic.discussions import views as discussions
from civic.forums.views import bp as forums
from civic.gallery.views import bp as gallery
from civic.gatherings import views as gatherings
from civic.home import views as home
from civic.insight import views as insight
from civic.kernel.words import N_
from civic.log.views import bp as log
from civic.meetings import views as meetings
from civic.minutes import views as minutes
from civic.moderation import views as moderation
from civic.needs import views as needs
from civic.notifications import views as notifications
from civic.open_data import views as open_data
from civic.organisations.views import bp as organisations
from civic.organisations.views.pages import of_person
from civic.papers import views as papers
from civic.places.views import bp as places
from civic.polls import views as polls
from civic.proposals import views as proposals
from civic.recommendations import views as recommendations
from civic.texts import views as texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Blueprint

#: Modules whose import defines the rules of permissions, from the lowest slice up.
POLICIES = tuple(
    f"civic.{name}.policies"
    for name in (
        "accounts",
        "texts",
        "organisations",
        "places",
        "forums",
        "discussions",
        "proposals",
        "recommendations",
        "answers",
        "meetings",
        "contact",
        "needs",
        "polls",
        "minutes",
        "boards",
        "gatherings",
        "moderation",
        "replies",
        "insight",
        "bulletins",
        "open_data",
        "log",
    )
)

BLUEPRINTS: list[tuple[Blueprint, str | None]] = [
    (accounts, None),
    (answers.bp, None),
    (boards.bp, None),
    (bulletins, None),
    (contact, None),
    (discussions.bp, None),
    (forums, None),
    (gallery, None),
    (gatherings.bp, None),
    (home.bp, None),
    (insight.bp, None),
    (log, None),
    (meetings.bp, None),
    (minutes.bp, None),
    (moderation.bp, None),
    (needs.bp, None),
    (notifications.bp, None),
    (open_data.api.bp, None),
    (open_data.bp, None),
    (organisations, None),
    (papers.bp, None),
    (places, None),
    (polls.bp, None),
    (proposals.bp, None),
    (recommendations.bp, None),
    (texts.bp, None),
]

#: (label, endpoint, addresses that belong to it)
NAVIGATION: list[tuple[Any, str, tuple[str, ...]]] = [
    (N_("Forums"), "forums.index", ("/forums", "/threads", "/comments", "/proposals", "/p", "/c")),
    (
        N_("Recommendations"),
        "recommendations.index",
        ("/recommendations", "/issues", "/desk", "/r", "/reviews", "/votes"),
    ),
    (N_("Answers"), "answers.index", ("/answers", "/needs")),
    (
        N_("Meetings"),
        "meetings.index",
        ("/meetings", "/series", "/calendar", "/places", "/polls", "/gatherings", "/g", "/minutes", "/said"),
    ),
    (N_("Organisations"), "organisations.index", ("/organisations",)),
]

#: A page of a lower slice shows what only an upper one knows: {{ panel('proposal.story', proposal) }}.
PANELS: dict[str, Callable[..., Any]] = {
    "follow": notifications.panel,
    "answers.late_needs": needs.panels.late,
    "answers.late_questions": minutes.panels.late,
    "call.moderation": moderation.posting_notice,
    "conversation.moderation": moderation.conversation_notice,
    "conversation.moved": moderation.moved_notice,
    "conversation.origin": needs.panels.origin,
    "conversation.proposals": proposals.out_of,
    "desk.together": recommendations.together.panel,
    "forum.ledger": recommendations.panels.ledger,
    "forum.meetings": meetings.panels.of_forum,
    "forum.paper": recommendations.panels.paper,
    "forum.proposal_count": proposals.count,
    "forum.proposals": proposals.rows,
    "forum.waiting": proposals.waiting,
    "forum.poll": polls.panels.ask,
    "meetings.poll": polls.panels.ask,
    "meeting.minutes": minutes.panels.of_meeting,
    "meeting.papers": papers.of_meeting,
    "frame.bell": notifications.bell,
    "frame.words": texts.frame_words,
    "front.boards": boards.panels.front,
    "front.lead": texts.front_lead,
    "issue.answered": answers.panels.answered,
    "issue.answers": answers.panels.of_issue,
    "issue.agreed": recommendations.agreeing.issue_panel,
    "meeting.gathering": gatherings.panels.of_meeting,
    "meeting.tables": gatherings.panels.tables,
    "notice.moderation": moderation.posting_notice,
    "organisation.figures": home.organisation_figures,
    "organisation.notices": boards.panels.of_organisation,
    "organisation.seats": home.organisation_seats,
    "organisation.second": moderation.organisation_notice,
    "organisation.story": home.organisation_story,
    "person.organisations": of_person,
    "place.displaced": meetings.panels.displaced,
    "place.meetings": meetings.panels.at_place,
    "proposal.moved": moderation.moved_notice,
    "proposal.moderation": moderation.proposal_notice,
    "proposal.said_at": minutes.panels.said_at,
    "proposal.story": answers.thread.story,
    "recommendation.answer": answers.panels.of_recommendation,
    "start.unsent": unsent_panel,
    "proposals.statuses": answers.thread.statuses,
}
