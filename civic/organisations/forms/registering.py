"""What may be typed in to register an organisation: its number, one's role in it, or all about it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from civic.accounts.queries import is_address
from civic.kernel.errors import Refused
from civic.kernel.words import N_, _
from civic.organisations import identifiers
from civic.organisations.commands import Joining, Typed
from civic.organisations.districts import DISTRICTS
from civic.organisations.labels import KINDS
from civic.organisations.models import Register

if TYPE_CHECKING:
    from collections.abc import Callable

HOME_TOWN = "Kraków"
#: Kinds that have a KRS number, for when the register is silent, and kinds that may have none.
WITH_NUMBER = (
    "stowarzyszenie_krs",
    "fundacja",
    "klub_sportowy",
    "osp",
    "spoldzielnia_socjalna",
    "spolka_non_profit",
    "zwiazek_stowarzyszen",
    "oddzial_terenowy",
    "stowarzyszenie_jst",
    "inna_art3",
)
WITHOUT_NUMBER = (
    "stowarzyszenie_zwykle",
    "klub_sportowy",
    "kgw",
    "koscielna_osoba_prawna",
    "organizacja_studencka",
    "oddzial_terenowy",
    "grupa_nieformalna",
    "inna_art3",
)
#: The records that follow from the kind.
RECORDS = {
    "stowarzyszenie_zwykle": Register.ORDINARY_ASSOCIATIONS,
    "klub_sportowy": Register.SPORTS_CLUBS,
    "koscielna_osoba_prawna": Register.CHURCH,
}


def at_most(longest: int) -> Length:
    """A limit with the sentence that says what to do."""
    return Length(max=longest, message=N_("There is room for %(max)d characters. Shorten it."))


def _checked(read: Callable[[str], str], typed: str | None) -> None:
    if (typed or "").strip():
        try:
            read(typed or "")
        except Refused as refusal:
            raise ValidationError(str(refusal.message)) from refusal


def _kinds(kinds: tuple[str, ...]) -> list[SelectChoice]:
    return [SelectChoice(kind, KINDS[kind]) for kind in kinds]


class BeginForm(FlaskForm):
    """The address of somebody who has no account yet; the page of accounts takes it."""

    next = HiddenField()
    email = StringField(
        N_("E-mail address"),
        [InputRequired(N_("Type your e-mail address."))],
        description=N_("We send a letter with a link there. Nobody but the office sees the address."),
        render_kw={"type": "email", "autocomplete": "email"},
    )


class NumberForm(FlaskForm):
    """The number in the court register."""

    krs = StringField(
        N_("KRS number"),
        [InputRequired(N_("Type the KRS number, or choose “We have no KRS number”."))],
        description=N_("10 digits. It stands on the stamp or in the extract. We add the zeros in front."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_krs(self, field: Any) -> None:
        """It has ten digits, however they are written."""
        _checked(identifiers.krs, field.data)


class RoleForm(FlaskForm):
    """What one is in the organisation, and how the office reaches it."""

    function = StringField(
        N_("Your function in the organisation"),
        [Optional(), at_most(120)],
        description=N_("For example: president of the board, coordinator, volunteer."),
        render_kw={"autocomplete": "organization-title"},
    )
    email = StringField(
        N_("The organisation's e-mail address"),
        [InputRequired(N_("Type an address at which the office can reach the organisation.")), at_most(254)],
        description=N_("For the office and for the organisation's people. Never shown to readers."),
        render_kw={"type": "email", "autocomplete": "email"},
    )
    phone = StringField(
        N_("Telephone"), [Optional(), at_most(40)], render_kw={"type": "tel", "autocomplete": "tel"}
    )

    def validate_email(self, field: Any) -> None:
        """It can be the address of a mailbox."""
        if not is_address(field.data):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))

    @property
    def joining(self) -> Joining:
        """What was typed of the person's role."""
        return Joining(self.function.data or "", self.email.data or "", self.phone.data or "")

    @property
    def typed(self) -> Typed | None:
        """Nothing: the register told all about the organisation."""
        return None


class SilentForm(RoleForm):
    """The same, and what the register would have told if it had answered."""

    name = StringField(
        N_("Name of the organisation"),
        [InputRequired(N_("Type the full name.")), at_most(300)],
        description=N_("In full, as it stands in KRS."),
        render_kw={"autocomplete": "organization"},
    )
    kind = SelectField(N_("Kind of organisation"), choices=_kinds(WITH_NUMBER))
    seat = StringField(
        N_("Town of the seat"), [InputRequired(N_("Type the town.")), at_most(120)], default=HOME_TOWN
    )

    @property
    def typed(self) -> Typed:
        """What was typed of the organisation."""
        return Typed(name=self.name.data or "", kind=self.kind.data or "", seat=self.seat.data or "")


class ByHandForm(RoleForm):
    """All about an organisation that has no KRS number."""

    kind = RadioField(
        N_("What kind of organisation is it?"),
        [InputRequired(N_("Choose one."))],
        choices=_kinds(WITHOUT_NUMBER),
    )
    name = StringField(
        N_("Name of the organisation"),
        [InputRequired(N_("Type the full name.")), at_most(300)],
        render_kw={"autocomplete": "organization"},
    )
    register_no = StringField(
        N_("Number in the record"),
        [Optional(), at_most(40)],
        description=N_(
            "From the record of ordinary associations or of sports clubs, or from a certificate. An informal group has none."
        ),
    )
    nip = StringField("NIP", [Optional()], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    regon = StringField("REGON", [Optional()], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    seat = StringField(
        N_("Town of the seat"), [InputRequired(N_("Type the town.")), at_most(120)], default=HOME_TOWN
    )
    district = SelectField(
        N_("District"),
        [Optional()],
        choices=[SelectChoice("", N_("none or several")), *(SelectChoice(name, name) for name in DISTRICTS)],
    )

    def validate_nip(self, field: Any) -> None:
        """Its digits fit."""
        _checked(identifiers.nip, field.data)

    def validate_regon(self, field: Any) -> None:
        """Its digits fit."""
        _checked(identifiers.regon, field.data)

    @property
    def typed(self) -> Typed:
        """What was typed of the organisation."""
        return Typed(
            name=self.name.data or "",
            kind=self.kind.data or "",
            register=RECORDS.get(self.kind.data or "", Register.NONE),
            register_no=self.register_no.data or "",
            nip=self.nip.data or "",
            regon=self.regon.data or "",
            seat=self.seat.data or "",
            district=self.district.data or "",
        )
