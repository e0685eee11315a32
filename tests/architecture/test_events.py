"""Events after which names stand as before were each looked at: a wrong one would leave a former name on kept pages."""

from __future__ import annotations

import importlib

from civic.kernel.events import Event
from tests.fixtures.sources import modules, told

#: Looked at: none of them changes a name, whether it is shown, a place, a seat, a level or who is numbered.
REVIEWED = {
    "civic.accounts.events": "ActingChanged AddressConfirmed AddressRead DataCopied IdentityProven LinkIssued PasswordSet "
    "SessionsEnded SignInFailed SignedIn SignedOut UserCreated",
    "civic.discussions.events": "CommentAgreed CommentDeleted CommentEdited CommentHeld CommentMade ConversationClosed "
    "ConversationHeld ConversationOpened "
    "ConversationReopened ConversationSummarised MentionPutAside Mentioned",
    "civic.moderation.events": "WritingDecided WritingFreed WritingLimited WritingSuspended "
    "AppealDecided AppealMade SecondSignatureAnswered SecondSignatureAsked "
    "EntryAnswered EntryEvent EntryKept EntryMade EntryWithdrawn ScanRead "
    "CaseAssigned CasePutOff CasesDealt KeysChosen "
    "CommentApproved ConversationApproved ProposalApproved "
    "CommentDecided CommentHidden CommentRestored ConversationDecided ConversationHidden "
    "ConversationRestored ProposalDecided ProposalHidden ProposalRestored ReportMade ReportSettled",
    "civic.contact.events": "ContactClosed ContactEvent ContactHandedOver ContactNoted ContactOpened ContactWritten",
    "civic.boards.events": "GrantCallAnnounced GrantCallCancelled GrantCallChanged NoticeDecided NoticeWithdrawn NoticeWritten",
    "civic.bulletins.events": "BulletinEvent BulletinScheduled BulletinSent BulletinStopped BulletinWritten",
    "civic.needs.events": "NeedAddressConfirmed NeedAddressRemoved NeedAnswered NeedDecided NeedDue NeedEvent NeedRaised NeedSentBack",
    "civic.minutes.events": "LineCarried LineChanged LineClaimed LineEvent LineStruck LinesAttributed LinesChecked LinesForgotten "
    "LinesTaken MinutesEvent MinutesPublished PresenceNoted QuestionAnswered QuestionAssigned QuestionDue VisitorAnswered",
    "civic.polls.events": "PollAnswered PollAnswerWithdrawn PollDecided PollEvent PollOpened",
    "civic.places.events": "PlaceClosed PlaceEdited PlaceEntered PlaceEvent PlacePictured PlaceReopened",
    "civic.gatherings.events": "GatheringArranged GatheringClosed GatheringEvent GatheringOpened GatheringPrepared "
    "RoomQuestionAnswered RoomQuestionAsked RoomQuestionEvent RoomQuestionMerged RoomQuestionMoved",
    "civic.meetings.events": "MeetingCancelled MeetingChanged MeetingEvent MeetingMoved MeetingNear MeetingPlaceChanged MeetingPlanned "
    "MeetingRestored MeetingSeatLeft MeetingSeatTaken",
    "civic.moderation.posting_events": "GrantCallModerated NeedModerated NoticeModerated ReviewCommentModerated",
    "civic.log.events": "LogExported LogHeadPublished",
    "civic.notifications.events": "FollowerConfirmed FollowerLeft FollowingChanged HabitsChanged LetterDropped LetterRetried",
    "civic.organisations.events": "ClaimMade CodeSent ContactRead EvidenceRead ExpiryAnnounced InvitationSent ParentSet",
    "civic.proposals.events": "AmendmentDecided AmendmentEvent AmendmentMade ArgumentMarked BoardLinkMade "
    "BoardLinkRevoked BoardNoted "
    "ProposalHeld MergeUndone PlanClosed PlanEvent PositionConfirmed PositionPlanned PositionTaken ProposalDrawn "
    "MergeObjected ObjectionAnswered StanceAsked "
    "ResidentAgreed ProposalMade ProposalMerged "
    "ProposalRevised ProposalWithdrawn ProposalsRelated RelationRemoved SuggestionRefused ProposalSigned AttachmentRemoved "
    "FileAttached SignatureInvited SignatureOffered SignatureWithdrawn SigningDeclined SigningEvent",
    "civic.answers.events": "AnswerApproved AnswerChanged AnswerChecked AnswerDrafted AnswerEvent AnswerPublished "
    "AnswerSentBack AnswersDue AnswersOpened ChainSet CommitmentMade DeadlineExtended FileReadBack FileTakenOver "
    "ImplementationReported TemplateRemoved TemplateSaved UnitAdded UnitAddressed",
    "civic.recommendations.events": "FirstDraftAccepted FirstDraftAsked FirstDraftDiscarded FirstDraftFailed FirstDraftProposed "
    "DeskActUndone DeskNoteAnswered DeskNoteDropped DeskNoteWritten WordingTakenOver "
    "AsideObjected AsideObjectionAnswered BallotClosed BallotEvent BallotOpened "
    "OpinionFiled ReviewAnswered ReviewCommentBroughtBack ReviewCommented ReviewCommentHidden ReviewEvent ReviewOpened VoteCast "
    "ConflictRecorded ConflictRemoved ContributionTakenBack "
    "ContributionsSetAside ContributionsTakenBack DissentRecorded DissentRemoved DraftEvent "
    "DraftOpened IssuePublished QuoteAdded QuoteRemoved QuoteRenewed RecommendationAdded RecommendationEvent RecommendationMoved "
    "RecommendationRanked RecommendationRemoved RecommendationWritten SourceAdded SourceRemoved "
    "WordTemplateEnded WordTemplateEvent WordTemplateSet",
    "civic.recommendations.handing_events": "HandoverCorrected HandoverStepRecorded IssueEvent IssueRedacted "
    "OpinionAwaited OpinionSilent RedactionAsked RedactionRefused",
}


def all_events() -> set[type[Event]]:
    """Every kind of event that any slice tells."""
    for module in modules():
        if module.name.endswith("events"):
            importlib.import_module(module.name)
    found, waiting = set(), [Event]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found.update(kinds)
        waiting.extend(kinds)
    return {kind for kind in found if kind.__module__.startswith("civic.")}


def test_events_that_keep_names_were_looked_at() -> None:
    said = {
        f"{kind.__module__}.{kind.__name__}"
        for kind in all_events()
        if kind.keeps_names is not Event.keeps_names
    }
    known = {f"{module}.{name}" for module, names in REVIEWED.items() for name in names.split()}
    faults = [*(f"not reviewed: {name}" for name in sorted(said - known)), *sorted(known - said)]
    assert not faults, told(faults, "Look whether names may change after it, then correct the list:")
