"""Who may propose, change, comment, take positions, relate and merge, and when."""

from __future__ import annotations

from civic.accounts.policies import not_limited, not_suspended
from civic.discussions.policies import MODERATORS as MODERATORS
from civic.discussions.policies import forum_is_open
from civic.discussions.policies import is_author as is_author
from civic.discussions.policies import made_by as made_by
from civic.discussions.policies import may_comment as may_comment
from civic.discussions.policies import moderates as moderates
from civic.discussions.policies import not_locked as not_locked
from civic.discussions.policies import stands as stands
from civic.forums.models import Ability
from civic.forums.policies import is_participant, phase_allows
from civic.kernel.access import Permission, Role, Rule, allow, has_role, refused
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_
from civic.organisations.policies import not_barred
from civic.proposals.both_sides import is_torn
from civic.proposals.models import Asked

arranges = has_role(*MODERATORS, Role.EDITOR)
speaks_for_organisation = Rule(
    lambda actor, _thing, _now: actor.system or actor.organisation_id is not None,
    lambda _actor, _thing, _now: Forbidden(
        "organisation",
        N_(
            "Proposals and positions are made for an organisation. Choose the one you act for at the top of the page."
        ),
    ),
)
#: A person may propose for an organisation that has not confirmed it; the proposal then stands under the person.
speaks_or_claims = Rule(
    lambda actor, _thing, _now: (
        actor.system or actor.organisation_id is not None or actor.claimed_id is not None
    ),
    speaks_for_organisation.because,
)
counts_its_position = Rule(
    lambda actor, _thing, _now: actor.system or actor.claimed_id is None,
    lambda actor, _thing, _now: Forbidden(
        "mandate",
        N_(
            "A position is taken in an organisation's name, and %(organisation)s has not confirmed yet that you speak for it. "
            "Until then you can comment and propose.",
            organisation=actor.choice.name if actor.choice else "",
        ),
    ),
)
#: The code from the register lets an organisation speak; a position counts like a vote, so somebody must have seen a mandate.
mandate_was_seen = Rule(
    lambda actor, _thing, _now: actor.system or bool(actor.choice and actor.choice.verified),
    lambda actor, _thing, _now: Forbidden(
        "unverified",
        N_(
            "A position counts once a moderator has seen a mandate of %(organisation)s. Send it on the page “My organisations”. "
            "Until then you can comment and propose.",
            organisation=actor.choice.name if actor.choice else "",
        ),
    ),
)
# Those who made a proposal support it from the start: counting their position again would count them twice. Who signed
# with them may say more, for a later revision is not theirs.
is_not_its_maker = Rule(
    lambda actor, proposal, _now: (
        actor.system
        or actor.organisation_id != proposal.organisation_id
        # Who was against what was merged into one's own proposal must be able to say which of the two holds.
        or is_torn(proposal, actor.organisation_id)
    ),
    lambda _actor, _proposal, _now: refused(
        "own",
        N_(
            "Your organisation made this proposal, so it counts as supporting it. If it no longer stands behind it, it can withdraw it."
        ),
    ),
)

