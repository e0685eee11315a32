"""Who may do what: permissions, rules that read like a specification, and their one enforcement."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import abort, g, redirect, request, url_for
from flask_login import current_user

from civic.kernel import clock
from civic.kernel.actors import ANONYMOUS as ANONYMOUS
from civic.kernel.actors import OF_THE_CITY as OF_THE_CITY
from civic.kernel.actors import SYSTEM as SYSTEM
from civic.kernel.actors import Actor as Actor
from civic.kernel.actors import Choice as Choice
from civic.kernel.actors import Restraint as Restraint
from civic.kernel.actors import Restriction as Restriction
from civic.kernel.actors import Role as Role
from civic.kernel.errors import CivicError, Forbidden, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Permission(StrEnum):
    """Every act that needs a right, in the words of the commands that perform it."""

    OPEN_FORUM = "open_forum"
    EDIT_FORUM = "edit_forum"
    CLOSE_FORUM = "close_forum"
    PROPOSE = "propose"
    REVISE_PROPOSAL = "revise_proposal"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    COMMENT = "comment"
    MARK_ARGUMENT = "mark_argument"
    CHANGE_COMMENT = "change_comment"
    AGREE = "agree"
    PUT_MENTION_ASIDE = "put_mention_aside"
    OPEN_CONVERSATION = "open_conversation"
    KEEP_CONVERSATION = "keep_conversation"
    TAKE_POSITION = "take_position"
    AMEND = "amend"
    DECIDE_AMENDMENT = "decide_amendment"
    AGREE_AS_RESIDENT = "agree_as_resident"
    PLAN_POSITION = "plan_position"
    READ_PLANNED_POSITION = "read_planned_position"
    INVITE_TO_SIGN = "invite_to_sign"
    SIGN_PROPOSAL = "sign_proposal"
    ANSWER_SIGNING = "answer_signing"
    WITHDRAW_SIGNATURE = "withdraw_signature"
    ATTACH = "attach"
    RELATE = "relate"
    MERGE = "merge"
    REPORT = "report"
    OBJECT_TO_MERGE = "object_to_merge"
    ANSWER_OBJECTION = "answer_objection"
    SPLIT = "split"
    HIDE = "hide"
    MODERATE = "moderate"
    ENTER = "enter"
    WITHDRAW_ENTRY = "withdraw_entry"
    ANSWER_ENTRY = "answer_entry"
    KEEP_CASES = "keep_cases"
    DECIDE_CASE = "decide_case"
    READ_DECISION = "read_decision"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    ANSWER_SECOND = "answer_second"
    DRAFT = "draft"
    PUBLISH_ISSUE = "publish_issue"
    READ_DRAFT = "read_draft"
    STEER_ANSWERS = "steer_answers"
    READ_ANSWER_DRAFT = "read_answer_draft"
    ANSWER = "answer"
    CHECK_ANSWER = "check_answer"
    APPROVE_ANSWER = "approve_answer"
    PUBLISH_ANSWER = "publish_answer"
    SEND_ANSWER_BACK = "send_answer_back"
    READ_REVIEW = "read_review"
    COMMENT_REVIEW = "comment_review"
    VOTE = "vote"
    FILE_OPINION = "file_opinion"
    OBJECT_TO_ASIDE = "object_to_aside"
    ANSWER_ASIDE = "answer_aside"
    SET_TEMPLATE = "set_template"
    HAND_OVER = "hand_over"
    REDACT_ISSUE = "redact_issue"
    ANSWER_REDACTION = "answer_redaction"
    IMPORT = "import"
    MANAGE_USERS = "manage_users"
    MANAGE_ORGANISATIONS = "manage_organisations"
    REGISTER_ORGANISATION = "register_organisation"
    CLAIM_ORGANISATION = "claim_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    MANAGE_MEMBERS = "manage_members"
    VERIFY_ORGANISATION = "verify_organisation"
    SUSPEND_ORGANISATION = "suspend_organisation"
    READ_CONTACT = "read_contact"
    READ_PEOPLE = "read_people"
    DECLARE_SEAT = "declare_seat"
    ASSESS_SEAT = "assess_seat"
    EDIT_TEXTS = "edit_texts"
    ERASE_ACCOUNT = "erase_account"
    TAKE_MAIL = "take_mail"
    INDEX = "index"
    WRITE_BULLETIN = "write_bulletin"
    PLAN_MEETING = "plan_meeting"
    SIGN_UP = "sign_up"
    WRITE_TO_OFFICE = "write_to_office"
    WRITE_TO_ORGANISATION = "write_to_organisation"
    READ_CORRESPONDENCE = "read_correspondence"
    WRITE_IN_CORRESPONDENCE = "write_in_correspondence"
    HAND_OVER_CORRESPONDENCE = "hand_over_correspondence"
    RAISE_NEED = "raise_need"
    SORT_NEEDS = "sort_needs"
    ANSWER_NEED = "answer_need"
    HOLD_POLL = "hold_poll"
    ANSWER_POLL = "answer_poll"
    TAKE_MINUTES = "take_minutes"
    PUBLISH_MINUTES = "publish_minutes"
    ANSWER_QUESTION = "answer_question"
    ANSWER_FOR_LINE = "answer_for_line"
    CLAIM_LINE = "claim_line"
    KEEP_PLACES = "keep_places"
    EDIT_PLACE = "edit_place"
    WRITE_NOTICE = "write_notice"
    WITHDRAW_NOTICE = "withdraw_notice"
    DECIDE_NOTICE = "decide_notice"
    READ_NOTICE = "read_notice"
    KEEP_CALL = "keep_call"
    READ_CALL = "read_call"
    STEER_ROOM = "steer_room"
    ASK_IN_ROOM = "ask_in_room"
    READ_LOG = "read_log"
    KEEP_LOG = "keep_log"
    SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Rule:
    """A pure predicate on (actor, thing, now), combined by & | ~; `because` gives the sentence of a refusal."""

    test: Callable[[Actor, Any, datetime], bool]
    because: Callable[[Actor, Any, datetime], CivicError | None] | None = None

    def __call__(self, actor: Actor, thing: Any, now: datetime) -> bool:
        return self.test(actor, thing, now)

    def refusal(self, actor: Actor, thing: Any, now: datetime) -> CivicError | None:
        """Why the rule says no, in a sentence, if it has one."""
        return self.because(actor, thing, now) if self.because and not self(actor, thing, now) else None

    def __and__(self, other: Rule) -> Rule:
        return Rule(
            lambda actor, thing, now: self(actor, thing, now) and other(actor, thing, now),
            # The first rule that says no answers, with its sentence or without: a phase is no excuse where a right is missing.
            lambda actor, thing, now: (self if not self(actor, thing, now) else other).refusal(
                actor, thing, now
            ),
        )

    def __or__(self, other: Rule) -> Rule:
        return Rule(
            lambda actor, thing, now: self(actor, thing, now) or other(actor, thing, now),
            lambda actor, thing, now: self.refusal(actor, thing, now) or other.refusal(actor, thing, now),
        )

    def __invert__(self) -> Rule:
        return Rule(lambda actor, thing, now: not self(actor, thing, now))


def rule(test: Callable[[Actor, Any, datetime], bool]) -> Rule:
    """Make a rule of a function."""
    return Rule(test)


def has_role(*roles: Role) -> Rule:
    """Whoever holds one of these roles; the system itself may do what its jobs need."""
    return Rule(lambda actor, _thing, _now: actor.system or actor.role in roles)


is_signed_in = Rule(lambda actor, _thing, _now: actor.signed_in or actor.system)
_rules: dict[Permission, Rule] = {Permission.SIGNED_IN: is_signed_in}


def allow(permission: Permission, when: Rule) -> Rule:
    """Define a permission's rule: once, in the policies of the slice that owns the act."""
    if permission in _rules:
        raise RuntimeError(f"{permission} is defined twice")
    _rules[permission] = when
    return when


