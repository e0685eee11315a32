"""Who writes to many: the plenipotentiary's office and whoever runs the instance."""

from __future__ import annotations

from civic.forums.policies import steers
from civic.kernel.access import Permission, allow

may_write_bulletin = allow(Permission.WRITE_BULLETIN, steers)
