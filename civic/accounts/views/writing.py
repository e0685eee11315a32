"""What a person has written and not sent: how it looks."""

from __future__ import annotations

from flask import render_template, request

from civic.accounts.views.entry import bp
from civic.kernel.access import Permission, requires


@bp.post("/preview")
@requires(Permission.SIGNED_IN)
def preview() -> str:
    """A text in Markdown as readers would see it."""
    return render_template("accounts/_preview.html", text=request.form.get("text", ""))