def check_rules() -> None:
    """Fail at start-up when a permission has no rule."""
    if without := set(Permission) - set(_rules):
        raise RuntimeError(f"no policy defines {', '.join(sorted(without))}")


def can(actor: Actor, permission: Permission, thing: Any = None, now: datetime | None = None) -> bool:
    """Whether the actor may; templates ask the same function that commands obey."""
    return _rules[permission](actor, thing, now or clock.now())


def authorize(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Enforce a permission: the first line of every command.

    Raises:
        Refused: with the sentence of the rule that says no (a closed phase names the day it closed).
        Forbidden: when there is no more to say.
    """
    now = clock.now()
    if _rules[permission](actor, thing, now):
        return
    raise _rules[permission].refusal(actor, thing, now) or Forbidden()


def actor() -> Actor:
    """Who acts in this request; loaded once, by the function that `create_app` hands to the kernel."""
    if not hasattr(g, "actor"):
        g.actor = _load(current_user) if current_user.is_authenticated else ANONYMOUS
    present: Actor = g.actor
    return present


def be_nobody() -> None:
    """Where nobody was looked up yet, look nobody up: for pages that must stand when the database does not."""
    if not hasattr(g, "actor"):
        g.actor = ANONYMOUS


def first_choice(user: Any) -> int | None:
    """The organisation that a person who has just come in acts for, until another is chosen."""
    choices = _load(user).choices
    return choices[0].organisation_id if choices else None


_loader: list[Callable[[Any], Actor]] = []


def load_actors_by(loader: Callable[[Any], Actor]) -> None:
    """Hand the kernel the way from a signed-in session to an actor."""
    _loader[:] = [loader]


def _load(user: Any) -> Actor:
    return _loader[0](user)


#: How long a proof of identity counts for sensitive acts.
PROOF_LASTS = timedelta(minutes=10)


def proven() -> bool:
    """Whether the person behind this request proved in the last minutes who they are."""
    at = getattr(current_user, "proven_at", None)
    return at is not None and clock.now() - at < PROOF_LASTS


def account_age() -> timedelta:
    """How long ago the account behind this request was opened; nobody's is as new as can be."""
    opened = getattr(current_user, "created_at", None)
    return clock.now() - opened if opened is not None else timedelta()


def requires(
    permission: Permission, *, proof: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what a route needs: a guest is sent to sign in, the command decides about the object.

    With `proof`, a person who proved some time ago who they are does so again first, and comes back to the page they were on.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not actor().signed_in:
                if request.method in {"GET", "HEAD"}:
                    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
                abort(401)
            if proof and not proven():
                goal = request.full_path if request.method in {"GET", "HEAD"} else _came_from()
                return redirect(url_for("accounts.prove", next=goal.rstrip("?")), 303)
            return view(*args, **kwargs)

        guarded.__access__ = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def _came_from() -> str:
    """The page of ours that a form was sent from."""
    parts = urlsplit(request.referrer or "")
    return parts.path if parts.netloc == request.host else "/me"


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that anyone may read this, without an account."""
    view.__access__ = "public"  # type: ignore[attr-defined]
    return view


def refused(code: str, message: Any) -> Refused:
    """A refusal with its sentence, for the `because` of a rule."""
    return Refused(code, message)
