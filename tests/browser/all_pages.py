"""Every page of the demonstration by its address, and who comes to it; nothing that can be read is left out."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from civic.accounts import tokens
from civic.accounts.commands.passkeys import add_passkey
from civic.accounts.models import Purpose, User
from civic.accounts.queries import find_by_email
from civic.discussions.models import CommentKind
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide_comment, hide_proposal
from civic.moderation.models import Ground
from civic.organisations.commands import Joining, Typed, register_by_person
from civic.organisations.entry import Entry, read_entry
from civic.organisations.models import Organisation, Register, RegisterAnswer, RegisterState
from civic.organisations.queries import actor_for
from civic.proposals.commands import comment, merge, relate
from civic.proposals.models import Proposal, RelationKind
from civic.recommendations import commands as desk
from tests.fixtures.krs_server import an_entry

FORUM = "forum-lokalowe"


def every_page(app: Flask) -> dict[str, list[str]]:
    """The addresses by account, after moderators and editors have been at work so that no page is bare."""
    with app.app_context():
        named = _at_work()
        db.session.remove()
    return {who: [address.format(**named) for address in pages] for who, pages in PAGES.items()}


def _at_work() -> dict[str, object]:
    speaker, moderator, editor = (_actor(who) for who in ("przedstawiciel", "moderator", "redaktor"))
    forum = get_forum(FORUM)
    found = db.session.scalars(
        select(Proposal).where(Proposal.forum_id == forum.id).order_by(Proposal.id)
    ).all()
    ours = next(each for each in found if each.organisation_id == speaker.organisation_id)
    busy, merged, hidden, placed, *_more = (each for each in found if each is not ours and each.stands)
    with unit_of_work():
        ours, busy, merged, hidden, placed = (
            db.session.get_one(Proposal, each.id) for each in (ours, busy, merged, hidden, placed)
        )
        answered = comment(ours, body="Głos, na który odpowiemy.", kind=CommentKind.VOICE, by=speaker)
        gone = comment(busy, body="Głos do ukrycia.", kind=CommentKind.AGAINST, by=speaker)
        relation = relate(ours, busy, kind=RelationKind.CONFLICTING, by=speaker)
        joined = merge(merged, busy, reason="Obie mówią o tym samym.", by=moderator)
        hide_proposal(hidden, ground=Ground.PERSONAL_DATA, reason="Podano adres osoby.", by=moderator)
        hide_comment(gone, ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        founded = _in_the_register(speaker)
        passkey = add_passkey(
            db.session.get_one(User, speaker.id),
            credential_id="AAAA",
            public_key="AAAA",
            sign_count=0,
            name="Laptop służbowy",
            by=speaker,
        )
        written = desk.adopt(desk.open_draft(placed.forum, by=editor), proposal_ids=[placed.id], by=editor)
        desk.cite(written, proposal_id=placed.id, text=placed.title, by=editor)
        desk.record_dissent(
            written, organisation_id=speaker.organisation_id or 0, text="Za drogo.", by=editor
        )
    user = find_by_email("zastepca@example.org")
    assert user
    with unit_of_work():
        links = {
            purpose: tokens.issue(purpose, user.email, user=user, new="nowy@example.org")
            for purpose in Purpose
        }
        links[Purpose.REGISTER] = tokens.issue(Purpose.REGISTER, "nowa@example.org")
    return {
        "forum": FORUM,
        "phase": forum.phases[-1].key,
        "organisation": speaker.organisation_id,
        "ours": ours.id,
        "busy": busy.id,
        "merged": merged.id,
        "hidden": hidden.id,
        "comment": answered.id,
        "gone": gone.id,
        "relation": relation.id,
        "founded": founded.id,
        "passkey": passkey.id,
        "merge": joined.id,
        "recommendation": written.id,
        "token": links[Purpose.RESET],
        "links": links,
    }


def _in_the_register(by: Actor) -> Organisation:
    """An organisation that the person registered, and what the register said of three other numbers."""
    found = read_entry("0000123456", Register.KRS_ASSOCIATIONS, an_entry())
    silent, gone = (
        Entry(f"000012345{last}", RegisterState(said))
        for last, said in ((7, "unreachable"), (8, "struck_off"))
    )
    for entry in (found, silent, gone):
        answer = RegisterAnswer(
            number=entry.number, state=entry.state, facts=entry.facts(), fetched_at=clock.now()
        )
        db.session.add(answer)
    joining = Joining(email="biuro@example.org")
    return register_by_person(joining, typed=Typed("Sąsiedzi", "grupa_nieformalna", seat="Kraków"), by=by)


def _actor(who: str) -> Actor:
    """One of the demonstration's people, acting for the first of their organisations."""
    user = find_by_email(f"{who}@example.org")
    assert user
    choices = actor_for(user).choices
    user.acting_for = choices[0].organisation_id if choices else None
    user.strong = True
    return actor_for(user)


