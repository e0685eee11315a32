"""Who may bring data in, and who may take a person out."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, Rule, allow, has_role

is_oneself = Rule(lambda actor, user, _now: actor.id is not None and user is not None and actor.id == user.id)

may_import = allow(Permission.IMPORT, has_role(Role.ADMINISTRATOR))
may_erase = allow(Permission.ERASE_ACCOUNT, is_oneself | has_role(Role.ADMINISTRATOR))
