"""The points of the published rules that decisions rest on, the acts, and reasons to begin from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.typography import normalise
from civic.kernel.words import CONTENT_LANGUAGE, N_, force_locale
from civic.moderation.models import Act, Ground, Outcome, Source

if TYPE_CHECKING:
    from civic.kernel.words import LazyString
    from civic.moderation.models import Decision

GROUNDS: dict[Ground, LazyString] = {
    Ground.INSULT: N_("insults or humiliates"),
    Ground.PERSONAL_DATA: N_("personal data of another person"),
    Ground.ADVERTISEMENT: N_("advertising or electioneering"),
    Ground.OFF_TOPIC: N_("off the topic"),
    Ground.UNLAWFUL: N_("against the law"),
    Ground.REPEATED: N_("the same said again"),
    Ground.SPAM: N_("a machine's or a mass mailing"),
    Ground.IN_ORDER: N_("in keeping with the rules"),
    Ground.MISTAKE: N_("the earlier decision was a mistake"),
}
#: Where each ground stands in the published rules that come with the product (civic/texts/first/rules): a test reads both.
POINTS: dict[Ground, str] = {
    Ground.INSULT: "§ 9 pkt 1",
    Ground.PERSONAL_DATA: "§ 9 pkt 2",
    Ground.SPAM: "§ 9 pkt 3",
    Ground.ADVERTISEMENT: "§ 9 pkt 4",
    Ground.UNLAWFUL: "§ 9 pkt 5",
    Ground.OFF_TOPIC: "§ 10 pkt 1",
    Ground.REPEATED: "§ 10 pkt 2",
}
#: Acts that rest on a point of their own, whatever their ground.
POINTS_OF_ACTS: dict[Act, str] = {Act.LABEL: "§ 8 pkt 4", Act.UNLABEL: "§ 8 pkt 4"}
#: What something may be hidden for; the others are there to let it stay and to restore it.
FOR_HIDING = tuple(ground for ground in Ground if ground not in {Ground.MISTAKE, Ground.IN_ORDER})
OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.UPHELD: N_("The decision was confirmed."),
    Outcome.OVERTURNED: N_("The decision was taken back."),
}
#: The same as moderators choose among them: the usual ones first, as their numbers are learnt by heart.
CHOICES = (
    *(Ground.PERSONAL_DATA, Ground.INSULT, Ground.ADVERTISEMENT, Ground.OFF_TOPIC, Ground.REPEATED),
    *(Ground.UNLAWFUL, Ground.SPAM),
)
ACTS: dict[Act, LazyString] = {
    Act.HIDE: N_("hiding"),
    Act.RESTORE: N_("restoring"),
    Act.KEEP: N_("leaving it as it is"),
    Act.APPROVE: N_("approval"),
    Act.COVER: N_("covering a part"),
    Act.UNCOVER: N_("uncovering a part"),
    Act.ASK: N_("asking for a change"),
    Act.LABEL: N_("a label"),
    Act.UNLABEL: N_("taking the label off"),
    Act.LOCK: N_("closing the discussion"),
    Act.UNLOCK: N_("opening the discussion again"),
    Act.MOVE: N_("moving"),
    Act.LIMIT: N_("a limit on an account"),
    Act.SUSPEND: N_("suspending an account"),
    Act.LIFT: N_("lifting what was imposed on an account"),
}
#: The acts on the buttons of the form, with their signs.
TO_CHOOSE: dict[Act, tuple[LazyString, str]] = {
    Act.KEEP: (N_("It stays"), "check"),
    Act.APPROVE: (N_("Let it through"), "check"),
    Act.COVER: (N_("Cover a part"), "pen"),
    Act.HIDE: (N_("Hide all of it"), "eye"),
    Act.RESTORE: (N_("Restore it"), "undo"),
    Act.ASK: (N_("Ask for a change"), "reply"),
    Act.LABEL: (N_("Label it"), "info"),
    Act.UNLABEL: (N_("Take a label off"), "close"),
    Act.LOCK: (N_("Close the discussion"), "lock"),
    Act.UNLOCK: (N_("Open the discussion"), "voice"),
}
#: Acts for which a breach of the rules has to be named.
NEED_A_BREACH = frozenset({Act.HIDE, Act.COVER, Act.ASK, Act.LOCK})
#: How far an act reaches, for the statement of reasons.
SCOPES: dict[Act, LazyString] = {
    Act.HIDE: N_("All of it is hidden from everybody but its author and the moderators."),
    Act.RESTORE: N_("Everybody can read it again."),
    Act.KEEP: N_("Nothing changes."),
    Act.APPROVE: N_("Everybody can read it."),
    Act.COVER: N_("A part gives place to a note in this and in all earlier versions; the rest stays."),
    Act.UNCOVER: N_("The covered words can be read again."),
    Act.ASK: N_("It stays readable. Its author can change it until the day below."),
    Act.LABEL: N_("It stays, with a label that everybody sees."),
    Act.UNLABEL: N_("The label is gone."),
    Act.LOCK: N_("Nobody can comment there any more; all that was said stays to be read."),
    Act.UNLOCK: N_("People can comment there again."),
    Act.MOVE: N_("It stands in another forum, with all that belongs to it."),
    Act.LIMIT: N_("What the account writes waits until a moderator has looked at it."),
    Act.SUSPEND: N_("The account can read, and write nothing new."),
    Act.LIFT: N_("The account can do again what it could do before."),
}
SOURCES: dict[Source, LazyString] = {
    Source.OWN: N_("The moderators noticed it themselves."),
    Source.REPORT: N_("Somebody reported it."),
    Source.SIGNAL: N_("A program pointed at it; a person looked at it and decided."),
    Source.APPEAL: N_("Somebody appealed against an earlier decision."),
}
#: Reasons to begin from, in the language of the contents; moderators write on.
PATTERNS: dict[Ground, LazyString] = {
    Ground.PERSONAL_DATA: N_(
        "There are data here by which one recognises or reaches a person who does not take part in the conversation. "
        "Without them the contribution can stay."
    ),
    Ground.INSULT: N_(
        "These words are about the person and not about the matter, and they humiliate. Say what you disagree with and why."
    ),
    Ground.ADVERTISEMENT: N_(
        "This invites to buy something or to vote for somebody. The forum serves to work out recommendations."
    ),
    Ground.OFF_TOPIC: N_(
        "This is about something else than the forum or the proposal under which it stands. It can be said where it belongs."
    ),
    Ground.REPEATED: N_("The same stands here already, so that answers do not fall apart into two places."),
    Ground.UNLAWFUL: N_(
        "This content is against the law: name the act and the article, and say in which words."
    ),
    Ground.SPAM: N_("The same text was sent to many places at once and has no bearing on the conversation."),
}


def point_of(decision: Decision) -> str:
    """„§ 9 pkt 2”: where the ground of a decision stands in the rules; nothing where it rests on no breach."""
    return POINTS_OF_ACTS.get(decision.act) or POINTS.get(decision.ground, "")


def said_instead(decision: Decision) -> str:
    """The ground and the reason as they stand in the place of what was decided about."""
    with force_locale(CONTENT_LANGUAGE):
        return normalise(f"{GROUNDS[decision.ground]}. {decision.reason}").rstrip(". ")
