"""What may be typed in about grant calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from civic.boards import said
from civic.boards.addresses import LONGEST as LONGEST_ADDRESS
from civic.boards.commands.calls import LONGEST_REASON
from civic.boards.forms.hours import HourField
from civic.boards.labels import KINDS
from civic.boards.models import CallKind
from civic.boards.said import CallText
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.answers.models import AnsweringUnit
    from civic.boards.models import GrantCall


class CallForm(WritingForm):
    """What a call is for, by whom, until when."""

    version = HiddenField(default="0")
    title = StringField(
        N_("Title of the call"),
        [
            InputRequired(N_("Give the call the title that its announcement has.")),
            at_most(said.LONGEST_CALL_TITLE),
        ],
        description=N_("As the official announcement has it."),
    )
    kind = SelectField(
        N_("Kind of call"), choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()]
    )
    unit = SelectField(
        N_("Unit of the city"),
        [InputRequired(N_("Choose the unit of the city that announces it."))],
        coerce=int,
    )
    summary = LongTextField(
        N_("In short, in plain words"),
        [at_most(said.LONGEST_BODY)],
        description=N_(
            "For what, for whom, what an offer must have. The announcement itself stays where it is."
        ),
    )
    amount = StringField(
        N_("Amount"),
        [at_most(said.LONGEST_AMOUNT)],
        description=N_("For example: 250 000 zł, up to 20 000 zł for one task."),
    )
    opens_on = DayField(N_("Open from"), [InputRequired(N_("Say from which day the call is open."))])
    closes_on = DayField(N_("Open until"), [InputRequired(N_("Say on which day the call ends."))])
    closes_at = HourField(
        N_("Hour of the last day"),
        [Optional()],
        description=N_("By the clock in Warsaw. Empty means to the end of the day."),
    )
    link = StringField(
        N_("Official announcement"),
        [
            InputRequired(N_("Link the official announcement: only that one counts.")),
            at_most(LONGEST_ADDRESS),
        ],
        description=N_("The address in BIP or on the city's page; it begins with https://."),
    )

    def offer(self, units: Iterable[AnsweringUnit]) -> None:
        """Fill in the units."""
        self.unit.choices = [SelectChoice(unit.id, unit.name) for unit in units]

    @classmethod
    def of(cls, call: GrantCall) -> CallForm:
        """The form as a call fills it."""
        text = CallText.of(call)
        names = ("title", "summary", "amount", "opens_on", "closes_on", "closes_at", "link")
        facts = {name: getattr(text, name) for name in names}
        return cls(data={**facts, "kind": text.kind.value, "unit": text.unit_id, "version": call.version})

    def text(self) -> CallText:
        """What was typed."""
        if self.opens_on.data is None or self.closes_on.data is None:
            raise ValueError("asked before the form was checked")
        return CallText(
            title=self.title.data or "",
            kind=CallKind(self.kind.data),
            unit_id=self.unit.data,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            link=self.link.data or "",
            closes_at=self.closes_at.data,
            summary=self.summary.data or "",
            amount=self.amount.data or "",
        )

    def is_at(self) -> int:
        """The version that was changed; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class CancelForm(WritingForm):
    """Why a call does not take place."""

    reason = LongTextField(
        N_("Reason"),
        [
            InputRequired(N_("Give the reason, in at most 2000 characters.")),
            at_most(LONGEST_REASON),
        ],
        description=N_("It stands on the page of the call."),
    )
