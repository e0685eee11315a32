"""What the JSON files of documents look like, for programs that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify

from civic.documents import schema
from civic.kernel.access import public
from civic.kernel.web import settings
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get(schema.PATH)
@public
def document_schema() -> ResponseReturnValue:
    """The JSON Schema of documents."""
    return jsonify(schema.schema(settings().base_url))