PAGES: dict[str, list[str]] = {
    "": [
        "/",
        "/login",
        "/login?next=/me",
        "/login/password/{token}",
        "/login/link",
        "/login/link/{links[sign_in]}",
        "/login/reset",
        "/register",
        "/register/{links[register]}",
        "/me/email/old/{links[old_address]}",
        "/me/email/new/{links[new_address]}",
        "/accessibility",
        "/privacy",
        "/rules",
        "/contact",
        "/rules/versions",
        "/rules/versions/0",
        "/forums",
        "/forums/{forum}",
        "/forums/{forum}?sort=supported",
        "/forums/ekonomia-spoleczna",
        "/forums/program-wspolpracy-2027",
        "/forums/{forum}/about",
        "/proposals/{busy}",
        "/proposals/{merged}",
        "/proposals/{ours}?kind=glos",
        "/proposals/{busy}/revisions/1",
        "/proposals/{busy}/story",
        "/organisations",
        "/organisations?q=nikogo",
        "/organisations/{organisation}",
        "/organisations/register",
        "/recommendations",
        "/recommendations/{forum}",
        "/recommendations/program-wspolpracy-2027",
        "/issues/1",
    ],
    "przedstawiciel": [
        "/me",
        "/me/security",
        "/me/security/app",
        "/me/security/codes",
        "/me/security/app/remove",
        "/me/security/passkeys/new",
        "/me/security/passkeys/{passkey}",
        "/me/security/passkeys/{passkey}/remove",
        "/me/profile",
        "/me/email",
        "/me?kind=comments",
        "/forums/{forum}",
        "/forums/{forum}?waiting=1",
        "/forums/{forum}/proposals/new",
        "/proposals/{ours}",
        "/proposals/{busy}",
        "/proposals/{ours}/edit",
        "/proposals/{busy}/comments/new",
        "/proposals/{ours}/comments/new?parent={comment}",
        "/proposals/{busy}/positions",
        "/comments/{comment}/argument",
        "/proposals/{ours}/relations/new",
        "/proposals/{ours}/relations/{relation}/remove",
        "/desk/{forum}/preview",
        "/organisations/register",
        "/organisations/register?krs=0000123456",
        "/organisations/register?krs=0000123457",
        "/organisations/register?krs=0000123458",
        "/organisations/register/role?krs=0000123456",
        "/organisations/register/role?krs=0000123457",
        "/organisations/register/by-hand",
        "/organisations/{founded}/registered",
    ],
    "moderator": [
        "/me",
        "/moderation",
        "/moderation?view=hidden",
        "/moderation?view=decisions",
        "/moderation?view=merged",
        "/proposals/{hidden}",
        "/proposals/{busy}",
        "/moderation/proposals/{busy}/hide",
        "/moderation/proposals/{hidden}/restore",
        "/moderation/comments/{comment}/hide",
        "/moderation/comments/{gone}/restore",
        "/proposals/{busy}/merge",
        "/merges/{merge}/undo",
    ],
    "redaktor": [
        "/me",
        "/desk/{forum}",
        "/desk/{forum}?show=open",
        "/desk/{forum}?p=P{ours}&act=quote",
        "/desk/{forum}?p=P{ours}&act=aside",
        "/desk/{forum}?r=r{recommendation}",
        "/desk/{forum}?r=r{recommendation}&act=dissent",
        "/desk/{forum}/recommendations/new",
        "/desk/{forum}/recommendations/{recommendation}/edit",
        "/desk/{forum}/aside",
        "/desk/{forum}/preview",
        "/desk/{forum}/publish",
    ],
    "pelnomocnik": [
        "/me",
        "/forums/{forum}",
        "/forums/new",
        "/forums/{forum}/edit",
        "/forums/{forum}/phases/{phase}/edit",
        "/forums/{forum}/close",
    ],
    "administrator": [
        "/admin",
        "/admin/texts",
        "/admin/texts/rules/pl",
        "/admin/texts/accessibility/pl",
        "/admin/texts/rules/pl/versions/0",
        "/admin/people",
        "/admin/people?q=nikogo",
        "/admin/people/new",
        "/admin/people/1",
        "/admin/people/1/role",
        "/admin/people/1/suspend",
        "/organisations/{organisation}/edit",
    ],
}
