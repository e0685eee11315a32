"""Who keeps the index: the system by its job, an administrator on the command line."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

may_index = allow(Permission.INDEX, has_role(Role.ADMINISTRATOR))
