"""The pipeline from contributions to a Document: gather → select → arrange → draft; all but gather is pure.

Same snapshot, same document, byte for byte: after `gather` there is no database, no clock and no chance.
"""

from __future__ import annotations

from civic.recommendations.compile.arrange import arrange
from civic.recommendations.compile.draft import Compiled, Written, draft
from civic.recommendations.compile.ledger import Verdict
from civic.recommendations.compile.select import RULES, Rules, select
from civic.recommendations.compile.snapshot import Snapshot


def compiled(snapshot: Snapshot, rules: Rules = RULES, before: Written | None = None) -> Compiled:
    """The document made of a snapshot, with the ledger's account of every contribution in scope.

    `before` holds what was written when the same was said and the desk was another.
    """
    return draft(arrange(select(snapshot, rules)), before)


__all__ = ["RULES", "Compiled", "Rules", "Snapshot", "Verdict", "Written", "compiled"]
