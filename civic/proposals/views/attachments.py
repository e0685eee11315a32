"""Attachments: the list where those who made a proposal add and remove files, and each file as a download."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from civic.kernel import files, web
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.errors import Refused
from civic.kernel.files import DOCUMENTS, TABLES
from civic.kernel.words import _
from civic.proposals import commands, queries
from civic.proposals.attached import attachments_of, get_attachment
from civic.proposals.forms import AttachmentForm
from civic.proposals.views.reading import bp

KINDS = DOCUMENTS | TABLES


@bp.route("/proposals/<int:proposal_id>/attachments", methods=["GET", "POST"])
@requires(Permission.ATTACH)
@web.brings_files
def attachments(proposal_id: int) -> ResponseReturnValue:
    """Attach a file to a proposal, or take one off."""
    proposal = queries.get_proposal(proposal_id, actor())
    authorize(actor(), Permission.ATTACH, proposal)
    form = AttachmentForm()
    if form.validate_on_submit():
        if answer := _attached(form, proposal_id):
            return answer
        # Checking the file ended the transaction: the page is made of what is read anew.
        proposal = queries.get_proposal(proposal_id, actor())
    return web.page(
        "proposals/attachments.html",
        form=form,
        proposal=proposal,
        attachments=attachments_of(proposal_id),
        kinds=files.titles(KINDS),
        accepts=files.extensions(KINDS),
        largest=files.LARGEST_MB,
    )


def _attached(form: AttachmentForm, proposal_id: int) -> ResponseReturnValue | None:
    """Attach what the form brought, or leave a sentence over it."""
    try:
        accepted = files.accept(form.file.data, KINDS, bare=True)
    except Refused as refusal:
        form.file.errors = [refusal.message]
        return None
    with web.keeping(form):
        proposal = queries.get_proposal(proposal_id, actor())
        title, alternative = form.title.data or "", form.alternative.data or ""
        commands.attach(proposal, accepted, title=title, alternative=alternative, by=actor())
    if form.form_errors:
        return None
    return web.done(_("The file is attached."), f"/proposals/{proposal_id}/attachments")


@bp.get("/attachments/<int:attachment_id>")
@public
def attachment(attachment_id: int) -> ResponseReturnValue:
    """The file, as a download and nothing else."""
    return web.download(get_attachment(attachment_id, actor()).file)


@bp.post("/attachments/<int:attachment_id>/remove")
@requires(Permission.ATTACH)
def remove_attachment(attachment_id: int) -> ResponseReturnValue:
    """Take a file off its proposal."""
    attached = get_attachment(attachment_id, actor())
    where = f"/proposals/{attached.proposal_id}/attachments"
    commands.remove_attachment(attached, by=actor())
    return web.done(_("The file is removed."), where)
