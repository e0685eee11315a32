"""Who may change the instance's own texts."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

may_edit_texts = allow(Permission.EDIT_TEXTS, has_role(Role.ADMINISTRATOR, Role.PLENIPOTENTIARY))
