"""Who may bring data in."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

may_import = allow(Permission.IMPORT, has_role(Role.ADMINISTRATOR))
