"""Who may do what with accounts."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

may_manage_users = allow(Permission.MANAGE_USERS, has_role(Role.ADMINISTRATOR))
