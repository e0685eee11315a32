"""A plausible, valid form for each address that takes one, so that an answer is about rights and not about typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lxml import html as markup

from civic.kernel import clock
from civic.notifications.models import Concern
from civic.organisations.models import CheckMethod, Verification
from tests.fixtures.uploads import JPEG, PDF, docx
from tests.integration.access import polling
from tests.integration.access.world import PASSWORD, World

#: These forms carry the version they were made from: they are filled in on the page itself by one who may, and then changed.
FILLED_ON_THE_PAGE: dict[str, tuple[str, dict[str, Any]]] = {
    "answers.draft": ("plenipotentiary", {"status": "przyjeta", "text": "Zrobimy."}),
    "answers.template": ("plenipotentiary", {"name": "Inna nazwa"}),
    "boards.edit_notice": ("representative", {"title": "Inny tytuł"}),
    "boards.decide_notice": ("moderator", {"outcome": "refused", "note": "To nie jest ogłoszenie."}),
    "boards.edit_call": ("plenipotentiary", {"title": "Inny tytuł"}),
    "bulletins.edit": ("plenipotentiary", {"title": "Inny tytuł"}),
    "forums.edit_forum": ("plenipotentiary", {"title": "Inny tytuł"}),
    "minutes.edit": ("plenipotentiary", {"text": "Inne słowa.", "correction": "słowa"}),
    "meetings.edit": ("plenipotentiary", {"title": "Inny tytuł"}),
    "forums.call": ("plenipotentiary", {"seats_max": 13}),
    "needs.sort": ("moderator", {"decision": "niepublikowana"}),
    "needs.answer": ("official", {"text": "Zrobimy."}),
    "organisations.edit": ("plenipotentiary", {"about": "Działamy dalej."}),
    "discussions.edit": ("representative", {"body": "Inny głos."}),
    "discussions.summary": ("moderator", {"summary": "Na czym stoi."}),
    "discussions.close": ("moderator", {"conclusions": "Tyle z tego."}),
    "recommendations.write_recommendation": ("editor", {"title": "Inny tytuł", "take_over": "1"}),
    "places.edit": ("plenipotentiary", {"about": "Stół przy oknie."}),
    "texts.edit": ("administrator", {"text_body": "# Inne zasady", "reason": "Zmiana."}),
}


#: Who sends these has read everything there is.
CONTACT: dict[str, dict[str, Any]] = {
    "contact.new": {"subject": "Umowa na przyszły rok", "body": "Kiedy ją dostaniemy?"},
    "contact.begin": {"subject": "Umowa na przyszły rok", "body": "Prosimy o podpis."},
    "contact.show": {"body": "Dziękujemy.", "seen": "999999"},
    "contact.close": {"body": "Wszystko załatwione."},
    "contact.take": {"seen": "0"},
    "contact.hand_over": {"unit": "", "person": "0", "body": "Proszę o przejęcie.", "seen": "0"},
    "contact.note": {"body": "Dzwonili wczoraj."},
}


def body_for(world: World, address: str, role: str) -> dict[str, Any]:
    """What this person would type into the form that is sent to this address."""
    endpoint, values = world.app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")
    if endpoint in FILLED_ON_THE_PAGE:
        reader, typed = FILLED_ON_THE_PAGE[endpoint]
        page = world.read_as_built(reader, address)
        return (_form_on(page.text) if page.status_code == 200 else {}) | typed
    if endpoint in {"forums.declare", "forums.own_seat"}:
        return _seated(world, endpoint, role)
    if endpoint == "open_data.erase":
        return {"email": world.names["emails"].get(role, "")}
    known = _typed(world.names)
    body: dict[str, Any] = {**known.get(endpoint, {}), **_about_accounts(world.names).get(endpoint, {})}
    body |= _about_organisations(world.names).get(endpoint, {})
    body |= _about_notifications(world.names).get(endpoint, {})
    body |= _about_answers(world.names).get(endpoint, {})
    body |= CONTACT.get(endpoint, {})
    body |= _about_boards(world.names).get(endpoint, {})
    body |= _about_rooms(world.names).get(endpoint, {})
    if endpoint == "polls.decide":
        return {"date": world.names["poll_dates_of"][values["poll_id"]]}
    if endpoint == "proposals.merge":
        other = "ours" if values["proposal_id"] != world.names["ours"] else "theirs"
        return body | {"target": f"P{world.names[other]}"}
    return body


def _seated(world: World, endpoint: str, role: str) -> dict[str, Any]:
    """Each organisation sends its own people: whoever types, or for a seat two who may sit there."""
    if endpoint == "forums.own_seat":
        people = world.names["users"]
        return {"representative": people["deputy"][0], "deputy": people["representative"][0]}
    user_id, _organisation = world.names["users"].get(role, (0, None))
    return {"representative": user_id, "statement": "Chcemy przy tym być.", "file": PDF}


def _form_on(page: str) -> dict[str, Any]:
    form = markup.fromstring(page).xpath("//main//form[@method='post']")[0]
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        if name not in {"csrf_token", "preview"}:
            values.setdefault(name, []).append(value)
    return values


def _typed(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    today = clock.today(clock.now())
    ahead = {"opens": today.isoformat(), "closes": (today + timedelta(days=20)).isoformat()}
    reason = {"reason": "Tak będzie lepiej."}
    return {
        "accounts.sign_in": {"email": "nowa@example.org", "password": PASSWORD},
        "accounts.set_password": {"password": "inne zdanie jako hasło"},
        "accounts.act_for": {"organisation": names["organisation"]},
        "forums.open_forum": {
            "title": "Nowe forum",
            "summary": "O czymś nowym.",
            "phases-0-title": "Zbieranie",
            "phases-0-opens": ahead["opens"],
            "phases-0-closes": ahead["closes"],
            "phases-0-abilities": "propose",
        },
        "forums.move_phase": {**ahead, **reason, "version": names["version"]},
        "forums.close_forum": reason,
        "proposals.new": {"title": "Nowa propozycja", "body": "Proponujemy.", "meant": "1"},
        "proposals.edit": {"title": "Nowy tytuł", "body": "Nowa treść.", "revision_no": 1},
        "proposals.amend": {"text": "Zupełnie inne słowa.", "reason": "Bo tak.", "revision_no": 1},
        "proposals.decide_amendment": {"decision": "forum"},
        "discussions.new": {"title": "Nowa rozmowa", "body": "O czymś innym."},
        "bulletins.send": {"at": ""},
        "meetings.new": {
            "title": "Spotkanie przy stole",
            "kind": "3miejsce",
            "day": ahead["closes"],
            "begins": "14:00",
            "ends": "18:00",
            "where": "0",
            "forum": "0",
            "series": "0",
        },
        "meetings.cancel": reason,
        "polls.new": {
            "title": "Zebranie",
            "forum": names["poll_forum"],
            **{f"day{n}": ahead["closes"] for n in range(2)},
            "begins0": "10:00",
            "ends0": "12:00",
            "begins1": "14:00",
            "ends1": "16:00",
        },
        "polls.answer": {"name": "Jan", **{f"date{date}": "yes" for date in names["poll_dates"]}},
        "polls.withdraw": {"me": polling.SECRET},
        "needs.new": {"text": "Potrzebna jest ławka."},
        "needs.address": {"act": "remove"},
        "needs.send_back": {"note": "To nie nasze."},
        "minutes.take": {
            "client_id": "line-by-hand",
            "text": "Nowe słowa.",
            "kind": "need",
            "speaker": "nobody",
        },
        "minutes.check": {"attendance": "8"},
        "minutes.agree": {"version": names["asked_version"]},
        "minutes.said": {"text": "Moje słowa.", "answer": "agree"},
        "minutes.assign": {"unit": "Wydział Kultury", "due": ahead["closes"]},
        "minutes.answer": {"text": "W maju."},
        "minutes.claim": {"ours": "yes"},
        "meetings.sign_up": {"name": "Rita Mieszkanka", "email": "przyjde@example.org", "needs": "PJM"},
        "discussions.comment": {"kind": "glos", "body": "Nowy głos."},
        "discussions.agree": {"agreed": "yes"},
        "moderation.assign": {"person": names["users"]["moderator"][0]},
        "moderation.put_off": {"until": "tomorrow"},
        "moderation.deal": {"people": [names["users"]["moderator"][0]]},
        "moderation.clear": reason,
        "moderation.undo_own": {"decision": names["own_decision"]},
        "moderation.hide_conversation": {"ground": "reklama", **reason},
        "moderation.restore_conversation": reason,
        "moderation.decide_report": {"act": "keep", **reason},
        "moderation.appeal_report": {"text": "To nieprawda."},
        "moderation.new_report": {
            "breach": "reklama",
            "explanation": "To ogłoszenie.",
            "law": "",
            "quote": "",
            "name": "Anna Zgłaszająca",
            "email": "zglasza@example.org",
            "good_faith": "y",
        },
        "proposals.comment": {"kind": "glos", "body": "Nowy głos."},
        "proposals.argument": {"marked": "yes"},
        "proposals.position": {"position": "popiera", "reason": "Bo tak."},
        "proposals.plan": {"position": "popiera", "reason": "Bo tak."},
        "proposals.board": {"name": "Ewa", "verdict": "agrees"},
        "proposals.attachments": {"title": "Plan", "file": PDF},
        "recommendations.templates": {"forum": "", "file": docx()},
        "proposals.signers": {"organisation": names["users"]["outsider"][1]},
        "proposals.answer": {"answer": "accept"},
        "proposals.relate": {"other": f"P{names['theirs']}", "kind": "uzupelniajaca"},
        "proposals.merge": reason,
        "moderation.decide_proposal": {"act": "hide", "ground": "reklama", **reason},
        "moderation.decide_comment": {"act": "hide", "ground": "reklama", **reason},
        "moderation.decide_conversation": {"act": "hide", "ground": "reklama", **reason},
        "moderation.undo": reason,
        "proposals.object_to_merge": reason,
        "recommendations.open_review": {"opens_on": ahead["opens"], "closes_on": ahead["closes"]},
        "recommendations.comment_on_review": {"paragraph": names["paragraph"], "text": "Uwaga."},
        "recommendations.answer_review_comment": {"answered": "uwzgledniona", "answer": "Dopisane."},
        "recommendations.hide_review_comment": reason,
        "recommendations.open_ballot": {"ask": "calosc", "closes_on": ahead["closes"]},
        "recommendations.cast": {"question-1": "za", "question-2": "przeciw"},
        "recommendations.file_opinion": {"question": "calosc", "text": "Inaczej."},
        "recommendations.object_for_proposal": {"text": "Powinno zostać."},
        "recommendations.object_for_comment": {"text": "Powinno zostać."},
        "recommendations.answer_aside": {"accept": "no", "answer": "Nie tym razem."},
        "moderation.undo_merge": reason,
        "moderation.answer_objection": {"verdict": "undo", **reason},
        "moderation.split_off": {"title": "Osobna sprawa", **reason},
        "moderation.put_back": reason,
        "moderation.move_proposal": {"forum": names["foreign_forum"], **reason},
        "moderation.move_conversation": {"forum": names["foreign_forum"], **reason},
        "moderation.undo_move": reason,
        "moderation.hide_proposal": {"ground": "reklama", **reason},
        "moderation.restore_proposal": reason,
        "moderation.restrict": {"act": "limit", "days": "7", "ground": "spam", **reason},
        "moderation.spam": reason,
        "moderation.undo_batch": reason,
        "moderation.let_pass": {"reason": ""},
        "moderation.hide_comment": {"ground": "reklama", **reason},
        "moderation.restore_comment": reason,
        "moderation.appeal": {"text": "To nie są dane osoby."},
        "moderation.decide_appeal": {"outcome": "upheld", **reason},
        "moderation.answer_second": {"given": "yes"},
        "recommendations.add_recommendation": {"title": "Nowa rekomendacja", "chapter": 0},
        "recommendations.notes": {"text": "Sprawdzić z wydziałem."},
        "recommendations.move_recommendation": {"direction": "up"},
        "recommendations.rank_recommendation": {"priority": "pilna"},
        "recommendations.place": {"recommendation": names["recommendation"]},
        "recommendations.adopt": {"proposal": names["free"]},
        "recommendations.quote": {"sentences": 0, "recommendation": 0},
        "recommendations.aside": {"reason": "inny", "explanation": "Nie tym razem."},
        "recommendations.many_aside": {
            "chosen": f"K{names['amendment']}",
            "reason": "inny",
            "explanation": "Nie tym razem.",
        },
        "moderation.enter": {
            "forum": names["forum_id"],
            "what": "proposal",
            "who": "person",
            "kind": "glos",
            "origin": "paper",
            "received_on": today.isoformat(),
            "title": "Z listu",
            "body": "Prosimy o ławki.",
        },
        "moderation.withdraw_entry": reason,
        "moderation.answer_entry": {"ours": "yes"},
        "moderation.answer_pair": {"kind": "podobna"},
        "moderation.merge_pair": {"into": names["aside"], **reason},
        "recommendations.conflict": {"pair": f"{names['placed']}-{names['aside']}", "text": "Godzimy to."},
        "recommendations.add_step": {"kind": "rezygnacja", "done_on": today.isoformat()},
        "recommendations.correct_step": {"done_on": today.isoformat(), "receiver": "KRDPP"},
        "recommendations.redactions": {"words": "Wydana", "ground": "art. 17 RODO"},
        "recommendations.answer_redaction": {"answer": "remove"},
        "recommendations.dissent": {"organisation": names["organisation"], "text": "Mamy inne zdanie."},
    }


def _about_accounts(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    oneself = {"name": "Inne Imię", "language": "pl"}
    reason = {"reason": "Tak trzeba."}
    return {
        "accounts.register": {"email": "nieznana@example.org"},
        "accounts.register_by_link": {**oneself, "password": "zupełnie nowe zdanie"},
        "accounts.sign_in_link": {"email": "nowa@example.org"},
        "accounts.reset": {"email": "nowa@example.org"},
        "accounts.code": {"code": "123456"},
        "accounts.prove": {"password": PASSWORD},
        "accounts.prove_by_code": {"code": "123456"},
        "accounts.change_password": {"password": "inne zdanie jako hasło"},
        "accounts.change_email": {"email": "inna@example.org"},
        "accounts.profile": oneself,
        "accounts.end_session": {"session": names["session"]},
        "accounts.set_up_app": {"code": "123456"},
        "accounts.passkey": {"name": "Telefon"},
        "accounts.new_person": {
            "email": "nowsza@example.org",
            "name": "Nowsza Osoba",
            "role": "",
            "unit": "",
        },
        "accounts.change_role": {"role": "editor", **reason},
        "accounts.act_on_person": reason,
        "open_data.erase_other": {"email": "ktos@example.org", **reason},
    }


def _about_notifications(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    often = {concern.value: "weekly" for concern in Concern}
    return {
        "places.new": {"name": "Weranda", "kind": "kawiarnia", "address": "ul. 4"},
        "places.close": {"reason": "Remont."},
        "places.photo": {"file": JPEG, "alternative": "Drzwi."},
        "bulletins.new": {"title": "Spotkanie", "body": "Zapraszamy.", "audience": "organisations"},
        "notifications.choices": {**often, "quiet": "y", "quiet_from": "22", "quiet_until": "6"},
        "notifications.follow": {"subject": f"proposal:{names['theirs']}", "act": "follow"},
        "notifications.follow_by_email": {
            "subject": "all",
            "email": "obserwuje@example.org",
            "frequency": "weekly",
        },
    }


def _about_organisations(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    reason = {"reason": "Tak trzeba."}
    joining = {"function": "prezeska", "email": "biuro@nowa.example.org", "phone": "12 345 67 89"}
    return {
        "organisations.check_number": {"krs": names["krs"]},
        "organisations.register_role": joining,
        "organisations.register_by_hand": {
            **joining,
            "kind": "grupa_nieformalna",
            "name": "Grupa Sąsiedzka",
            "seat": "Kraków",
        },
        "organisations.change_member": {"capacity": "przedstawiciel", "ends_on": ""},
        "organisations.invite": {"email": "zapraszana@example.org", "capacity": "czlonek"},
        "organisations.type_code": {"code": names["code"]},
        "organisations.bring_mandate": {"evidence": PDF, "statement": ""},
        "organisations.claim": {"kind": "second", "capacity": "czlonek", "statement": "Działam tam."},
        "organisations.object_to": {"statement": "Nie znamy tej osoby."},
        "organisations.case": {
            "level": Verification.MANDATE.value,
            "method": CheckMethod.DOCUMENT.value,
            "note": "Statut i uchwała.",
            "membership": "",
        },
        "organisations.decide_claim": {"granted": "yes", **reason},
        "organisations.revoke_check": reason,
        "moderation.suspension": reason,
        "forums.assess": {"act": "accept"},
    }


def _about_rooms(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    topic = {"title": "Opieka", "hosts": "Fundacja Skwer"}
    return {
        "gatherings.prepare": {"looking": "before"},
        "gatherings.look": {"looking": "before"},
        "gatherings.add": topic,
        "gatherings.topic": topic,
        "gatherings.answer": {"text": "W piątek.", "version": 1},
        "gatherings.merge": {"other": names["other_room_question"]},
        "gatherings.room": {
            "text": "Kiedy wyniki?",
            "key": "0b0d8f0a-5d0e-4b6e-9b0e-0a1b2c3d4e5f",
            "about": "",
        },
        "gatherings.support": {"wanted": "yes"},
    }


def _about_answers(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    today = clock.today(clock.now())
    later = {"until": (today + timedelta(days=90)).isoformat(), "reason": "Czekamy na opinię prawną."}
    hands = {f"{step}_role": "official" for step in ("check", "approve", "publish")}
    hands |= {f"{step}_person": "0" for step in ("check", "approve", "publish")}
    return {
        "answers.publish_many": {"id": names["answer_approved"]},
        "answers.together": {"status": "odrzucona", "text": "Nie ma środków.", "unit": 0},
        "answers.extend": later,
        "answers.extend_many": later,
        "answers.send_back": {"note": "Brak podstawy prawnej."},
        "answers.carried": {"state": "wykonane", "on_day": today.isoformat(), "evidence": "Uchwała."},
        "answers.units": {"name": "Wydział Nowy"},
        "answers.unit_address": {"email": "wydzial@example.org"},
        "answers.commitment": {
            "unit": names["unit_id"],
            "days": 30,
            "committed_by": "dyrekcja",
            "starts_on": today.isoformat(),
        },
        "answers.chain": hands,
        "answers.forum_chain": hands,
        "answers.templates": {"name": "Nowy szablon", "text": "Tekst."},
        "answers.bring_back": {"file": PDF},
        "papers.read_back": {"file": PDF},
    }


def _about_boards(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    day = (clock.today(clock.now()) + timedelta(days=5)).isoformat()
    return {
        "boards.new_notice": {"title": "Warsztat", "body": "Uczymy szyć.", "starts_on": day},
        "boards.new_call": {
            "title": "Konkurs",
            "kind": "konkurs",
            "unit": names["unit_id"],
            "opens_on": day,
            "closes_on": day,
            "closes_at": "15:30",
            "link": "https://bip.example.org/konkurs",
        },
        "boards.cancel_call": {"reason": "Nie ma środków."},
    }
