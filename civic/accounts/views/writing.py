"""What a person has written and not sent: how it looks, keeping it, reading it again, deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from civic.accounts import commands, queries
from civic.accounts.unsent import Unsent
from civic.accounts.views.entry import bp
from civic.kernel import web, words, writing
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.accounts.models import UnsentText

writing.keep_texts_by(Unsent())
#: What the fields of forms are called where the form itself is not at hand.
FIELDS = {
    "title": N_("Title"),
    "body": N_("Text"),
    "justification": N_("Why it is needed"),
    "effect": N_("The expected effect"),
    "cost": N_("The cost"),
    "note": N_("What has changed"),
}


@bp.post("/preview")
@requires(Permission.SIGNED_IN)
def preview() -> str:
    """A text in Markdown as readers would see it."""
    return render_template("accounts/_preview.html", text=request.form.get("text", ""))


@bp.get("/drafts")
@requires(Permission.SIGNED_IN)
def unsent_texts() -> ResponseReturnValue:
    """All that a person has written and not sent."""
    return web.page("accounts/unsent.html", rows=_rows(queries.unsent_of(actor())))


@bp.get("/drafts/<int:text_id>")
@requires(Permission.SIGNED_IN)
def unsent_text(text_id: int) -> ResponseReturnValue:
    """One of them, to read and to copy: also where it can be sent no more."""
    kept = queries.get_unsent(text_id, actor())
    label = writing.what_is_written(kept.place)
    return web.page(
        "accounts/unsent_text.html",
        kept=kept,
        label=label,
        fields=FIELDS,
        texts=_texts(kept),
    )


@bp.post("/drafts/save")
@requires(Permission.SIGNED_IN)
def keep_text() -> ResponseReturnValue:
    """Keep what the form at the address `at` holds, for a script or by its button."""
    place = request.args.get("at", "")
    if writing.what_is_written(place) is None or not web.is_ours(place):
        raise NotFound
    kept = commands.keep_text(place, writing.typed_here(), by=actor())
    if "application/json" in request.headers.get("Accept", ""):
        return {"said": _("saved at %(time)s", time=words.time(kept.saved_at))}
    return web.done(_("Your text is kept. Nobody else sees it until you send it."), place)


@bp.post("/drafts/<int:text_id>/drop")
@requires(Permission.SIGNED_IN)
def drop_text(text_id: int) -> ResponseReturnValue:
    """Delete one of them."""
    kept = queries.get_unsent(text_id, actor())
    # From its form one goes on in the form, empty again.
    goal = kept.place if request.args.get("to") == "form" else url_for("accounts.unsent_texts")
    commands.drop_text(kept, by=actor())
    return web.done(_("The unsent text is deleted."), goal)


def unsent_panel(most: int = 3) -> Markup | str:
    """The newest of them, for the start page; nothing when there are none."""
    kept = queries.unsent_of(actor())
    return web.part("accounts/_unsent.html", rows=_rows(kept[:most]), more=len(kept) > most) if kept else ""


def _rows(kept: list[UnsentText]) -> list[tuple[UnsentText, object, str]]:
    """Each with what it is and how it begins."""
    rows = []
    for each in kept:
        texts = _texts(each)
        rows.append((each, writing.what_is_written(each.place) or _("A text"), texts[0][1] if texts else ""))
    return rows


def _texts(kept: UnsentText) -> list[tuple[str, str]]:
    """What of it is words, the title first: a database keeps fields in an order of its own."""
    order = list(FIELDS)
    return sorted(
        writing.words_in(kept.fields),
        key=lambda text: order.index(text[0]) if text[0] in FIELDS else len(order),
    )
