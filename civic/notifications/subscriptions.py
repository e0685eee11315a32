"""The one table that says which event is told to whom, as what, and why; an event of which nobody is told says why not.

A later slice that tells a new event adds a line here and its sentence to `sentences`. The first rule that names a person
counts: from „it concerns you” down to „you follow it”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.notifications import agreeing, audiences, corresponding, meeting, minutes, terms
from civic.notifications.announced import SUBSCRIPTIONS as OF_BOARDS
from civic.notifications.audiences import followers_of, forum_of
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Nobody, Rule, Telling
from civic.notifications.untold import UNTOLD

if TYPE_CHECKING:
    from civic.notifications.told import Told


def proposal(told: Told) -> str:
    """The proposal it is about, also where it is about a comment on it."""
    return f"proposal:{told.proposal.id if told.proposal else 0}"


def place(told: Told) -> str:
    """Where it is talked of: the conversation, or the proposal; of what stands outside of forums the report."""
    if told.owner is None and told.id_of("report"):
        return f"report:{told.id_of('report')}"
    return f"conversation:{told.conversation.id}" if told.conversation else proposal(told)


def forum(told: Told) -> str:
    """The forum in which it happened."""
    return f"forum:{forum_of(told)}"


def issue(told: Told) -> str:
    """The issue that it is about."""
    return f"issue:{told.id_of('issue')}"


def organisation(told: Told) -> str:
    """The organisation that an event of organisations names."""
    return f"organisation:{told.id_of('of') or told.id_of('id')}"


def decision(told: Told) -> str:
    """The decision that it is about, or that an appeal is against."""
    return f"decision:{told.id_of('decision')}"


def signature(told: Told) -> str:
    """An act that waits, or waited, for a second signature."""
    return f"signature:{told.id_of('signature')}"


def acting_organisation(told: Told) -> str:
    """The organisation for which it was done."""
    return f"organisation:{told.organisation_id}"


_followers = Rule(Concern.FOLLOWED, Why.FOLLOWS, followers_of(proposal))
_talking = Rule(Concern.FOLLOWED, Why.FOLLOWS, followers_of(place))
_of_forum = Rule(Concern.FOLLOWED, Why.FOLLOWS, followers_of(forum))
_authors = Rule(Concern.OWN, Why.AUTHOR, audiences.authors)
_cosigners = Rule(Concern.OWN, Why.AUTHOR, audiences.cosigners)
_signer = Rule(Concern.OWN, Why.AUTHOR, audiences.signer)
_named = Rule(Concern.OWN, Why.AUTHOR, audiences.named)
_newcomers = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.moderators_of_newcomers)
_duty = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.on_duty)
_dates = (
    Rule(Concern.DATES, Why.SEATED, audiences.seated),
    Rule(Concern.DATES, Why.FOLLOWS, followers_of(forum)),
)
_decided = Rule(Concern.DECISIONS, Why.AUTHOR, audiences.authors)
_decided_otherwise = Rule(Concern.DECISIONS, Why.AUTHOR, audiences.when_it_changed(audiences.authors))
_decided_otherwise_comment = Rule(
    Concern.DECISIONS, Why.AUTHOR, audiences.when_it_changed(audiences.author_of_comment)
)
_decided_comment = Rule(Concern.DECISIONS, Why.AUTHOR, audiences.author_of_comment)
#: What was asked for is done: whoever asked looks at it.
_asked = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.who_asked_for_it)
_behind_other = (
    Rule(Concern.OWN, Why.AUTHOR, audiences.authors_of_other),
    Rule(Concern.OWN, Why.AUTHOR, audiences.cosigners_of_other),
)
_desk_left = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.editor_of_old_forum)
_seat = Rule(Concern.DATES, Why.SEATED, audiences.at_the_seat)
_deciders = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.deciders_of_appeal)
_A_LETTER = Nobody("a letter of its own tells those whom it concerns")
_ONE_S_OWN = Nobody("it concerns the account of whoever did it; letters tell what its owner must know")
_AT_THE_DESK = Nobody("work at the desk is told when it is published")
_council = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.council)
_second = Rule(Concern.OFFICE, Why.ON_DUTY, audiences.second_persons)
_at_table = Rule(Concern.PUBLISHED, Why.SEATED, audiences.seated)
_readers = Rule(Concern.PUBLISHED, Why.FOLLOWS, followers_of(forum))
_voices = Rule(Concern.PUBLISHED, Why.AUTHOR, audiences.voices_in_issue)
_READING = Nobody("who read what is for the log alone")

SUBSCRIPTIONS: dict[str, Telling | Nobody] = {
    **OF_BOARDS,
    # Proposals
    "ProposalMade": Telling(
        forum,
        (
            Rule(Concern.FOLLOWED, Why.FOLLOWS_AUTHOR, followers_of(acting_organisation)),
            _of_forum,
            _newcomers,
        ),
        joins=proposal,
        public=True,
    ),
    "ProposalHeld": Telling(forum, (_newcomers,)),
    "ProposalRevised": Telling(
        proposal,
        (_asked, Rule(Concern.OWN, Why.POSITION, audiences.position_takers), _cosigners, _followers),
    ),
    "ProposalWithdrawn": Telling(
        proposal,
        (Rule(Concern.OWN, Why.POSITION, audiences.position_takers), _cosigners, _followers),
    ),
    "PositionTaken": Telling(proposal, (_authors, _cosigners, _followers), joins=proposal),
    "ProposalsRelated": Telling(
        proposal, (_authors, Rule(Concern.OWN, Why.AUTHOR, audiences.authors_of_other))
    ),
    "RelationRemoved": Nobody("a relation taken back asks nothing of anybody"),
    "SuggestionRefused": Nobody(
        "that a machine was wrong about two proposals concerns neither of their authors"
    ),
    **dict.fromkeys(
        ("ProposalMerged", "MergeUndone"),
        Telling(proposal, (_authors, *_behind_other, _cosigners, _followers)),
    ),
    "StanceAsked": Telling(proposal, (Rule(Concern.OWN, Why.POSITION, audiences.asked),)),
    "MergeObjected": Telling(proposal, (_authors, *_behind_other, _cosigners, _duty)),
    "ObjectionAnswered": Telling(
        proposal, (Rule(Concern.DECISIONS, Why.AUTHOR, audiences.objector), _authors, *_behind_other)
    ),
    "ProposalSplitOff": Telling(proposal, (_decided, _of_forum)),
    "ProposalPutBack": Telling(place, (_decided_comment,)),
    # Conversations and what is done with comments
    "ConversationOpened": Telling(
        forum,
        (
            Rule(Concern.FOLLOWED, Why.FOLLOWS_AUTHOR, followers_of(acting_organisation)),
            _of_forum,
            _newcomers,
        ),
        joins=place,
        public=True,
    ),
    "ConversationHeld": Telling(forum, (_newcomers,)),
    **dict.fromkeys(
        ("ConversationSummarised", "ConversationClosed", "ConversationReopened"),
        Telling(place, (_authors, _talking)),
    ),
    "CommentMade": Telling(
        place,
        (
            Rule(Concern.REPLIES, Why.REPLIED, audiences.replied_to),
            _authors,
            _talking,
            _newcomers,
        ),
        joins=place,
    ),
    "CommentHeld": Telling(place, (_newcomers,)),
    "Mentioned": Telling(place, (Rule(Concern.REPLIES, Why.MENTIONED, audiences.mentioned),)),
    "MentionPutAside": Nobody("whoever asked sees on the page that it waits for nobody any more"),
    "ProposalDrawn": Nobody("the proposal itself is told as it is made"),
    **dict.fromkeys(
        ("CommentDeleted", "CommentAgreed"),
        Nobody("a corrected word, a word taken back or a number that grows by one is no news"),
    ),
    "CommentEdited": Telling(place, (_asked,)),
    "ArgumentMarked": Nobody("it changes how the ledger counts, and nothing that was said"),
    "AmendmentMade": Nobody("the comment that carries its reason is told"),
    "AmendmentDecided": Telling(
        proposal, (Rule(Concern.REPLIES, Why.AUTHOR, audiences.author_of_comment), _followers)
    ),
    "PositionConfirmed": Nobody("the position is the same; the page tells for which version it stands"),
    "SignatureInvited": Telling(proposal, (_signer,)),
    "SignatureOffered": Telling(proposal, (_authors,)),
    "SigningDeclined": Telling(proposal, (_authors, _signer)),
    "ProposalSigned": Telling(proposal, (_authors, _signer, _followers)),
    "SignatureWithdrawn": Telling(proposal, (_authors,)),
    "FileAttached": Nobody("the page shows it; whoever follows the proposal is told of its text"),
    "AttachmentRemoved": Nobody("the page no longer shows it"),
    "ResidentAgreed": Nobody("a number that grows by one asks nothing of anybody"),
    **dict.fromkeys(
        ("PositionPlanned", "BoardLinkMade", "BoardLinkRevoked", "BoardNoted", "PlanClosed"),
        Nobody("what a board talks over is for its organisation alone, which sees it on its own page"),
    ),
    # Moderation
    "ProposalDecided": Telling(proposal, (_decided_otherwise,)),
    "CommentDecided": Telling(place, (_decided_otherwise_comment,)),
    "ConversationDecided": Telling(place, (_decided_otherwise,)),
    "ProposalHidden": Telling(proposal, (_decided,)),
    "ProposalRestored": Telling(proposal, (_decided,)),
    "ProposalApproved": Telling(proposal, (_decided,)),
    "ProposalMoved": Telling(
        proposal,
        (_decided, Rule(Concern.DECISIONS, Why.AUTHOR, audiences.authors_of_merged), _desk_left, _followers),
    ),
    "ConversationMoved": Telling(place, (_decided, _talking)),
    "CommentHidden": Telling(place, (_decided_comment,)),
    "CommentRestored": Telling(place, (_decided_comment,)),
    "CommentApproved": Telling(place, (_decided_comment,)),
    "ConversationHidden": Telling(place, (_decided,)),
    "ConversationRestored": Telling(place, (_decided,)),
    **dict.fromkeys(
        ("WritingLimited", "WritingSuspended", "WritingFreed"),
        Telling(decision, (Rule(Concern.DECISIONS, Why.AUTHOR, audiences.account_owner),)),
    ),
    "ConversationApproved": Telling(place, (_decided,)),
    "ReportMade": Telling(place, (Rule(Concern.OFFICE, Why.ON_DUTY, audiences.on_duty_besides_its_makers),)),
    "ReportSettled": Nobody("a letter tells whoever reported it; nobody else learns who that was"),
    "AppealMade": Telling(decision, (_deciders,)),
    "AppealDecided": Telling(
        decision,
        (
            Rule(Concern.DECISIONS, Why.AUTHOR, audiences.sides_of_appeal),
            Rule(Concern.OFFICE, Why.ON_DUTY, audiences.first_decider),
        ),
    ),
    "SecondSignatureAsked": Telling(
        signature, (Rule(Concern.OFFICE, Why.ON_DUTY, audiences.deciders_of_second),)
    ),
    "SecondSignatureAnswered": Telling(
        signature, (Rule(Concern.OFFICE, Why.ON_DUTY, audiences.first_signer),)
    ),
    "EntryEvent": Nobody("it is there for the others to be made from, and is never recorded"),
    "EntryMade": Telling(place, (_named,)),
    "EntryWithdrawn": Telling(place, (_named,)),
    "EntryKept": Telling(place, (_named,)),
    "EntryAnswered": Nobody("an objection stands in the queue; whoever agrees asks nothing"),
    "ScanRead": _READING,
    # Forums
    "ForumOpened": Telling(forum, (Rule(Concern.DATES, Why.SEATED, audiences.seated),)),
    "ForumEdited": Nobody("a corrected description is no news"),
    "ForumClosed": Telling(forum, _dates, public=True),
    "ForumReopened": Telling(forum, _dates, public=True),
    **dict.fromkeys(("PhaseAdded", "PhaseMoved", "PhaseRemoved"), Telling(forum, _dates, public=True)),
    "CallAnnounced": Telling(forum, _dates, public=True),
    **dict.fromkeys(("SeatGiven", "SeatChanged", "SeatEnded"), Telling(forum, (_seat,))),
    "DeclarationMade": Telling(forum, (_council,)),
    "DeclarationWithdrawn": Nobody("nothing waits for a decision any more"),
    "DeclarationAccepted": _A_LETTER,
    "DeclarationRefused": _A_LETTER,
    # Recommendations
    **dict.fromkeys(
        ("ContributionsSetAside", "ContributionTakenBack", "ContributionsTakenBack"),
        Telling(agreeing.desk_of, (Rule(Concern.OWN, Why.AUTHOR, agreeing.left_out),)),
    ),
    "AsideObjected": Telling(forum, (Rule(Concern.OWN, Why.ON_DUTY, agreeing.editors),)),
    "AsideObjectionAnswered": Telling(forum, (Rule(Concern.OWN, Why.AUTHOR, agreeing.objectors),)),
    "ReviewOpened": Telling(forum, (_dates[0], Rule(Concern.DATES, Why.FOLLOWS, agreeing.reviewers))),
    "ReviewCommented": Nobody("the editors see the comments where they answer them"),
    "ReviewAnswered": Telling(forum, (Rule(Concern.REPLIES, Why.REPLIED, agreeing.commenters),)),
    **dict.fromkeys(
        ("ReviewCommentHidden", "ReviewCommentBroughtBack", "ReviewCommentModerated"),
        Telling(
            forum, (Rule(Concern.DECISIONS, Why.AUTHOR, audiences.when_it_changed(agreeing.commenters)),)
        ),
    ),
    "BallotOpened": Telling(forum, _dates[:1]),
    "VoteCast": Nobody("who has voted stands on the page of the vote"),
    "BallotClosed": Telling(forum, _dates),
    "OpinionFiled": Nobody("it is printed under the recommendation"),
    "IssuePublished": Telling(forum, (_voices, _at_table, _readers), public=True),
    "HandoverStepRecorded": Telling(forum, (_council, _at_table, _readers)),
    "HandoverCorrected": Nobody("a corrected date or number is no news; the former row stands under it"),
    **dict.fromkeys(("OpinionAwaited", "OpinionSilent"), Telling(forum, (_council,))),
    **dict.fromkeys(("RedactionAsked", "RedactionRefused"), Telling(forum, (_second,))),
    "IssueRedacted": Telling(forum, (_second, _at_table)),
    **dict.fromkeys(
        (
            *("DraftOpened", "RecommendationAdded"),
            *("RecommendationWritten", "RecommendationMoved", "RecommendationRemoved", "SourceAdded"),
            *("SourceRemoved", "QuoteAdded", "QuoteRemoved", "DissentRecorded", "DissentRemoved"),
            *("ConflictRecorded", "ConflictRemoved", "RecommendationRanked", "QuoteRenewed"),
            *("FirstDraftAsked", "FirstDraftProposed", "FirstDraftFailed"),
            *("FirstDraftAccepted", "FirstDraftDiscarded"),
            *("DeskActUndone", "DeskNoteWritten", "DeskNoteAnswered", "DeskNoteDropped", "WordingTakenOver"),
        ),
        _AT_THE_DESK,
    ),
    # The city's answers
    "AnswersOpened": Nobody("the page of the issue shows who answers, and by when"),
    "AnswersDue": Telling(issue, (Rule(Concern.OFFICE, Why.ON_DUTY, audiences.answering),)),
    **dict.fromkeys(
        ("AnswerDrafted", "AnswerChecked", "AnswerApproved", "AnswerSentBack"),
        Nobody("officials see in their list of work what waits for them"),
    ),
    **dict.fromkeys(
        ("AnswerPublished", "AnswerChanged", "ImplementationReported"),
        Telling(issue, (Rule(Concern.PUBLISHED, Why.AUTHOR, audiences.voices_in_recommendation),)),
    ),
    "DeadlineExtended": Nobody("the register shows the old date, the new one and the reason"),
    "CommitmentMade": Nobody("the pages of the forum's recommendations show it"),
    **dict.fromkeys(
        ("ChainSet", "UnitAdded", "UnitAddressed", "TemplateSaved", "TemplateRemoved"),
        Nobody("a setting of the office, seen where answers are written"),
    ),
    **dict.fromkeys(
        ("FileReadBack", "FileTakenOver"), Nobody("whoever brought the file sees what came of it")
    ),
    **dict.fromkeys(
        ("WordTemplateSet", "WordTemplateEnded"), Nobody("the next issue shows what it looks like")
    ),
    **corresponding.TELLINGS,
    # Organisations
    "OrganisationRegistered": Telling(organisation, (_duty,)),
    "ClaimMade": Telling(organisation, (_duty,)),
    "ClaimOpposed": Telling(organisation, (_duty,)),
    "CodeConfirmed": Telling(organisation, (_duty,)),
    **dict.fromkeys(
        (
            *("ClaimDecided", "InvitationSent", "CodeSent", "OrganisationVerified", "CheckRevoked"),
            *("VerificationExpired", "ExpiryAnnounced", "MandateAnnounced", "OrganisationSuspended"),
            *("OrganisationReinstated", "RegisterAnswered"),
        ),
        _A_LETTER,
    ),
    **dict.fromkeys(
        (
            *("MembershipAdded", "MembershipChanged", "MembershipConfirmed", "MembershipDoubted"),
            *("MembershipEnded", "InvitationWithdrawn", "InvitationAccepted", "OrganisationEdited"),
            "ParentSet",
        ),
        Nobody("an organisation's people see it on their own pages"),
    ),
    **dict.fromkeys(("ContactRead", "EvidenceRead", "AddressRead", "DataCopied"), _READING),
    # Accounts, texts, data, following
    **dict.fromkeys(
        (
            *("UserCreated", "PasswordSet", "SignedIn", "SignedOut", "SessionsEnded", "IdentityProven"),
            *("SignInFailed", "ActingChanged", "AppSetUp", "AppTakenOff", "RecoveryCodesRenewed"),
            *("RecoveryCodeUsed", "PasskeyAdded", "PasskeyRenamed", "PasskeyRemoved", "FactorsReset"),
            *("ProviderLinked", "AddressConfirmed", "LinkIssued", "AddressChangeAsked"),
            *("AddressChangeStopped", "AddressChanged", "ProfileChanged", "RoleChanged", "UserSuspended"),
            *("UserReinstated", "UserErased", "FollowingChanged", "HabitsChanged", "KeysChosen"),
        ),
        _ONE_S_OWN,
    ),
    # Meetings
    **meeting.TELLINGS,
    "MeetingEvent": Nobody("it is there for the others to be made from, and is never recorded"),
    **dict.fromkeys(
        ("MeetingSeatTaken", "MeetingSeatLeft"),
        Nobody("whoever signed up gets letters of their own; who comes is nobody else's news"),
    ),
    "MeetingChanged": Nobody("neither its time nor its place is another; its page shows the rest"),
    **minutes.TELLINGS,
    **terms.TELLINGS,
    **dict.fromkeys(
        ("BulletinEvent", "BulletinWritten", "BulletinScheduled", "BulletinStopped", "BulletinSent"),
        Nobody("a bulletin brings itself to those for whom it is"),
    ),
    **dict.fromkeys(
        ("PlaceEvent", "PlaceEntered", "PlaceEdited", "PlacePictured", "PlaceClosed", "PlaceReopened"),
        Nobody("the page of a place says it; whoever follows a meeting hears where it is"),
    ),
    **UNTOLD,
    **dict.fromkeys(
        ("CaseAssigned", "CasePutOff", "CasesDealt"), Nobody("moderators see in the queue who has which case")
    ),
    "TextSaved": Nobody("pages show what holds; the history of a text is there for whoever asks"),
    "BundleImported": Nobody("what came in happened elsewhere"),
    "ExpiredDeleted": Nobody("the report of what was deleted is a page of the administrators"),
    **dict.fromkeys(
        ("FollowerConfirmed", "FollowerLeft"),
        Nobody("whoever follows without an account is known to nobody"),
    ),
    **dict.fromkeys(
        ("LogHeadPublished", "LogExported"), Nobody("the log's own acts are read in the log and on its page")
    ),
    **dict.fromkeys(
        ("LetterRetried", "LetterDropped"), Nobody("an act of administration on a letter of the machine")
    ),
}

#: The events that tell somebody.
TOLD = frozenset(name for name, how in SUBSCRIPTIONS.items() if isinstance(how, Telling))


def telling_of(name: str) -> Telling | None:
    """How an event of that name is told; nothing where nobody is told or nobody knows it."""
    found = SUBSCRIPTIONS.get(name)
    return found if isinstance(found, Telling) else None
