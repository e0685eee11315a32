"""Who may do what with organisations."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

may_manage_organisations = allow(
    Permission.MANAGE_ORGANISATIONS, has_role(Role.ADMINISTRATOR, Role.PLENIPOTENTIARY)
)
