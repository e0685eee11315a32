"""The round of the job: each mail that arrived is taken by itself, so that one that breaks stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from civic.kernel import web
from civic.kernel.access import Permission, authorize
from civic.kernel.db import unit_of_work
from civic.kernel.errors import CivicError, Conflict
from civic.replies import addresses, commands, mailbox, reading

if TYPE_CHECKING:
    from civic.kernel.access import Actor

log = structlog.get_logger()


def read_answers(*, by: Actor) -> int:
    """Read the mailbox and deal with what lies in it; returns how many mails became comments.

    Needs no transaction around it, and holds none while it talks to the server. A mail is taken away only after what it
    became is written; when the work is cut in between, it is met again and known by its number.
    """
    authorize(by, Permission.TAKE_MAIL)
    if not addresses.is_on():
        return 0
    taken = 0
    try:
        with mailbox.arrived(web.settings()) as mails:
            for mail in mails:
                try:
                    taken += _deal_with(mail.content, too_long=mail.too_long, by=by)
                except Conflict:
                    # Another machine is about it; what is left lies there in the next minute.
                    continue
                mail.done()
    except mailbox.FAULTS as fault:
        log.warning("reply_mailbox_unreachable", fault=mailbox.told(fault))
    return taken


def _deal_with(content: bytes, *, too_long: bool, by: Actor) -> bool:
    """Whether a mail became a comment."""
    mail = reading.read(content, too_long=too_long)
    claim = None if mail.automatic else addresses.claim_in(mail.recipients)
    if claim is None:
        # Machines, and whatever is for no address of ours: nobody is told, so that nothing goes round in circles.
        log.info("mail_dropped", automatic=mail.automatic)
        return False
    try:
        with unit_of_work():
            return commands.take_answer(mail, claim, by=by) is not None
    except Conflict:
        raise
    except CivicError as refusal:
        with unit_of_work():
            commands.refuse_answer(mail, claim, refusal.message, by=by)
        return False
