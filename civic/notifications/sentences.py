"""What each event is in words: in the present tense, with the organisation as the subject, so that nobody's gender is guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from civic.contact.models import Side
from civic.discussions.models import CommentKind
from civic.kernel.words import N_, LazyString, day
from civic.moderation.models import Outcome
from civic.notifications import meeting, minutes, terms
from civic.notifications.announced import OUTCOMES as OUTCOMES_OF_NOTICES
from civic.notifications.announced import SENTENCES as OF_BOARDS
from civic.notifications.models import Concern, Frequency, Stand, Why
from civic.proposals.models import AmendmentState, Stance
from civic.recommendations.models import StepKind

if TYPE_CHECKING:
    from civic.notifications.told import Told

#: Event → sentence; it may name %(who)s and %(title)s.
SENTENCES: dict[str, LazyString] = {
    **OF_BOARDS,
    "ProposalMade": N_("%(who)s proposes: “%(title)s”"),
    "ProposalRevised": N_("The text of the proposal was changed"),
    "ProposalWithdrawn": N_("%(who)s withdraws the proposal"),
    "PositionTaken": N_("%(who)s takes a position"),
    "ProposalsRelated": N_("It was related to another proposal"),
    "ProposalMerged": N_(
        "The proposal was merged into another one; those behind either can object for seven days, on the page of the merge"
    ),
    "MergeUndone": N_("A merge was undone: the proposal stands by itself again"),
    "StanceAsked": N_(
        "Your organisation took different positions on what was merged here: say which one holds, by taking one"
    ),
    "MergeObjected": N_("%(who)s objects to the merge with another proposal"),
    "ObjectionAnswered": N_("The merge stands; the answer to the objection is on the page of the merge"),
    "ProposalSplitOff": N_("Moderators made a proposal of a comment, in its author's words"),
    "ProposalPutBack": N_("What was made a proposal is a comment again, with its answers"),
    "ProposalMoved": N_("The proposal was moved to another forum; the reason stands on its page"),
    "ConversationMoved": N_("The conversation was moved to another forum; the reason stands on its page"),
    "CommentMade": N_("%(who)s comments"),
    "CommentEdited": N_("The comment was changed, as you asked"),
    "Mentioned": N_("%(who)s asks your organisation to answer"),
    "ConversationOpened": N_("%(who)s opens a conversation: “%(title)s”"),
    "ConversationClosed": N_("The conversation is closed; its conclusions stand above it"),
    "ConversationHidden": N_("A moderator hid the conversation; the reason stands on its page"),
    "ConversationRestored": N_("The hidden conversation can be read again"),
    "AmendmentDecided": N_("An amendment was decided"),
    "SignatureInvited": N_("%(who)s invites your organisation to sign"),
    "SignatureOffered": N_("%(who)s wants to sign the proposal too"),
    "SigningDeclined": N_("A signature was declined"),
    "ProposalSigned": N_("The proposal has another signature"),
    "SignatureWithdrawn": N_("%(who)s takes its signature back"),
    "ConversationSummarised": N_("The conversation has a new summary"),
    "ConversationReopened": N_("The conversation goes on"),
    **dict.fromkeys(
        ("ProposalDecided", "CommentDecided", "ConversationDecided", "ReviewCommentModerated"),
        N_("Moderators decided about what you said; the reason stands in the decision"),
    ),
    "ProposalHidden": N_("A moderator hid the proposal; the reason stands on its page"),
    "ProposalRestored": N_("The hidden proposal can be read again"),
    "CommentHidden": N_("A moderator hid your comment; the reason stands in its place"),
    "CommentRestored": N_("Your hidden comment can be read again"),
    **dict.fromkeys(
        ("ProposalHeld", "CommentHeld", "ConversationHeld"),
        N_("%(who)s speaks here for the first time; it waits for a look"),
    ),
    "ProposalApproved": N_("Moderators let your proposal through: everybody can read it"),
    "CommentApproved": N_("Moderators let your comment through: everybody can read it"),
    "ConversationApproved": N_("Moderators let your conversation through: everybody can read it"),
    "ReportMade": N_("A breach was reported; it waits for a decision"),
    "AppealMade": N_("An appeal waits for another person than the first"),
    "AppealDecided": N_("The decision was confirmed; the reason stands beside the appeal"),
    "SecondSignatureAsked": N_("An act waits for a second signature"),
    "SecondSignatureAnswered": N_("The second signature was refused; the reason stands beside it"),
    "WritingLimited": N_(
        "Moderators decided that what you write waits for a look; the reason stands on your start page"
    ),
    "WritingSuspended": N_(
        "Moderators decided that you cannot add anything for now; the reason stands on your start page"
    ),
    "WritingFreed": N_("Moderators lifted what was imposed on your account"),
    "EntryMade": N_("The office entered something in the name of your organisation; say whether it is yours"),
    "EntryWithdrawn": N_("The office took back what it had entered in the name of your organisation"),
    "EntryKept": N_("Moderators looked at your objection: what was entered stays where it is"),
    "ForumOpened": N_("The forum is open, with a seat for your organisation"),
    "ForumClosed": N_("The forum was closed; the reason stands on its page"),
    "ForumReopened": N_("The forum works again"),
    "PhaseAdded": N_("The timetable has a new phase"),
    "PhaseMoved": N_("A phase got other dates"),
    "PhaseRemoved": N_("A phase was taken out of the timetable"),
    "CallAnnounced": N_("The call to the table changed"),
    "SeatGiven": N_("Your organisation got a seat at the table"),
    "SeatChanged": N_("Other people sit at your organisation's seat"),
    "SeatEnded": N_("The last day of your organisation's seat changed"),
    "DeclarationMade": N_("A declaration of participation waits for a decision"),
    "ContributionsSetAside": N_(
        "What you or your organisation said is not to be included; read why, and object within seven days"
    ),
    **dict.fromkeys(
        ("ContributionTakenBack", "ContributionsTakenBack"),
        N_("What you or your organisation said is no longer set aside; the editors decide it again"),
    ),
    "AsideObjected": N_("An objection to leaving a contribution out waits for an answer"),
    "AsideObjectionAnswered": N_("The editors answered the objection to leaving a contribution out"),
    "ReviewOpened": N_("The draft of the recommendations is open for comments, paragraph by paragraph"),
    "ReviewAnswered": N_("The editors answered a comment on the draft of the recommendations"),
    "ReviewCommentBroughtBack": N_("A moderator shows a comment on the draft again"),
    "ReviewCommentHidden": N_("A moderator hid a comment on the draft; the reason stands in its place"),
    "BallotOpened": N_("The vote on the recommendations has begun; each seat has one vote"),
    "BallotClosed": N_("The vote on the recommendations is over; the result stands on its page"),
    "IssuePublished": N_("Recommendations were published: see what became of the proposals"),
    "AnswerPublished": N_("The city answered a recommendation in which your voice stands"),
    "AnswerChanged": N_("The city changed its answer to a recommendation in which your voice stands"),
    "ImplementationReported": N_(
        "The city told how far it is with a recommendation in which your voice stands"
    ),
    "AnswersDue": N_("The last day for the city's answers is near: %(until)s"),
    "HandoverStepRecorded": N_("The recommendations were handed over to the unit of the city"),
    "OpinionAwaited": N_("The days for the council's opinion on the recommendations end soon"),
    "OpinionSilent": N_("The days for the council's opinion are over; silence is a waiver"),
    "RedactionAsked": N_(
        "Words are to be removed from published recommendations; a second person must agree"
    ),
    "RedactionRefused": N_("The words in the published recommendations stay; the reason stands on the page"),
    "IssueRedacted": N_("Words were removed from published recommendations, as the law demands"),
    "ContactOpened": N_("An organisation wrote to the office"),
    "ContactWritten": N_("The organisation wrote in this matter"),
    "ContactClosed": N_("The other side closed this matter"),
    "ContactHandedOver": N_("This matter was handed over to you"),
    "OrganisationRegistered": N_("A new organisation was registered"),
    "ClaimMade": N_("A request waits for a decision"),
    "ClaimOpposed": N_("An organisation objects to a request"),
    "CodeConfirmed": N_("The code from the register came back"),
    **meeting.SENTENCES,
    **minutes.SENTENCES,
    **terms.SENTENCES,
}
#: What a comment of each kind is.
COMMENTS: dict[CommentKind, LazyString] = {
    CommentKind.VOICE: N_("%(who)s comments"),
    CommentKind.FOR: N_("%(who)s gives an argument for"),
    CommentKind.AGAINST: N_("%(who)s gives an argument against"),
    CommentKind.QUESTION: N_("%(who)s asks"),
    CommentKind.AMENDMENT: N_("%(who)s suggests another wording"),
}
STANCES: dict[Stance, LazyString] = {
    Stance.SUPPORT: N_("%(who)s supports it"),
    Stance.RESERVATIONS: N_("%(who)s supports it with reservations"),
    Stance.ABSTAIN: N_("%(who)s abstains"),
    Stance.AGAINST: N_("%(who)s is against"),
}
AMENDMENTS: dict[str, LazyString] = {
    AmendmentState.ACCEPTED: N_("The amendment was accepted: the proposal has a new text"),
    AmendmentState.REJECTED: N_("The amendment was not accepted; the reason stands beside it"),
    AmendmentState.FORUM: N_("The amendment was left to the forum"),
    AmendmentState.OUTDATED: N_("The text says already what the amendment asked for"),
}
HANDOVER: dict[str, LazyString] = {
    StepKind.ASKED: N_("The recommendations were given to the council (KRDPP) for its opinion"),
    StepKind.OPINION: N_("The council (KRDPP) gave its opinion on the recommendations"),
    StepKind.WAIVED: N_("The council (KRDPP) gave up its opinion on the recommendations"),
    StepKind.TAKEN: N_("The unit of the city took the recommendations"),
}
#: Event → the fact that says which sentence it is, and those sentences.
BY_FACT: dict[str, tuple[str, dict[str, LazyString]]] = {
    "AmendmentDecided": ("state", AMENDMENTS),
    "HandoverStepRecorded": ("kind", HANDOVER),
    "NoticeDecided": ("outcome", OUTCOMES_OF_NOTICES),
    "MeetingPlaceChanged": ("change", meeting.PLACES),
}
_OVERTURNED = N_("The decision was taken back after an appeal")
_SIGNED = N_("The second signature was given: it is done")
_ANSWER = N_("%(who)s answers you")
_OFFICE_WROTE = N_("The office wrote to your organisation")
_OVERDUE = N_("The last day for the city's answers has passed: %(until)s")
_NEWCOMER = N_("%(who)s speaks here for the first time")

CONCERNS: dict[Concern, tuple[LazyString, LazyString]] = {
    Concern.REPLIES: (N_("Answers to you"), N_("Somebody answers your comment or names your organisation.")),
    Concern.OWN: (
        N_("What you and your organisation said"),
        N_("Comments and positions on your proposals, changes of what you took a position on."),
    ),
    Concern.FOLLOWED: (N_("What you follow"), N_("Forums, proposals and organisations that you chose.")),
    Concern.DATES: (N_("Dates and seats"), N_("Phases that open or move, seats at the table, calls.")),
    Concern.PUBLISHED: (N_("Published recommendations"), N_("And what became of the proposals in them.")),
    Concern.DECISIONS: (N_("Decisions of moderators"), N_("About what you said, with the reason.")),
    Concern.BULLETINS: (N_("Messages of the office"), N_("What the office writes to organisations.")),
    Concern.OFFICE: (N_("Moderation"), N_("First contributions, organisations and requests that wait.")),
}
FREQUENCIES: dict[Frequency, LazyString] = {
    Frequency.NOW: N_("At once"),
    Frequency.DAILY: N_("Once a day"),
    Frequency.WEEKLY: N_("Once a week"),
    Frequency.NONE: N_("Never"),
}
STANDS: dict[Stand, LazyString] = {Stand.FOLLOWING: N_("followed"), Stand.MUTED: N_("muted")}
WHYS: dict[Why, LazyString] = {
    Why.REPLIED: N_("because it answers you"),
    Why.MENTIONED: N_("because it names your organisation"),
    Why.AUTHOR: N_("because it is about what you or your organisation said"),
    Why.POSITION: N_("because your organisation took a position on it"),
    Why.FOLLOWS: N_("because you follow it"),
    Why.FOLLOWS_AUTHOR: N_("because you follow the organisation"),
    Why.SEATED: N_("because you sit at the table of the forum"),
    Why.INVITED: N_("because your organisation was invited"),
    Why.ON_DUTY: N_("because of your role"),
}


def sentence(told: Told, why: Why, who: str, title: str) -> str:
    """What happened, for one who is told for that reason, in the language of the moment."""
    wording = SENTENCES[told.name]
    if told.name == "CommentMade":
        wording = COMMENTS[CommentKind(told.facts["kind"])]
        if why is Why.REPLIED:
            wording = _ANSWER
    elif told.name == "PositionTaken":
        wording = STANCES[Stance(told.facts["stance"])]
    elif told.name in BY_FACT:
        fact, wordings = BY_FACT[told.name]
        wording = wordings.get(told.facts[fact], wording)
    elif told.name == "AppealDecided" and told.facts["outcome"] == Outcome.OVERTURNED:
        wording = _OVERTURNED
    elif told.name == "SecondSignatureAnswered" and told.facts.get("given"):
        wording = _SIGNED
    elif told.name in terms.SENTENCES:
        return terms.sentence(told)
    elif told.name == "MeetingMoved":
        return meeting.moved(told)
    elif told.name in {"ContactOpened", "ContactWritten"} and told.facts.get("side") == Side.OFFICE:
        wording = _OFFICE_WROTE
    elif told.name == "AnswersDue":
        until = day(date.fromisoformat(told.facts["until"]))
        return str(wording if told.facts["mark"] else _OVERDUE).replace("%(until)s", until)
    if why is Why.ON_DUTY and told.name in {"CommentMade", "ProposalMade", "ConversationOpened"}:
        wording = _NEWCOMER
    return str(wording).replace("%(who)s", who).replace("%(title)s", title)
