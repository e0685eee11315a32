"""How a person who is taken out leaves correspondence with the office: it stays the organisation's and the office's, without the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.contact.models import ContactMessage, ContactThread, Side, StaffNote
from civic.kernel import markup
from civic.kernel.db import db

if TYPE_CHECKING:
    from civic.accounts.models import User
    from civic.open_data.unnaming import Known


def forget_in_correspondence(user: User, known: Known) -> None:
    """Take the name out of what the person wrote, and of what the office wrote and noted where the person wrote.

    What others wrote for the organisation stays untouched, as people choose their names and might choose one to spoil it.
    """
    wrote = select(ContactMessage.thread_id).where(ContactMessage.person_id == user.id)
    messages = select(ContactMessage).where(
        ContactMessage.thread_id.in_(wrote),
        or_(ContactMessage.person_id == user.id, ContactMessage.side == Side.OFFICE),
    )
    for message in db.session.scalars(messages):
        body = known.out_of(message.body)
        if body != message.body:
            message.body, message.body_html = body, str(markup.render(body))
    for note in db.session.scalars(
        select(StaffNote).where(or_(StaffNote.thread_id.in_(wrote), StaffNote.by_id == user.id))
    ):
        note.body = known.out_of(note.body)
    for thread in db.session.scalars(select(ContactThread).where(ContactThread.id.in_(wrote))):
        thread.subject = known.out_of(thread.subject)[:150]
    for held in db.session.scalars(select(ContactThread).where(ContactThread.assigned_to_id == user.id)):
        # Nobody has what they had: the office sees it among what waits to be taken.
        held.assigned_to_id = None
    db.session.flush()
