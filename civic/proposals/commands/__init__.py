"""What can happen to proposals: made, revised, withdrawn, discussed, amended, weighed by organisations, related, merged."""

from __future__ import annotations

from civic.discussions.commands import comment as comment
from civic.proposals.commands.agreeing import agree_as_resident as agree_as_resident
from civic.proposals.commands.amendments import accept_amendment as accept_amendment
from civic.proposals.commands.amendments import amend as amend
from civic.proposals.commands.amendments import leave_to_forum as leave_to_forum
from civic.proposals.commands.amendments import reject_amendment as reject_amendment
from civic.proposals.commands.attachments import attach as attach
from civic.proposals.commands.attachments import remove_attachment as remove_attachment
from civic.proposals.commands.boards import discard_plan as discard_plan
from civic.proposals.commands.boards import note_on_plan as note_on_plan
from civic.proposals.commands.boards import plan_position as plan_position
from civic.proposals.commands.boards import renew_link as renew_link
from civic.proposals.commands.boards import revoke_link as revoke_link
from civic.proposals.commands.boards import send_plan as send_plan
from civic.proposals.commands.comments import mark_new_argument as mark_new_argument
from civic.proposals.commands.merging import merge as merge
from civic.proposals.commands.merging import undo_merge as undo_merge
from civic.proposals.commands.objections import answer_objection as answer_objection
from civic.proposals.commands.objections import object_to_merge as object_to_merge
from civic.proposals.commands.positions import stand_by_position as stand_by_position
from civic.proposals.commands.positions import take_position as take_position
from civic.proposals.commands.relations import relate as relate
from civic.proposals.commands.relations import unrelate as unrelate
from civic.proposals.commands.signing import answer_signing as answer_signing
from civic.proposals.commands.signing import invite_to_sign as invite_to_sign
from civic.proposals.commands.signing import sign as sign
from civic.proposals.commands.signing import withdraw_signature as withdraw_signature
from civic.proposals.commands.splitting import put_back as put_back
from civic.proposals.commands.splitting import split_off as split_off
from civic.proposals.commands.suggesting import confirm_suggestion as confirm_suggestion
from civic.proposals.commands.suggesting import note_suggestions as note_suggestions
from civic.proposals.commands.suggesting import refuse_suggestion as refuse_suggestion
from civic.proposals.commands.words import write_words_down as write_words_down
from civic.proposals.commands.writing import draw_from as draw_from
from civic.proposals.commands.writing import propose as propose
from civic.proposals.commands.writing import revise as revise
from civic.proposals.commands.writing import withdraw as withdraw
