"""A moderator's look at what waits: the page of one, and the one click that lets it through or leaves it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale
from civic.moderation import commands, looks
from civic.moderation.forms import PassForm
from civic.moderation.matters import first
from civic.moderation.models import Act, CaseKind, Ground, Source
from civic.moderation.ruling import Ruling
from civic.moderation.views import leaving
from civic.moderation.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

#: What an author reads where a moderator let it through without a word.
IN_ORDER = N_("It keeps to the rules.")


@bp.get("/moderation/looks/<int:look_id>")
@requires(Permission.HIDE)
def look(look_id: int) -> ResponseReturnValue:
    """One contribution that waits for a look, with what is known of whoever wrote it."""
    authorize(actor(), Permission.HIDE)
    return web.page("moderation/look.html", form=PassForm(formdata=None), **looks.context(look_id))


@bp.post("/moderation/looks/<int:look_id>/pass")
@requires(Permission.HIDE)
def let_pass(look_id: int) -> ResponseReturnValue:
    """Let it through; what is readable already stays as it is."""
    found = looks.get_look(look_id)
    case = leaving.the_case(CaseKind.FIRST if found.cause in first.CAUSES else CaseKind.SUSPICION, look_id)
    authorize(actor(), Permission.HIDE, case)
    thing = looks.entry_of(found).thing
    form = PassForm()
    with force_locale(CONTENT_LANGUAGE):
        reason = form.reason.data or str(IN_ORDER)
    ruling = Ruling(
        act=Act.APPROVE if thing.waits or not thing.visible else Act.KEEP,
        ground=Ground.IN_ORDER,
        reason=reason,
        source=Source.SIGNAL if found.signals else Source.OWN,
    )
    commands.decide(thing, ruling, by=actor(), case=case)
    said = _("It is published. Its author is told.") if ruling.act is Act.APPROVE else _("It stays as it is.")
    return leaving.leave(said, url_for("moderation.queue"))