is_not_its_author = Rule(
    lambda actor, proposal, _now: not made_by(actor, proposal),
    lambda _actor, _proposal, _now: refused(
        "own", N_("This proposal is yours: change its text, and everybody will see what has changed.")
    ),
)
may_propose = allow(
    Permission.PROPOSE,
    speaks_or_claims & not_barred & is_participant & phase_allows(Ability.PROPOSE),
)
#: What nobody has read yet is its author's to improve.
waits = Rule(lambda _actor, proposal, _now: proposal.waits)
#: Moderators asked for a change, whatever the phase allows by itself.
is_asked = Rule(
    lambda _actor, proposal, now: proposal.asked_until is not None and now <= proposal.asked_until
)
may_revise = allow(
    Permission.REVISE_PROPOSAL,
    # A new text is something new: who was barred may withdraw what was said, not say something else in its place.
    is_author
    & (stands | waits)
    & not_barred
    & (not_limited | waits)
    & (is_asked | phase_allows(Ability.COMMENT) | phase_allows(Ability.PROPOSE)),
)
may_withdraw = allow(Permission.WITHDRAW_PROPOSAL, is_author & stands)
may_amend = allow(
    Permission.AMEND,
    stands & not_barred & is_not_its_author & is_participant & phase_allows(Ability.COMMENT) & not_locked,
)
#: Asked of the proposal: accepting is revising it.
may_decide_amendment = allow(Permission.DECIDE_AMENDMENT, may_revise)
may_mark = allow(Permission.MARK_ARGUMENT, moderates | is_author)
#: Asked of the comment's proposal: its author marks while comments are open, a moderator at any time.
time_to_mark = moderates | may_comment
may_take_position = allow(
    Permission.TAKE_POSITION,
    stands
    & counts_its_position
    & speaks_for_organisation
    & mandate_was_seen
    & not_barred
    & not_limited
    & is_not_its_maker
    & is_participant
    & phase_allows(Ability.POSITION),
)
#: What a board looks at first may be prepared by whoever could take the position.
may_plan = allow(Permission.PLAN_POSITION, may_take_position)
#: Asked of what is planned: the people who speak for its organisation and nobody else, whatever office they hold.
may_read_planned = allow(
    Permission.READ_PLANNED_POSITION,
    Rule(
        lambda actor, planned, _now: (
            actor.organisation_id is not None and actor.organisation_id == planned.organisation_id
        )
    ),
)
is_resident = Rule(
    lambda actor, _thing, _now: (
        actor.signed_in and actor.role is None and not any(choice.confirmed for choice in actor.choices)
    ),
    lambda _actor, _thing, _now: Forbidden(
        "residents",
        N_("Residents say here that they agree. Whoever speaks for an organisation takes its position."),
    ),
)
may_agree = allow(
    Permission.AGREE_AS_RESIDENT,
    is_resident & not_suspended & stands & (phase_allows(Ability.COMMENT) | phase_allows(Ability.POSITION)),
)
# A signature stands beside the author's, so it is asked for while the text may still change or be discussed.
_open_to_signers = phase_allows(Ability.COMMENT) | phase_allows(Ability.PROPOSE)
is_not_its_maker_to_sign = Rule(
    lambda actor, proposal, _now: actor.system or actor.organisation_id != proposal.organisation_id,
    lambda _actor, _proposal, _now: refused("own", N_("Your organisation made this proposal.")),
)
may_invite_to_sign = allow(
    Permission.INVITE_TO_SIGN,
    is_author
    & speaks_for_organisation
    & Rule(lambda _actor, proposal, _now: proposal.organisation_id is not None)
    & stands
    & not_barred
    & not_limited
    & _open_to_signers,
)
may_sign = allow(
    Permission.SIGN_PROPOSAL,
    stands
    & counts_its_position
    & speaks_for_organisation
    & mandate_was_seen
    & not_barred
    & not_limited
    & is_not_its_maker_to_sign
    & is_participant
    & _open_to_signers,
)
#: Asked of the wish itself: the side that did not ask for the signature answers.
may_answer_signing = allow(
    Permission.ANSWER_SIGNING,
    Rule(
        lambda actor, signing, _now: (
            actor.organisation_id is not None
            and actor.organisation_id
            == (
                signing.organisation_id
                if signing.asked is Asked.BY_AUTHOR
                else signing.proposal.organisation_id
            )
        )
    ),
)
may_withdraw_signature = allow(Permission.WITHDRAW_SIGNATURE, speaks_for_organisation)
may_attach = allow(
    Permission.ATTACH,
    is_author
    & stands
    & not_barred
    & not_limited
    & (phase_allows(Ability.COMMENT) | phase_allows(Ability.PROPOSE)),
)
may_relate = allow(Permission.RELATE, arranges | is_author)
may_merge = allow(Permission.MERGE, moderates)
is_behind_either = Rule(
    lambda actor, merge, _now: any(
        made_by(actor, side) or actor.organisation_id in {each.id for each in side.cosigners}
        for side in (merge.source, merge.target)
    ),
    lambda _actor, _merge, _now: Forbidden(
        "not_theirs",
        N_(
            "Those who made or signed one of the two proposals can object. Choose whom you act for at the top."
        ),
    ),
)
may_object = allow(Permission.OBJECT_TO_MERGE, is_behind_either)
#: A reviewer answers with the case in hand, which the command of moderation asks for.
may_answer_objection = allow(Permission.ANSWER_OBJECTION, moderates | has_role(Role.REVIEWER))
#: Asked of what the comment stands on, and of the proposal that was made of it.
may_split = allow(Permission.SPLIT, moderates & forum_is_open)
