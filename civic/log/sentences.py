"""What each event of the log says, for those who read it: one sentence, in the present tense, with nobody's gender guessed.

Another slice that records a new event adds its sentence here. A sentence may name `who` did it, the `thing` that it is about, and any
fact of the event by its name; what a fact names stands in words.
"""

from __future__ import annotations

from civic.kernel.words import N_, LazyString

#: Event → sentence.
SENTENCES: dict[str, LazyString] = {
    # Accounts
    "UserCreated": N_("An account is opened: %(thing)s"),
    "SignedIn": N_("%(who)s signs in"),
    "SignedOut": N_("%(who)s signs out"),
    "SignInFailed": N_("A wrong password is given for the account of %(thing)s"),
    "SessionsEnded": N_("%(who)s signs out in other places (%(count)s)"),
    "IdentityProven": N_("%(who)s proves again who they are"),
    "ActingChanged": N_("%(who)s chooses for which organisation to act"),
    "PasswordSet": N_("The password of %(thing)s is set"),
    "LinkIssued": N_("A one-time link to the account of %(thing)s is issued (%(purpose)s)"),
    "AddressConfirmed": N_("The e-mail address of %(thing)s is confirmed"),
    "AddressChangeAsked": N_("A change of the e-mail address of %(thing)s is asked for"),
    "AddressChangeStopped": N_("The change of the e-mail address of %(thing)s is stopped"),
    "AddressChanged": N_("The account of %(thing)s has a new e-mail address"),
    "AddressRead": N_("%(who)s reads the e-mail address of %(thing)s"),
    "DataCopied": N_("%(who)s takes a copy of their own data"),
    "ProfileChanged": N_("%(who)s changes the profile of %(thing)s"),
    "AppSetUp": N_("An authenticator app is set up for %(thing)s"),
    "AppTakenOff": N_("The authenticator app of %(thing)s is taken off"),
    "RecoveryCodesRenewed": N_("The recovery codes of %(thing)s are made anew"),
    "RecoveryCodeUsed": N_("A recovery code of %(thing)s is used"),
    "PasskeyAdded": N_("A passkey is added for %(thing)s"),
    "PasskeyRenamed": N_("A passkey of %(thing)s gets another name"),
    "PasskeyRemoved": N_("A passkey of %(thing)s is removed"),
    "ProviderLinked": N_("The account of %(thing)s is bound to the city's own sign-in"),
    "FactorsReset": N_("%(who)s takes the second factors off the account of %(thing)s"),
    "RoleChanged": N_("%(who)s changes the role of %(thing)s: %(old)s → %(new)s"),
    "UserSuspended": N_("%(who)s suspends the account of %(thing)s"),
    "UserReinstated": N_("%(who)s lets the account of %(thing)s in again"),
    "UserErased": N_("The account is deleted: %(thing)s"),
    "FollowingChanged": N_("%(who)s changes what they follow"),
    "HabitsChanged": N_("%(who)s changes how often letters come"),
    # Organisations
    "OrganisationRegistered": N_("%(who)s registers %(thing)s"),
    "OrganisationEdited": N_("%(who)s changes what %(thing)s says of itself (%(fields)s)"),
    "MembershipAdded": N_("%(user)s becomes one of the people of %(of)s: %(capacity)s"),
    "MembershipChanged": N_("The place of %(user)s in %(of)s changes: %(old)s → %(new)s"),
    "MembershipConfirmed": N_("The mandate of %(user)s in %(of)s is confirmed: %(source)s"),
    "MembershipDoubted": N_("The mandate of %(user)s in %(of)s is no longer confirmed"),
    "MembershipEnded": N_("The place of %(user)s in %(of)s ends"),
    "MandateAnnounced": N_("A letter tells when a mandate ends: %(until)s"),
    "InvitationSent": N_("%(who)s invites somebody into %(of)s: %(capacity)s"),
    "InvitationWithdrawn": N_("%(who)s takes back an invitation into %(of)s"),
    "InvitationAccepted": N_("%(who)s accepts an invitation into %(of)s"),
    "ClaimMade": N_("%(user)s asks to be confirmed as one who speaks for %(of)s"),
    "ClaimOpposed": N_("%(who)s objects to a request about %(of)s"),
    "ClaimDecided": N_("%(who)s grants the request of %(user)s about %(of)s"),
    "CodeSent": N_("A code is sent to the address of %(thing)s in the register"),
    "CodeConfirmed": N_("The code sent to %(thing)s came back"),
    "OrganisationVerified": N_("%(who)s verifies %(thing)s: %(new)s"),
    "CheckRevoked": N_("%(who)s takes back an act of verification of %(thing)s: %(new)s"),
    "VerificationExpired": N_("The verification of %(thing)s ran out: %(new)s"),
    "ExpiryAnnounced": N_("The people of %(thing)s are told that its verification runs out soon"),
    "OrganisationSuspended": N_("%(who)s suspends %(thing)s"),
    "OrganisationReinstated": N_("%(who)s reinstates %(thing)s"),
    "ContactRead": N_("%(who)s reads how to reach %(thing)s"),
    "EvidenceRead": N_("%(who)s takes out the evidence of a mandate of %(thing)s"),
    "RegisterAnswered": N_("The court register says something new about %(thing)s: %(old)s → %(new)s"),
    "ParentSet": N_("%(who)s says that %(thing)s is a branch of %(parent)s"),
    # Forums
    "ForumOpened": N_("%(who)s opens the forum %(thing)s"),
    "ForumEdited": N_("%(who)s changes the description of the forum %(thing)s (%(changed)s)"),
    "ForumClosed": N_("%(who)s closes the forum %(thing)s"),
    "ForumReopened": N_("%(who)s opens the forum %(thing)s again"),
    "PhaseAdded": N_("%(who)s adds a phase to the forum %(thing)s"),
    "PhaseMoved": N_("%(who)s moves a phase of the forum %(thing)s: %(new_opens)s – %(new_closes)s"),
    "PhaseRemoved": N_("%(who)s removes a phase of the forum %(thing)s"),
    "CallAnnounced": N_("%(who)s announces a call to the table of the forum %(thing)s until %(until)s"),
    "SeatGiven": N_("%(seated)s gets a seat in the forum %(thing)s"),
    "SeatChanged": N_("Other people sit at the seat of %(seated)s in the forum %(thing)s"),
    "SeatEnded": N_("The seat of %(seated)s in the forum %(thing)s has its last day on %(ends_on)s"),
    "DeclarationMade": N_("%(declared)s declares that it wants to take part in the forum %(thing)s"),
    "DeclarationWithdrawn": N_("%(declared)s takes back its declaration to the forum %(thing)s"),
    "DeclarationAccepted": N_("%(who)s accepts the declaration of %(declared)s to the forum %(thing)s"),
    "DeclarationRefused": N_("%(who)s refuses the declaration of %(declared)s to the forum %(thing)s"),
    # Talking
    "ConversationOpened": N_("%(who)s opens the conversation %(thing)s"),
    "ConversationSummarised": N_("%(who)s sums up the conversation %(thing)s"),
    "ConversationClosed": N_("%(who)s closes the conversation %(thing)s"),
    "ConversationReopened": N_("%(who)s opens the conversation %(thing)s again"),
    "CommentMade": N_("%(who)s comments: %(thing)s (%(kind)s)"),
    "CommentEdited": N_("%(who)s changes the comment %(thing)s"),
    "CommentDeleted": N_("%(who)s deletes the comment %(thing)s"),
    "CommentAgreed": N_("%(who)s agrees with the comment %(thing)s"),
    "Mentioned": N_("The comment %(thing)s asks %(mentioned)s to answer"),
    "MentionPutAside": N_("%(who)s puts a question aside without an answer"),
    "ArgumentMarked": N_("%(who)s marks the comment %(thing)s as a new argument"),
    # Proposals
    "ProposalMade": N_("%(who)s makes the proposal %(thing)s"),
    "ProposalDrawn": N_("The proposal %(thing)s comes out of the conversation %(conversation)s"),
    "ProposalRevised": N_("%(who)s changes the text of the proposal %(thing)s"),
    "ProposalWithdrawn": N_("%(who)s withdraws the proposal %(thing)s"),
    "PositionTaken": N_("%(who)s takes a position on the proposal %(thing)s: %(stance)s"),
    "PositionConfirmed": N_("%(who)s stands by the position on the proposal %(thing)s"),
    "PositionPlanned": N_("%(who)s prepares a position for the board"),
    "BoardLinkMade": N_("%(who)s makes a link for the board"),
    "BoardLinkRevoked": N_("%(who)s revokes the link for the board"),
    "BoardNoted": N_("A note is left by the link for the board"),
    "PlanClosed": N_("A prepared position was sent or discarded"),
    "AmendmentMade": N_("%(who)s suggests another wording of the proposal %(proposal)s"),
    "AmendmentDecided": N_("%(who)s decides an amendment to the proposal %(proposal)s: %(state)s"),
    "ResidentAgreed": N_("%(who)s agrees with the proposal %(thing)s"),
    "SignatureInvited": N_("%(who)s invites %(signer)s to sign the proposal %(thing)s"),
    "SignatureOffered": N_("%(signer)s wants to sign the proposal %(thing)s"),
    "SigningDeclined": N_("The signature of %(signer)s under the proposal %(thing)s is declined"),
    "ProposalSigned": N_("%(signer)s signs the proposal %(thing)s"),
    "SignatureWithdrawn": N_("%(signer)s takes its signature under the proposal %(thing)s back"),
    "FileAttached": N_("%(who)s attaches a file to the proposal %(thing)s"),
    "AttachmentRemoved": N_("%(who)s takes a file off the proposal %(thing)s"),
    "ProposalsRelated": N_("%(who)s relates the proposal %(thing)s to %(other)s: %(kind)s"),
    "RelationRemoved": N_("%(who)s takes back the relation of the proposal %(thing)s to %(other)s"),
    "ProposalMerged": N_("%(who)s merges the proposal %(thing)s into %(into)s"),
    "MergeUndone": N_("%(who)s takes the proposal %(thing)s out of %(out_of)s again"),
    # Correspondence of organisations with the office
    "ContactOpened": N_("%(who)s writes to the office: matter %(thing)s"),
    "ContactWritten": N_("%(who)s writes in the matter %(thing)s"),
    "ContactClosed": N_("%(who)s closes the matter %(thing)s"),
    "ContactHandedOver": N_("%(who)s hands over the matter %(thing)s"),
    "ContactNoted": N_("%(who)s adds a note of the office to the matter %(thing)s"),
    # Moderation
    "ProposalDecided": N_("%(who)s decides about the proposal %(thing)s: %(act)s (%(ground)s)"),
    "ProposalHidden": N_("%(who)s hides the proposal %(thing)s: %(ground)s"),
    "ProposalRestored": N_("%(who)s restores the proposal %(thing)s: %(ground)s"),
    "ConversationDecided": N_("%(who)s decides about the conversation %(thing)s: %(act)s (%(ground)s)"),
    "ConversationHidden": N_("%(who)s hides the conversation %(thing)s: %(ground)s"),
    "ConversationRestored": N_("%(who)s restores the conversation %(thing)s: %(ground)s"),
    "CommentDecided": N_("%(who)s decides about the comment %(thing)s: %(act)s (%(ground)s)"),
    "CommentHidden": N_("%(who)s hides the comment %(thing)s: %(ground)s"),
    "CommentRestored": N_("%(who)s restores the comment %(thing)s: %(ground)s"),
    "ProposalHeld": N_("%(who)s writes the proposal %(thing)s, which waits for a look"),
    "ConversationHeld": N_("%(who)s writes the conversation %(thing)s, which waits for a look"),
    "CommentHeld": N_("%(who)s writes the comment %(thing)s, which waits for a look"),
    "ProposalApproved": N_("%(who)s lets the proposal %(thing)s through"),
    "ConversationApproved": N_("%(who)s lets the conversation %(thing)s through"),
    "CommentApproved": N_("%(who)s lets the comment %(thing)s through"),
    "WritingDecided": N_("%(who)s decides about the account of %(thing)s: %(act)s (%(ground)s)"),
    "WritingLimited": N_(
        "%(who)s limits the account of %(thing)s: all that is written there waits for a look (%(ground)s)"
    ),
    "WritingSuspended": N_("%(who)s bars the account of %(thing)s from writing (%(ground)s)"),
    "WritingFreed": N_("%(who)s lifts what was imposed on the account of %(thing)s (%(ground)s)"),
    "NeedModerated": N_("%(who)s decides about the need %(thing)s: %(act)s (%(ground)s)"),
    "NoticeModerated": N_("%(who)s decides about the notice %(thing)s: %(act)s (%(ground)s)"),
    "GrantCallModerated": N_("%(who)s decides about the call %(thing)s: %(act)s (%(ground)s)"),
    "ReviewCommentModerated": N_(
        "%(who)s decides about a comment on the draft of the forum %(forum)s: %(act)s (%(ground)s)"
    ),
    "ReportMade": N_(
        "A breach is reported (%(breach)s): %(proposal)s %(conversation)s %(comment)s %(need)s %(notice)s %(grant_call)s %(review)s"
    ),
    "ReportSettled": N_("The report %(thing)s is answered: %(outcome)s"),
    "AppealMade": N_("%(who)s appeals against the decision %(decision)s"),
    "AppealDecided": N_(
        "%(who)s decides the appeal %(thing)s against the decision %(decision)s: %(outcome)s"
    ),
    "SecondSignatureAsked": N_("%(who)s asks a second person to sign: %(deed)s"),
    "SecondSignatureAnswered": N_("%(who)s gives the second signature: %(deed)s"),
    "CaseAssigned": N_("%(who)s gives the case %(thing)s to %(new)s"),
    "CasePutOff": N_("%(who)s puts the case %(thing)s off until %(until)s"),
    "CasesDealt": N_("%(who)s deals out %(cases)s cases among %(among)s people"),
    "KeysChosen": N_("%(who)s chooses the keys by which to work the queue"),
    "ProposalMoved": N_("%(who)s moves the proposal %(thing)s from the forum %(old_forum)s to %(forum)s"),
    "ConversationMoved": N_(
        "%(who)s moves the conversation %(thing)s from the forum %(old_forum)s to %(forum)s"
    ),
    "StanceAsked": N_("%(asked)s is asked for one position on the merged proposal %(thing)s"),
    "MergeObjected": N_("%(who)s objects to merging the proposal %(thing)s into %(into)s"),
    "ObjectionAnswered": N_("%(who)s lets the merge of the proposal %(thing)s into %(into)s stand"),
    "ProposalSplitOff": N_("%(who)s makes the comment %(comment)s a proposal of its own: %(thing)s"),
    "ProposalPutBack": N_("%(who)s makes the proposal %(thing)s a comment again: %(comment)s"),
    "EntryMade": N_(
        "%(who)s enters what came otherwise for %(named)s (%(origin)s): %(proposal)s %(comment)s"
    ),
    "EntryWithdrawn": N_("%(who)s takes back what was entered by mistake: %(proposal)s %(comment)s"),
    "EntryAnswered": N_(
        "%(who)s confirms what was entered in the organisation's name: %(proposal)s %(comment)s"
    ),
    "EntryKept": N_("%(who)s leaves what was entered where it is: %(proposal)s %(comment)s"),
    "ScanRead": N_("%(who)s takes the scan of what was entered: %(proposal)s %(comment)s"),
    "SuggestionRefused": N_(
        "%(who)s says that the proposals %(thing)s and %(other)s have nothing to do with each other"
    ),
    "ConflictRecorded": N_(
        "%(who)s records in the recommendation %(thing)s a conflict of %(first)s and %(second)s"
    ),
    "ConflictRemoved": N_(
        "%(who)s takes out of the recommendation %(thing)s the conflict of %(first)s and %(second)s"
    ),
    # Recommendations
    "DraftOpened": N_("%(who)s opens the desk of the forum %(forum)s"),
    "ContributionsSetAside": N_("%(who)s sets contributions aside: %(proposals)s %(comments)s"),
    "ContributionTakenBack": N_(
        "%(who)s takes a contribution back to be decided again: %(proposal)s %(comment)s"
    ),
    "ContributionsTakenBack": N_(
        "%(who)s takes contributions back to be decided again: %(proposals)s %(comments)s"
    ),
    "RecommendationAdded": N_("%(who)s begins the recommendation %(thing)s"),
    "RecommendationWritten": N_("%(who)s words the recommendation %(thing)s"),
    "RecommendationMoved": N_("%(who)s moves the recommendation %(thing)s"),
    "RecommendationRanked": N_("%(who)s sets the priority of the recommendation %(thing)s: %(priority)s"),
    "RecommendationRemoved": N_("%(who)s takes the recommendation %(thing)s out"),
    "SourceAdded": N_("%(who)s takes the proposal %(proposal)s into the recommendation %(thing)s"),
    "SourceRemoved": N_("%(who)s takes the proposal %(proposal)s out of the recommendation %(thing)s"),
    "QuoteAdded": N_("%(who)s quotes in the recommendation %(thing)s: %(proposal)s %(comment)s"),
    "QuoteRemoved": N_("%(who)s takes a quote out of the recommendation %(thing)s"),
    "QuoteRenewed": N_("%(who)s lets a quote in the recommendation %(thing)s cite the newest text"),
    "DissentRecorded": N_(
        "%(who)s records the separate opinion of %(dissenting)s on the recommendation %(thing)s"
    ),
    "DissentRemoved": N_(
        "%(who)s takes out the separate opinion of %(dissenting)s on the recommendation %(thing)s"
    ),
    "FirstDraftAsked": N_("%(who)s asks the machine to put a first draft together"),
    "FirstDraftFailed": N_("The machine finds nothing to put together for %(who)s"),
    "FirstDraftProposed": N_(
        "%(who)s puts the machine's first draft on the desk, so many recommendations: %(count)s"
    ),
    "FirstDraftAccepted": N_("%(who)s accepts so many recommendations of the machine: %(count)s"),
    "FirstDraftDiscarded": N_("%(who)s throws away so many recommendations of the machine: %(count)s"),
    "DeskActUndone": N_("%(who)s undoes an act at the desk: %(act)s"),
    "DeskNoteWritten": N_("%(who)s leaves a note for the other editors: %(note)s"),
    "DeskNoteAnswered": N_("%(who)s answers a note of the editors: %(note)s"),
    "DeskNoteDropped": N_("%(who)s deletes an own note for the editors: %(note)s"),
    "WordingTakenOver": N_("%(who)s takes over the wording of the recommendation %(thing)s"),
    "ReviewOpened": N_("%(who)s puts the draft of the forum %(forum)s before the forum for comments"),
    "ReviewCommented": N_("%(who)s comments on a paragraph of the draft of the forum %(forum)s"),
    "ReviewAnswered": N_("%(who)s answers a comment on the draft of the forum %(forum)s: %(answered)s"),
    "ReviewCommentBroughtBack": N_("%(who)s shows a comment on the draft of the forum %(forum)s again"),
    "ReviewCommentHidden": N_("%(who)s hides a comment on the draft of the forum %(forum)s"),
    "BallotOpened": N_("%(who)s opens a vote of the forum %(forum)s: %(thing)s, quorum %(quorum)s"),
    "VoteCast": N_("%(voting)s votes: %(thing)s (sheet %(sheet)s)"),
    "BallotClosed": N_("The vote %(thing)s is over: all passed, %(cast)s seats voted"),
    "OpinionFiled": N_("%(dissenting)s files a minority opinion after the vote %(thing)s"),
    "AsideObjected": N_("%(who)s objects to leaving out: %(proposal)s %(comment)s"),
    "AsideObjectionAnswered": N_(
        "%(who)s answers the objection to leaving out %(proposal)s %(comment)s: %(stand)s"
    ),
    "IssuePublished": N_("%(who)s publishes the recommendations of the forum %(forum)s, issue %(thing)s"),
    "WordTemplateSet": N_("%(who)s sets the Word template %(thing)s"),
    "WordTemplateEnded": N_("%(who)s ends the use of the Word template %(thing)s"),
    "HandoverStepRecorded": N_("%(who)s writes down a step of the hand-over of issue %(thing)s: %(kind)s"),
    "HandoverCorrected": N_("%(who)s corrects a step of the hand-over of issue %(thing)s: %(kind)s"),
    "OpinionAwaited": N_("The council is reminded of its opinion on issue %(thing)s, days left: %(days)s"),
    "OpinionSilent": N_("The days for the council's opinion on issue %(thing)s went by without a word"),
    "RedactionAsked": N_("%(who)s asks that words be removed from issue %(thing)s"),
    "IssueRedacted": N_(
        "%(who)s removes words from issue %(thing)s in %(places)s places: %(old_sha256)s → %(new_sha256)s"
    ),
    "RedactionRefused": N_("%(who)s refuses to remove words from issue %(thing)s"),
    # Texts, letters and the instance
    "TextSaved": N_("%(who)s changes the text “%(key)s” (%(language)s)"),
    # The city's answers
    "CommitmentMade": N_(
        "%(who)s writes down within how many days the forum %(thing)s is answered: %(days)s"
    ),
    "ChainSet": N_("%(who)s sets through which hands answers go (%(forum)s)"),
    "UnitAdded": N_("%(who)s names a unit that answers"),
    "UnitAddressed": N_("%(who)s says where letters for a unit go"),
    "TemplateSaved": N_("%(who)s writes a template of answers"),
    "TemplateRemoved": N_("%(who)s removes a template of answers"),
    "AnswersOpened": N_("The recommendations of the issue %(thing)s wait for answers (%(count)s)"),
    "AnswersDue": N_(
        "Those who answer are reminded: answers to the issue %(thing)s are due on %(until)s (%(count)s)"
    ),
    "AnswerDrafted": N_("%(who)s words the answer to recommendation %(key)s of the issue %(issue)s"),
    "AnswerChecked": N_("%(who)s checks the answer to recommendation %(key)s of the issue %(issue)s"),
    "AnswerApproved": N_("%(who)s approves the answer to recommendation %(key)s of the issue %(issue)s"),
    "AnswerSentBack": N_("%(who)s sends back the answer to recommendation %(key)s of the issue %(issue)s"),
    "AnswerPublished": N_(
        "%(who)s publishes the answer to recommendation %(key)s of the issue %(issue)s: %(status)s"
    ),
    "AnswerChanged": N_(
        "%(who)s publishes another version of the answer to recommendation %(key)s of the issue %(issue)s: %(status)s"
    ),
    "DeadlineExtended": N_(
        "%(who)s moves the deadline of the answer to recommendation %(key)s of the issue %(issue)s: %(old)s → %(until)s"
    ),
    "ImplementationReported": N_(
        "%(who)s tells how far recommendation %(key)s of the issue %(issue)s is carried out: %(state)s"
    ),
    "FileReadBack": N_("%(who)s brings a file that a unit filled in"),
    "FileTakenOver": N_("%(who)s takes over what a unit filled in (%(count)s)"),
    # Date polls
    "PollOpened": N_("%(who)s asks which date suits: %(thing)s"),
    "PollAnswered": N_("Somebody answers the date poll %(thing)s"),
    "PollAnswerWithdrawn": N_("Somebody deletes an answer to the date poll %(thing)s"),
    "PollDecided": N_("%(who)s chooses a date of the poll %(thing)s: %(meeting)s"),
    # Needs
    "NeedRaised": N_("Somebody raises the need %(thing)s"),
    "NeedDecided": N_("%(who)s decides about the need %(thing)s: %(state)s"),
    "NeedAnswered": N_("%(who)s answers the need %(thing)s in public"),
    "NeedSentBack": N_("%(who)s sends the need %(thing)s back to be sorted again"),
    "NeedDue": N_("The unit is reminded of the need %(thing)s: the answer is due on %(until)s"),
    "NeedAddressConfirmed": N_("The address that came with the need %(thing)s is confirmed"),
    "NeedAddressRemoved": N_("The address that came with the need %(thing)s is removed"),
    # Minutes
    "LinesTaken": N_("%(who)s writes down lines of the minutes of %(thing)s: %(lines)s"),
    "LineChanged": N_("%(who)s changes a line of the minutes of %(thing)s (%(line)s)"),
    "LineStruck": N_(
        "%(who)s strikes out a line of the minutes of %(thing)s, or lets it stand again (%(line)s)"
    ),
    "VisitorAnswered": N_(
        "A visitor answers whether a line of the minutes of %(thing)s may be published (%(line)s)"
    ),
    "LinesForgotten": N_("Lines of the minutes of %(thing)s to which nobody agreed are deleted: %(lines)s"),
    "LinesChecked": N_("%(who)s looks over lines of the minutes of %(thing)s: %(lines)s"),
    "PresenceNoted": N_("%(who)s writes down who came to %(thing)s"),
    "MinutesPublished": N_("%(who)s publishes lines of the minutes of %(thing)s: %(lines)s"),
    "LinesAttributed": N_("Published minutes of %(thing)s name %(named)s"),
    "LineClaimed": N_("%(who)s says whether a line of the minutes of %(thing)s is its own (%(line)s)"),
    "QuestionAssigned": N_("%(who)s gives a question from %(thing)s to a unit, until %(until)s (%(line)s)"),
    "QuestionDue": N_(
        "The unit is reminded of a question from %(thing)s: the answer is due on %(until)s (%(line)s)"
    ),
    "QuestionAnswered": N_("%(who)s answers a question from %(thing)s (%(line)s)"),
    "LineCarried": N_(
        "%(who)s makes of a line of the minutes of %(thing)s (%(line)s): %(proposal)s %(comment)s"
    ),
    "PlaceEntered": N_("%(who)s puts the place %(thing)s into the directory"),
    "PlaceEdited": N_("%(who)s changes what is said of the place %(thing)s (%(fields)s)"),
    "PlacePictured": N_("%(who)s changes the photo of the place %(thing)s"),
    "PlaceClosed": N_("%(who)s marks the place %(thing)s as closed"),
    "PlaceReopened": N_("%(who)s marks the place %(thing)s as open again"),
    # The boards
    "NoticeWritten": N_("%(who)s writes the notice %(thing)s, wording %(number)s"),
    "NoticeDecided": N_(
        "%(who)s decides about the notice %(thing)s of %(of)s, wording %(number)s: %(outcome)s"
    ),
    "NoticeWithdrawn": N_("%(who)s withdraws the notice %(thing)s"),
    "GrantCallAnnounced": N_("%(who)s announces the call %(thing)s"),
    "GrantCallChanged": N_("%(who)s changes the call %(thing)s"),
    "GrantCallCancelled": N_("%(who)s cancels the call %(thing)s"),
    "GatheringPrepared": N_("%(who)s prepares the questions of a large meeting"),
    "GatheringArranged": N_("%(who)s arranges topics, tables or moderation of a large meeting"),
    "GatheringOpened": N_("%(who)s lets the room ask"),
    "GatheringClosed": N_("%(who)s closes the questions of the room"),
    "RoomQuestionAsked": N_("Somebody in the room asks a question"),
    "RoomQuestionMoved": N_("%(who)s moves a question of the room: %(old)s → %(new)s"),
    "RoomQuestionMerged": N_("%(who)s merges a question of the room into another"),
    "RoomQuestionAnswered": N_("%(who)s writes down the answer to a question of the room"),
    "BulletinWritten": N_("%(who)s writes the bulletin %(thing)s"),
    "BulletinScheduled": N_("%(who)s schedules the bulletin %(thing)s for %(at)s"),
    "BulletinStopped": N_("%(who)s stops the bulletin %(thing)s"),
    "BulletinSent": N_("The bulletin %(thing)s went to so many people: %(persons)s"),
    "MeetingPlanned": N_("%(who)s announces the meeting %(thing)s"),
    "MeetingChanged": N_("%(who)s changes the meeting %(thing)s (%(changed)s)"),
    "MeetingMoved": N_("%(who)s moves the meeting %(thing)s: %(old_starts)s → %(starts)s"),
    "MeetingPlaceChanged": N_("The place of the meeting %(thing)s changes: %(place)s %(change)s"),
    "MeetingCancelled": N_("%(who)s cancels the meeting %(thing)s"),
    "MeetingNear": N_("The meeting %(thing)s is tomorrow"),
    "MeetingSeatTaken": N_("Somebody signs up for the meeting %(thing)s"),
    "MeetingSeatLeft": N_("Somebody gives back a seat at the meeting %(thing)s"),
    "MeetingRestored": N_("%(who)s lets the meeting %(thing)s take place after all"),
    "FollowerConfirmed": N_("Somebody without an account follows by letter"),
    "FollowerLeft": N_("Somebody without an account follows no more"),
    "LetterRetried": N_("%(who)s has a letter tried again"),
    "LetterDropped": N_("%(who)s takes a letter out of those that wait"),
    "BundleImported": N_("%(who)s brings in a bundle: %(lines)s lines, %(new)s of them new"),
    "ExpiredDeleted": N_("What has expired is deleted (%(count)s)"),
    "LogHeadPublished": N_("The head of the log is published: %(day)s"),
    "LogExported": N_("%(who)s takes the log away as %(form)s (%(filter)s)"),
}
#: Event → the fact without which it says something else, and what it says then.
OTHERWISE: dict[str, tuple[str, LazyString]] = {
    "ContactOpened": ("organisation", N_("%(who)s writes to an organisation: matter %(thing)s")),
    "EntryAnswered": (
        "ours",
        N_("%(who)s says that what was entered is not the organisation's: %(proposal)s %(comment)s"),
    ),
    "BallotClosed": ("passed", N_("The vote %(thing)s is over: not all passed, %(cast)s seats voted")),
    "ClaimDecided": ("granted", N_("%(who)s refuses the request of %(user)s about %(of)s")),
    "ParentSet": ("parent", N_("%(who)s says that %(thing)s is a branch of nobody")),
    "CallAnnounced": ("until", N_("%(who)s ends the call to the table of the forum %(thing)s")),
    "SeatEnded": ("ends_on", N_("The seat of %(seated)s in the forum %(thing)s has no last day any more")),
    "CommentAgreed": ("agreed", N_("%(who)s no longer agrees with the comment %(thing)s")),
    "Mentioned": ("mentioned", N_("The comment %(thing)s asks a unit of the city to answer")),
    "ArgumentMarked": ("marked", N_("%(who)s takes the mark of a new argument off the comment %(thing)s")),
    "ResidentAgreed": ("agrees", N_("%(who)s no longer agrees with the proposal %(thing)s")),
    "SecondSignatureAnswered": ("given", N_("%(who)s refuses the second signature: %(deed)s")),
    "CaseAssigned": ("new", N_("%(who)s gives the case %(thing)s free")),
    "CasePutOff": ("until", N_("%(who)s takes the case %(thing)s up again")),
    "LogExported": ("filter", N_("%(who)s takes the whole log away as %(form)s")),
}
