"""A plausible, valid form for each address that takes one, so that an answer is about rights and not about typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lxml import html as markup

from civic.kernel import clock
from tests.integration.access.world import PASSWORD, World

#: These forms carry the version they were made from: they are filled in on the page itself, by one who may.
FILLED_ON_THE_PAGE = {
    "forums.edit_forum": "plenipotentiary",
    "recommendations.write_recommendation": "editor",
}


def body_for(world: World, address: str) -> dict[str, Any]:
    """What somebody would type into the form that is sent to this address."""
    endpoint, values = world.app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")
    if endpoint in FILLED_ON_THE_PAGE:
        page = world.read(FILLED_ON_THE_PAGE[endpoint], address)
        return (_form_on(page.text) if page.status_code == 200 else {}) | {"title": "Inny tytuł"}
    body: dict[str, Any] = _typed(world.names).get(endpoint, {})
    if endpoint == "proposals.merge":
        other = "ours" if values["proposal_id"] != world.names["ours"] else "theirs"
        return body | {"target": f"P{world.names[other]}"}
    return body


def _form_on(page: str) -> dict[str, Any]:
    form = markup.fromstring(page).xpath("//main//form[@method='post']")[0]
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        if name != "csrf_token":
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
        "proposals.new": {"title": "Nowa propozycja", "body": "Proponujemy."},
        "proposals.edit": {"title": "Nowy tytuł", "body": "Nowa treść.", "revision_no": 1},
        "proposals.comment": {"kind": "glos", "body": "Nowy głos."},
        "proposals.argument": {"marked": "yes"},
        "proposals.position": {"position": "popiera", "reason": "Bo tak."},
        "proposals.relate": {"other": f"P{names['theirs']}", "kind": "uzupelniajaca"},
        "proposals.merge": reason,
        "proposals.undo_merge": reason,
        "moderation.hide_proposal": {"ground": "reklama", **reason},
        "moderation.restore_proposal": reason,
        "moderation.hide_comment": {"ground": "reklama", **reason},
        "moderation.restore_comment": reason,
        "recommendations.add_recommendation": {"title": "Nowa rekomendacja", "chapter": 0},
        "recommendations.move_recommendation": {"direction": "up"},
        "recommendations.place": {"recommendation": names["recommendation"]},
        "recommendations.adopt": {"proposal": names["free"]},
        "recommendations.quote": {"sentences": 0, "recommendation": 0},
        "recommendations.aside": {"reason": "inny", "explanation": "Nie tym razem."},
        "recommendations.many_aside": {
            "chosen": f"K{names['amendment']}",
            "reason": "inny",
            "explanation": "Nie tym razem.",
        },
        "recommendations.dissent": {"organisation": names["organisation"], "text": "Mamy inne zdanie."},
    }
