"""Who reads the log, and who keeps what is made of it."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, has_role

#: It tells what every person did, so it is for those alone who look after accounts already.
may_read_log = allow(Permission.READ_LOG, has_role(Role.ADMINISTRATOR))
#: The system by its jobs and on the command line; nobody publishes a head by hand.
may_keep_log = allow(Permission.KEEP_LOG, has_role())
