"""Documents: one value, eight formats.

A `Document` holds all that a renderer may read: chapters, recommendations, passages with their
citations, organisations' positions, dissents, the coverage ledger's figures and tables of any
length. It can be kept as JSON (`dump`, `load`) and known again by its `digest`.

What must never be untrue: the same document gives the same bytes in every format, today and in
ten years; every text somebody wrote is data in every format, never markup or a formula; nothing
here reads a clock, a database or a setting.
"""

from civic.documents.document import Document
from civic.documents.registry import FORMATS, Format, render, write
from civic.documents.serial import digest, dump, load

__all__ = ["FORMATS", "Document", "Format", "digest", "dump", "load", "render", "write"]
