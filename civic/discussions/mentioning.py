"""Looking for whom to mention while a comment is written: works by buttons of the form itself, and loses nothing typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from civic.discussions.addressed import Addressee, suggest


def looked_for(form: Any, asked: Mapping[str, str]) -> Sequence[Addressee] | None:
    """Whom the writer may have meant; None when the comment is not being looked at but sent.

    A button „add” brings the mention itself, which is put at the end of the text.
    """
    if "add" in asked:
        form.body.data = f"{(form.body.data or '').rstrip()} {asked['add']} ".lstrip()
        form.mention.data = ""
        return ()
    if "find" in asked:
        return suggest(form.mention.data or "")
    return None


def quoted(text: str) -> str:
    """A comment as a quote above which one answers."""
    lines = text.strip().split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines) + "\n\n"
