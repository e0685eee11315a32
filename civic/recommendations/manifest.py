"""What the manifest of a ZIP says of an edition or a draft. In Polish whatever the reader's language, as the document is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.kernel import clock
from civic.kernel.access import Role

if TYPE_CHECKING:
    from civic.documents.document import Document
    from civic.recommendations.models import Issue

FUNCTIONS = {
    Role.EDITOR.value: "redakcja rekomendacji",
    Role.PLENIPOTENTIARY.value: "biuro pełnomocnika",
    Role.ADMINISTRATOR.value: "administracja platformy",
}


def of_issue(issue: Issue, document: Document, *, case_number: str, original: str) -> dict[str, Any]:
    """The facts of a published edition."""
    return {
        "schemat": "civic-manifest-1",
        "nazwa": f"rekomendacje-{issue.number}",
        **_of(document),
        "numer": issue.number,
        "wydanie": issue.edition,
        "stan": "wydanie końcowe",
        "data": clock.local(issue.published_at).isoformat(timespec="seconds"),
        "funkcja_autora": function_of(issue),
        "znak_sprawy": case_number,
        "adres": f"{document.base_url}/issues/{issue.number}",
        "sha256": issue.sha256,
        "sha256_pierwotny": original,
    }


def of_draft(document: Document, slug: str, digest: str) -> dict[str, Any]:
    """The facts of a draft."""
    return {
        "schemat": "civic-manifest-1",
        "nazwa": f"projekt-{slug}",
        **_of(document),
        "stan": "PROJEKT",
        "data": document.date,
        "adres": f"{document.base_url}/desk/{slug}/preview",
        "sha256": digest,
    }


def function_of(issue: Issue) -> str:
    """In which function somebody published it."""
    if issue.published_as:
        return FUNCTIONS.get(issue.published_as, issue.published_as)
    return "platforma, bez udziału osoby" if issue.published_by_id is None else "nie zapisano"


def _of(document: Document) -> dict[str, Any]:
    return {"tytul": document.title, "forum": document.forum, "adres_bazowy": document.base_url}
