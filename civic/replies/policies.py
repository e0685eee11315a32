"""Who takes mails: the job that reads the mailbox, and nobody else."""

from __future__ import annotations

from civic.kernel.access import Permission, Rule, allow

may_take_mail = allow(Permission.TAKE_MAIL, Rule(lambda actor, _thing, _now: actor.system))
