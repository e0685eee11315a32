"""Every page of the demonstration by its address, and who comes to it; nothing that can be read is left out."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from civic.accounts import tokens
from civic.accounts.commands import create_user, keep_text
from civic.accounts.commands.passkeys import add_passkey
from civic.accounts.models import Purpose, User
from civic.accounts.queries import find_by_email
from civic.answers import commands as answers
from civic.answers.models import AnswerStatus, Carried
from civic.answers.unit_files import sign_of
from civic.bulletins.commands import schedule_bulletin, write_bulletin
from civic.bulletins.models import Audience
from civic.bulletins.rounds import send_bulletins
from civic.discussions.commands import edit_comment, open_conversation
from civic.discussions.models import Comment, CommentKind, Origin
from civic.forums.models import Forum, Publishing
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Choice
from civic.kernel.db import db, unit_of_work
from civic.moderation import looks, reports
from civic.moderation.commands import (
    Letter,
    Notice,
    appeal,
    ask_to_suspend,
    clear_away,
    enter_proposal,
    hide,
    report,
    restore,
)
from civic.moderation.models import Breach, Ground
from civic.organisations.models import Organisation
from civic.organisations.queries import get_organisation
from civic.proposals import boards
from civic.proposals.commands import (
    amend,
    comment,
    merge,
    note_on_plan,
    note_suggestions,
    plan_position,
    propose,
    relate,
)
from civic.proposals.commands.suggesting import Found
from civic.proposals.models import (
    Asked,
    Part,
    Proposal,
    RelationKind,
    Signing,
    SigningState,
    Stance,
    Suggestion,
)
from civic.recommendations import commands as desk
from civic.recommendations.models import Issue, StepKind
from civic.recommendations.queries import issues
from tests.browser import agreed_pages, arranged, contact_pages, needed, placed_pages, polled
from tests.browser.boarded_pages import PAGES as OF_BOARDS
from tests.browser.boarded_pages import settle as settle_boards
from tests.browser.waiting import an_actor, in_the_register, settle
from tests.fixtures.gathered import some_gatherings
from tests.fixtures.meetings import some_meetings
from tests.fixtures.minutes import some_minutes

FORUM = "forum-lokalowe"


def every_page(app: Flask) -> dict[str, list[str]]:
    """The addresses by account, after moderators and editors have been at work so that no page is bare."""
    with app.app_context():
        named = _at_work() | settle() | arranged.settle() | needed.settle() | placed_pages.settle()
        named |= settle_boards() | polled.settle()
        db.session.remove()
    return {who: [address.format(**named) for address in pages] for who, pages in PAGES.items()}


def _suggested_and_entered(
    ours: Proposal, busy: Proposal, speaker: Actor, moderator: Actor
) -> dict[str, int]:
    """A pair that a machine takes for close, and a letter that was keyed in."""
    note_suggestions([Found(ours.id, busy.id, 0.2, ("czynsz", "stawka", "lokal"))], {}, by=SYSTEM)
    pair = tuple(sorted((ours.id, busy.id)))
    suggestion = db.session.query(Suggestion).filter_by(first_id=pair[0], second_id=pair[1]).one()
    named = db.session.get_one(Organisation, speaker.organisation_id)
    letter = Letter(Origin.PAPER, clock.today(clock.now()), organisation=named)
    entry = enter_proposal(
        ours.forum, letter, title="Z listu", body="Prosimy o tabliczki w lokalach.", by=moderator
    )
    return {"entry": entry.id, "suggestion": suggestion.id}


def _swept(busy: Proposal, place: Choice, moderator: Actor) -> dict[str, object]:
    """An account whose advertisements were taken away at once."""
    sender = create_user(
        email="sprzedaje@example.org", name="Sylwia Sprzedaje", role=None, unit="", by=SYSTEM
    )
    db.session.flush()
    by = Actor(id=sender.id, choices=(place,), choice=place)
    comment(busy, body="Reklama.", kind=CommentKind.VOICE, by=by)
    return {"sender": sender.id, "batch": clear_away(sender, reason="Reklama sklepu.", by=moderator)[0].batch}


def _waiting(forum: Forum, speaker: Actor) -> Proposal:
    """A proposal that nobody has looked at."""
    before, forum.publishing = forum.publishing, Publishing.NOTHING_AT_ONCE
    text = "Propozycja, której nikt jeszcze nie widział."
    waiting = propose(forum, title="Czeka na spojrzenie", body=text, by=speaker)
    forum.publishing = before
    return waiting


def _at_work() -> dict[str, object]:
    speaker, moderator, editor = (an_actor(who) for who in ("przedstawiciel", "moderator", "redaktor"))
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
        talk = open_conversation(forum, title="Skąd brać tabliczki?", body="Kto je zamawia?", by=speaker)
        asked = comment(
            talk,
            body="Co na to @Wydział Polityki Społecznej i Zdrowia?",
            kind=CommentKind.QUESTION,
            by=speaker,
        )
        edit_comment(
            asked, body="Co na to @Wydział Polityki Społecznej i Zdrowia? Prosimy.", edits=0, by=speaker
        )
        answered = comment(ours, body="Głos, na który odpowiemy.", kind=CommentKind.VOICE, by=speaker)
        silenced = open_conversation(forum, title="Do ukrycia", body="Treść nie na temat.", by=speaker)
        unseen = _waiting(forum, speaker)
        gone = comment(busy, body="Głos do ukrycia.", kind=CommentKind.AGAINST, by=speaker)
        contested = comment(busy, body="Głos, o który idzie spór.", kind=CommentKind.VOICE, by=speaker)
        other = next(each for each in found if each.organisation_id not in {None, speaker.organisation_id})
        wish = Signing(
            proposal_id=ours.id,
            organisation_id=other.organisation_id,
            asked=Asked.BY_SIGNER,
            state=SigningState.WAITING,
            by_id=other.person_id,
            at=clock.now(),
        )
        db.session.add(wish)
        db.session.flush()
        place = Choice(other.organisation_id or 0, other.organisation_name, "przedstawiciel")
        someone = Actor(id=other.person_id, choices=(place,), choice=place)
        swept = _swept(busy, place, moderator)
        reworded = amend(
            ours,
            part=Part.TITLE,
            text=f"{ours.title}, co roku",
            reason="Stawka ma być przeglądana co roku.",
            revision_no=ours.revision_no,
            by=someone,
        )
        planned = plan_position(busy, stance=Stance.AGAINST, reason="Za drogo.", by=speaker)
        note_on_plan(planned, name="Ewa Sitko", agrees=False, note="Dopiszmy koszt.", by=speaker)
        waits = _suggested_and_entered(ours, busy, speaker, moderator)
        relation = relate(ours, busy, kind=RelationKind.CONFLICTING, by=speaker)
        joined = merge(merged, busy, reason="Obie mówią o tym samym.", by=moderator)
        decision = hide(hidden, ground=Ground.PERSONAL_DATA, reason="Podano adres osoby.", by=moderator)
        hide(silenced, ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        hide(gone, ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        founded = in_the_register(speaker)
        unsent = keep_text(f"/proposals/{busy.id}/comments/new", {"body": ["Zaczęty głos."]}, by=speaker)
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
    office = an_actor("pelnomocnik")
    with unit_of_work():
        bulletin, waiting, sent = (
            write_bulletin(
                title=f"{title} spotkanie", body="Zapraszamy.", audience=Audience.ORGANISATIONS, by=office
            )
            for title in ("Pierwsze", "Drugie", "Trzecie")
        )
        schedule_bulletin(waiting, at=clock.now() + timedelta(days=9), by=office)
        schedule_bulletin(sent, by=office)
    send_bulletins(by=SYSTEM)
    meetings = some_meetings(office)
    return {
        **meetings,
        **some_minutes(meetings["meeting"], speaker.organisation_id or 0, office),
        **some_meetings(office),
        **some_gatherings(office),
        "bulletin": bulletin.id,
        "bulletin_waiting": waiting.id,
        "bulletin_sent": sent.id,
        **agreed_pages.settle(speaker, editor),
        **contact_pages.settle(speaker, office),
        **_next_edition(),
        **_answered(),
        "forum": FORUM,
        "phase": forum.phases[-1].key,
        "organisation": speaker.organisation_id,
        "ours": ours.id,
        "reworded": reworded.id,
        "board": boards.token_of(planned),
        **_reported(busy, gone, speaker, moderator),
        **_looked_at_again(contested, speaker, moderator),
        "busy": busy.id,
        "merged": merged.id,
        "hidden": hidden.id,
        "decision": decision.id,
        "comment": answered.id,
        "talk": talk.id,
        "silenced": silenced.id,
        "asked": asked.id,
        "gone": gone.id,
        "waiting": unseen.id,
        **swept,
        "look": looks.find_look(unseen).id,  # type: ignore[union-attr]
        "relation": relation.id,
        **waits,
        "founded": founded.id,
        "passkey": passkey.id,
        "unsent": unsent.id,
        "signing": wish.id,
        "merge": joined.id,
        "recommendation": written.id,
        "token": links[Purpose.RESET],
        "links": links,
    }


def _answered() -> dict[str, object]:
    """Answers of the city that wait, are on their way, and are published; a file that a unit filled in."""
    office, official = an_actor("pelnomocnik"), an_actor("urzednik")
    issue = issues()[0]
    wording = answers.Wording(AnswerStatus.PARTLY, "Zrobimy to w części.", "dyrekcja wydziału")
    with unit_of_work():
        unit = answers.add_unit(official.unit, by=office)
        today = clock.today(clock.now())
        answers.commit_to(
            issue.forum, unit=unit, days=10, committed_by="dyrekcja wydziału", starts_on=today, by=office
        )
        template = answers.save_template(name="Przyjęta", text="Przyjmujemy [[numer]].", by=office)
        waiting, drafted, published, *_rest = answers.open_answers(issue, by=office)
        answers.extend([waiting], until=today + timedelta(days=40), reason="Opinia prawna.", by=official)
        answers.draft(drafted, wording, by=official)
        for _each in range(2):
            answers.publish_answer(answers.draft(published, wording, by=official), by=official)
        answers.report_carried(
            published, state=Carried.DONE, on_day=today, evidence="Uchwała Rady.", by=official
        )
        row = {"row": "2", "id": sign_of(waiting), "status": "Przyjęta", "text": "Tak."}
        wrong = {"row": "3", "id": "inny", "status": "", "text": ""}
        file = answers.bring_back(unit, name="plik.xlsx", sha256="0" * 64, rows=[row, wrong], by=official)
    return {
        "answer": waiting.id,
        "answer_drafted": drafted.id,
        "answer_published": published.id,
        "template": template.id,
        "unit": unit.slug,
        "returned": file.id,
    }


def _next_edition() -> dict[str, object]:
    """An edition that replaces another, and a recommendation of it that an editor adopted."""
    forum, editor = get_forum("program-wspolpracy-2027"), an_actor("redaktor")
    with unit_of_work():
        desk.publish(forum, by=SYSTEM)
    placed = db.session.scalars(select(Proposal.id).where(Proposal.forum_id == forum.id).limit(1)).one()
    with unit_of_work():
        adopted = desk.adopt(desk.open_draft(forum, by=editor), proposal_ids=[placed], by=editor)
    with unit_of_work():
        issue = desk.publish(forum, what_changed="Krótszy tytuł.", by=SYSTEM)
    return {"published": adopted.id, **_handed_over(issue)}


def _handed_over(issue: Issue) -> dict[str, object]:
    """A step of the hand-over of that edition, and words that somebody asks to be removed from it."""
    office = an_actor("pelnomocnik")
    with unit_of_work():
        said = desk.Said(
            StepKind.ASKED,
            clock.today(clock.now()),
            sender=issue.forum.title,
            receiver="Krakowska Rada Działalności Pożytku Publicznego (KRDPP)",
            case_number="OS-01.511.12.2026",
        )
        step = desk.record_step(issue, said, by=office)
    with unit_of_work():
        asked = desk.ask_redaction(issue, words="organizacji", ground="art. 17 ust. 1 RODO", by=office)
        return {"newer": issue.number, "step": step.id, "redaction": asked.id}


def _reported(busy: Proposal, gone: Comment, by: Actor, moderator: Actor) -> dict[str, object]:
    """A report that waits, and one that was decided."""
    with unit_of_work():
        busy, gone = db.session.get_one(Proposal, busy.id), db.session.get_one(Comment, gone.id)
        notice = Notice(breach=Breach.SPAM, explanation="To ogłoszenie.", good_faith=True)
        waiting = report(busy, notice, by=by)
        restore(gone, ground=Ground.MISTAKE, reason="Nie obraża.", by=moderator)
        settled = report(gone, notice, by=by)
        hide(gone, ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        return {"report_waiting": reports.token_of(waiting), "report_settled": reports.token_of(settled)}


def _looked_at_again(comment: Comment, by: Actor, moderator: Actor) -> dict[str, object]:
    """An appeal that waits, a decision against which one may appeal, a report to be looked at again, an act that waits for two."""
    office = an_actor("pelnomocnik")
    with unit_of_work():
        comment = db.session.get_one(Comment, comment.id)
        first = hide(comment, ground=Ground.OFF_TOPIC, reason="Nie o tym.", by=moderator)
        made = appeal(first, text="Właśnie o tym jest ta propozycja.", by=by)
        restore(comment, ground=Ground.MISTAKE, reason="Jednak na temat.", by=moderator)
        second = hide(comment, ground=Ground.OFF_TOPIC, reason="Nie o tym forum.", by=moderator)
        halting = get_organisation(int(by.organisation_id or 0))
        asked = ask_to_suspend(halting, reason="Spór o zarząd.", by=office)
    return {"appeal": made.id, "appealed": first.id, "appealable": second.id, "second": asked.id}


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
        "/log-heads",
        "/contact",
        "/rules/versions",
        "/rules/versions/0",
        "/forums",
        "/forums/{forum}",
        "/forums/{forum}?sort=supported",
        "/search",
        "/search?q=lokale",
        "/search?q=nikogo&year=2026",
        "/forums/ekonomia-spoleczna",
        "/forums/program-wspolpracy-2027",
        "/forums/{forum}/about",
        "/forums/{forum}/threads",
        "/forums/ekonomia-spoleczna/threads",
        "/threads/{talk}",
        "/c/{asked}/versions",
        "/c/{comment}/story",
        "/proposals/{busy}?order=newest",
        "/proposals/{busy}",
        "/proposals/{merged}",
        "/proposals/{ours}?kind=glos",
        "/proposals/{busy}/revisions/1",
        "/proposals/{ours}/revisions",
        "/amendments/{reworded}",
        "/board/{board}",
        "/proposals/{busy}/story",
        "/organisations",
        "/organisations?q=nikogo",
        "/organisations/{organisation}",
        "/organisations/register",
        "/recommendations",
        "/recommendations/{forum}",
        "/recommendations/{agreed}/agreeing",
        "/votes/{ballot}",
        "/votes/{ballot_over}",
        "/recommendations/program-wspolpracy-2027",
        "/issues/1",
        "/issues/1/ledger",
        "/issues/1/plain",
        "/issues/1/pictures",
        "/issues/1/easy",
        "/r/{published}/story",
        "/issues/{newer}",
        "/issues/{newer}/changes",
        "/issues/{newer}/handover",
        "/answers",
        "/answers?late=1&status=odrzucona",
        "/answers/{answer}",
        "/answers/{answer_published}",
        "/bulletins",
        "/bulletins/{bulletin_sent}",
        "/meetings",
        "/meetings?when=past",
        "/calendar",
        "/meetings/subscribe",
        "/meetings/{meeting}",
        "/meetings/{meeting}/minutes/offline",
        "/said/{said}",
        "/meetings/{cancelled_meeting}",
        "/g/{room}",
        "/g/{prepared_room}",
        "/g/{shut_room}",
        "/gatherings/{gathering}/screen",
        "/gatherings/{shut_gathering}/screen",
        "/series/{series}",
        "/meetings/{open_meeting}",
        "/meetings/{open_meeting}/sign-up",
        "/meetings/sign-up/{sign_up_token}",
        "/meetings/sign-up/nie-ten",
        "/invitations/{invitation}",
        "/organisations/{halted}",
        "/organisations/{unconfirmed}",
        "/follow/email",
        "/follow/email/{follow_token}",
        "/follow/email/nie-ten",
        "/unsubscribe/{stop_token}",
        "/reports/new?about=comment:{asked}",
        "/reports/new?about=proposal:{busy}",
        "/reports/received",
        "/moderation/figures",
        "/reports/{report_waiting}",
        "/reports/{report_settled}",
        "/reports/{report_settled}/appeal",
    ],
    "przedstawiciel": [
        "/decisions/{appealed}/appeal",
        "/decisions/{appealable}/appeal",
        "/forums/{forum}/threads/new",
        "/threads/{talk}",
        "/threads/{talk}/comments/new",
        "/threads/{talk}/comments/new?parent={asked}&quote=1",
        "/threads/{talk}/summary",
        "/threads/{talk}/close",
        "/comments/{asked}/edit",
        "/comments/{asked}/delete",
        "/me/mentions",
        "/me",
        "/inbox",
        "/inbox?show=unread",
        "/me/notifications",
        "/me/reports",
        "/reports/new?about=conversation:{talk}",
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
        "/proposals/{ours}/attachments",
        "/proposals/{ours}/signers?q=fundacja",
        "/proposals/{busy}/sign",
        "/signings/{signing}",
        "/drafts",
        "/drafts/{unsent}",
        "/forums/{forum}",
        "/forums/{forum}?waiting=1",
        "/forums/{forum}/proposals/new",
        "/proposals/{ours}",
        "/proposals/{busy}",
        "/proposals/{ours}/edit",
        "/reviews/{review}",
        "/reviews/{review}/comments/new",
        "/votes/{ballot}/cast",
        "/votes/{ballot_over}/opinion",
        "/forums/{agreed}/left-out",
        "/p/{left_out}/objection",
        "/proposals/{busy}/comments/new",
        "/proposals/{ours}/comments/new?parent={comment}",
        "/proposals/{busy}/amendments/new",
        "/amendments/{reworded}/decide",
        "/proposals/{busy}/positions/planned",
        "/proposals/{busy}/positions/planned/new",
        "/proposals/{busy}/positions",
        "/comments/{comment}/argument",
        "/entries/{entry}",
        "/minutes/lines/{our_line}/ours",
        "/proposals/{ours}/relations/new",
        "/proposals/{ours}/relations/{relation}/remove",
        "/desk/{forum}/preview",
        "/desk/{forum}/ledger",
        "/organisations/register",
        "/organisations/register?krs=0000123456",
        "/organisations/register?krs=0000123457",
        "/organisations/register?krs=0000123458",
        "/organisations/register/role?krs=0000123456",
        "/organisations/register/role?krs=0000123457",
        "/organisations/register/by-hand",
        "/organisations/{founded}/registered",
        "/login/again?next=/me",
        "/me/password",
        "/me/sessions",
        "/me/organisations",
        "/me/data",
        "/me/data/erase",
        "/invitations/{invitation}",
        "/organisations/{organisation}",
        "/organisations/{organisation}/people",
        "/organisations/{organisation}/people/{place}",
        "/organisations/{organisation}/people/{place}/end",
        "/organisations/{organisation}/people/invite",
        "/organisations/{organisation}/claims/{claim}",
        "/organisations/{organisation}/verify",
        "/organisations/{organisation}/edit",
        "/correspondence",
        "/correspondence/new",
        "/correspondence/{contact}",
        "/correspondence/{contact_over}",
        "/forums/{calling}",
        "/forums/{calling}/declarations/new",
        "/forums/{forum}/seat",
    ],
    "moderator": [
        "/moderation/threads/{talk}/hide",
        "/moderation/threads/{silenced}/restore",
        "/threads/{silenced}",
        "/me",
        "/moderation",
        "/moderation/today",
        "/moderation/cases/{case}",
        "/moderation?whose=later&soon=1",
        "/moderation/split",
        "/moderation/bulk",
        "/moderation/keys",
        "/issues/{newer}/redactions/{redaction}",
        "/moderation/contributions",
        "/moderation/entries/new",
        "/moderation/entries",
        "/moderation/entries/{entry}/withdraw",
        "/moderation/suggestions/{suggestion}",
        "/moderation/suggestions/{suggestion}/merge",
        "/moderation/contributions?view=hidden",
        "/moderation/contributions?view=decisions",
        "/moderation/contributions?view=merged",
        "/proposals/{hidden}",
        "/proposals/{busy}",
        "/moderation/proposals/{busy}/decide",
        "/moderation/threads/{talk}/decide",
        "/moderation/comments/{comment}/decide",
        "/decisions/{decision}",
        "/decisions/{decision}/undo",
        "/moderation/proposals/{busy}/hide",
        "/moderation/proposals/{hidden}/restore",
        "/reviews/{review}/comments/{review_comment}/hide",
        "/reviews/{review}/comments/{review_comment}/show",
        "/moderation/comments/{comment}/hide",
        "/moderation/comments/{gone}/restore",
        "/moderation/looks/{look}",
        "/moderation/people/{sender}",
        "/moderation/people/{sender}/restrict",
        "/moderation/people/{sender}/spam",
        "/moderation/batches/{batch}/undo",
        "/proposals/{waiting}",
        "/proposals/{busy}/merge",
        "/merges/{merge}/undo",
        "/moderation/seconds/{second}/answer",
        "/organisations/verification",
        "/organisations/{organisation}/verification",
        "/organisations/{unconfirmed}/verification",
        "/organisations/{organisation}/parent",
        "/organisations/{organisation}/verification/claims/{claim}",
        "/organisations/{organisation}/verification/claims/{claim_file}",
        "/organisations/{organisation}/verification/checks/{check}",
    ],
    "redaktor": [
        "/me",
        "/desk/{forum}",
        "/desk/{forum}?show=open",
        "/desk/{forum}?show=free&q=a&support=silent",
        "/desk/{forum}?p=P{ours}&act=quote",
        "/desk/{forum}?p=P{ours}&act=aside",
        "/desk/{forum}?r=r{recommendation}",
        "/desk/{forum}?r=r{recommendation}&act=dissent",
        "/desk/{forum}?r=r{recommendation}&act=conflict",
        "/recommendations/{agreed}/agreeing",
        "/desk/{agreed}/reviews/new",
        "/desk/{agreed}/votes/new",
        "/reviews/{review}",
        "/reviews/{review}/comments/{review_comment}/answer",
        "/desk/{agreed}/objections",
        "/desk/{agreed}/objections/{aside_objection}",
        "/desk/{forum}/recommendations/new",
        "/desk/{forum}/recommendations/{recommendation}/edit",
        "/desk/{forum}/aside",
        "/desk/{forum}/preview",
        "/desk/{forum}/first-draft",
        "/desk/{forum}/history",
        "/desk/{forum}/notes",
        "/desk/{forum}/publish",
    ],
    "urzednik": [
        "/answers/work",
        "/answers/{answer_drafted}",
        "/answers/{answer}/draft",
        "/answers/{answer_drafted}/send-back",
        "/answers/{answer}/extend",
        "/answers/{answer_published}/carried",
        "/answers/together?id={answer}",
        "/answers/extend?id={answer}",
        "/answers/templates",
        "/answers/templates/{template}",
        "/answers/units/{unit}/return",
        "/answers/returns/{returned}",
    ],
    "pelnomocnik": [
        "/issues/{newer}/handover",
        "/issues/{newer}/handover/new",
        "/issues/{newer}/handover/{step}/correct",
        "/issues/{newer}/redactions",
        "/answers/work",
        "/answers/units",
        "/answers/units/{unit}/address",
        "/answers/chain",
        "/answers/forums/{forum}/chain",
        "/answers/forums/{forum}/commitment",
        "/meetings/{meeting}",
        "/meetings/{meeting}/minutes",
        "/meetings/{meeting}/minutes/check",
        "/meetings/{meeting}/minutes/paper",
        "/minutes/lines/{free_line}/edit",
        "/minutes/lines/{asked_line}/read-back",
        "/minutes/lines/{question_line}/assign",
        "/minutes/lines/{question_line}/answer",
        "/meetings/{cancelled_meeting}",
        "/meetings/new",
        "/meetings/{meeting}/edit",
        "/meetings/{meeting}/cancel",
        "/meetings/{open_meeting}/registrations",
        "/correspondence",
        "/correspondence/{contact}",
        "/correspondence/{contact}/close",
        "/organisations/{organisation}/correspondence/new",
        "/correspondence/{contact}/hand-over",
        "/correspondence/{contact}/notes/new",
        "/meetings/{large_meeting}/gathering",
        "/gatherings/{gathering}",
        "/gatherings/{shut_gathering}",
        "/gatherings/{gathering}/tables",
        "/gatherings/{prepared_gathering}/topics/{prepared_topic}",
        "/gatherings/{gathering}/questions/{room_question}/answer",
        "/gatherings/{gathering}/questions/{room_question}/merge",
        "/bulletins",
        "/bulletins/new",
        "/bulletins/{bulletin}",
        "/bulletins/{bulletin}/edit",
        "/bulletins/{bulletin_waiting}",
        "/me",
        "/forums/{forum}",
        "/forums/new",
        "/forums/{forum}/edit",
        "/forums/{forum}/phases/{phase}/edit",
        "/forums/{forum}/close",
        "/forums/{calling}/call",
        "/forums/{calling}/declarations/{declaration}",
        "/organisations/verification",
        "/organisations/{organisation}/suspension",
        "/organisations/{halted}/suspension",
        "/moderation/appeals/{appeal}/decide",
    ],
    "administrator": [
        "/admin",
        "/admin/texts",
        "/admin/templates",
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
        "/admin/people/{suspended}",
        "/admin/people/{suspended}/reinstate",
        "/admin/people/{keyholder}/factors",
        "/admin/people/{keyholder}/erase",
        "/admin/retention",
        "/admin/letters",
        "/admin/letters?list=waiting",
        "/admin/log",
        "/admin/log?name=ProposalMade&about=nonsense",
        "/admin/log/forum:1",
        "/organisations/{organisation}/people",
        "/organisations/{organisation}/suspension",
    ],
    "krdpp": [
        "/me",
        "/forums/{calling}",
        "/forums/{calling}/declarations",
        "/forums/{calling}/declarations/{declaration}",
    ],
    "niepotwierdzona": [
        "/me",
        "/me/organisations",
        "/forums/{calling}",
        "/forums/{calling}/declarations/new",
        "/organisations/{unconfirmed}",
        "/organisations/{unconfirmed}/registered",
        "/organisations/{unconfirmed}/people",
        "/organisations/{unconfirmed}/verify",
        "/organisations/{unconfirmed}/verify/code",
        "/organisations/{unconfirmed}/verify/mandate",
        "/organisations/{organisation}/claim",
        "/organisations/{organisation}/claim?kind=handover",
    ],
    "bezkodu": [
        "/me",
        "/me/security",
        "/proposals/{busy}",
    ],
}
for _reader, _boards in OF_BOARDS.items():
    PAGES[_reader] += _boards
for _shown in (arranged.PAGES, needed.PAGES, placed_pages.PAGES, polled.PAGES):
    for _who, _pages in _shown.items():
        PAGES[_who] += _pages
