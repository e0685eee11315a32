"""The directory of third places with its map, the page of each, and where those who look after them write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from civic.kernel import db, files, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import Conflict, NotFound, Refused
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.places import commands, labels, queries
from civic.places.forms import ActForm, CloseForm, PhotoForm, PlaceForm
from civic.places.map import city_map
from civic.places.queries import Directory, Wanted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.places.models import Place

LONGEST_QUESTION = 80
bp = Blueprint("places", __name__)


@bp.get("/places")
@public
def index() -> ResponseReturnValue:
    """All places as a list and, with the same numbers, on the map; or those that fit what is looked for."""
    wanted = _wanted()
    found = queries.directory(wanted, request.args.get("page", 1, type=int))
    return web.page(
        "places/index.html",
        found=found,
        wanted=wanted,
        map=city_map(found.page.items, found.first, wanted.district),
        labels=labels,
        narrowed=lambda **other: _narrowed(wanted, **other),
        district=lambda name: _narrowed(wanted, district=None if name == wanted.district else name),
        **_choices(wanted, found),
    )


def _narrowed(wanted: Wanted, **other: Any) -> str:
    """The address of the directory with something else looked for."""
    asked: dict[str, Any] = {name: value for name, value in vars(wanted).items() if value}
    return url_for("places.index", **{**asked, **({"closed": "1"} if wanted.closed else {}), **other})


def _choices(wanted: Wanted, found: Directory) -> dict[str, Any]:
    """What there is to choose from, in words."""

    def other(key: str) -> tuple[str, ...]:
        return tuple(each for each in labels.SOUGHT if (each in wanted.access) != (each == key))

    return {
        "chips": [
            (
                labels.ACCESS[key],
                _narrowed(wanted, access=other(key)),
                key in wanted.access,
                found.access.get(key, 0),
            )
            for key in labels.SOUGHT
        ],
        "count": dict(found.districts),
        "districts": [(name, name, count) for name, count in found.districts],
        "kinds": [(code, labels.kind(code), count) for code, count in found.kinds],
        "offers": [
            (code, labels.OFFERS[code], count) for code, count in found.offers if code in labels.OFFERS
        ],
    }


def _wanted() -> Wanted:
    asked = {
        name: request.args.get(name, "").replace("\0", "")[:LONGEST_QUESTION]
        for name in ("district", "kind", "offer")
    }
    access = tuple(key for key in labels.SOUGHT if key in request.args.getlist("access"))
    return Wanted(**asked, access=access, closed="closed" in request.args)


@bp.get("/places/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """What there is at a place, how one gets in, when it is open, and whether one can still meet there."""
    place = queries.get_place(slug)
    return web.page(
        "places/show.html",
        place=place,
        map=city_map([place], district=place.district),
        labels=labels,
        geo=labels.geo(place) if place.lat is not None else "",
        act=ActForm(),
    )


@bp.get("/places/<slug>/picture")
@public
def picture(slug: str) -> ResponseReturnValue:
    """The photo; it stands in the page as a picture, and opened alone it is a download."""
    place = queries.get_place(slug)
    if place.photo is None:
        raise NotFound
    return web.download(place.photo)


@bp.route("/places/new", methods=["GET", "POST"])
@requires(Permission.KEEP_PLACES)
@writes(N_("A place for meetings"))
def new() -> ResponseReturnValue:
    """Put a place into the directory."""
    authorize(actor(), Permission.KEEP_PLACES)
    form = PlaceForm()
    if form.validate_on_submit():
        with web.keeping(form):
            place = commands.enter_place(form.details(), by=actor())
            form.sent()
            return web.done(_("The place stands in the directory."), _page(place))
    return web.page("places/write.html", form=form, place=None, texts=None)


@bp.route("/places/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLACE)
@writes(N_("A place for meetings"))
def edit(slug: str) -> ResponseReturnValue:
    """Change what is said of a place; after two people wrote at once, both texts."""
    place, by = _to_edit(slug), actor()
    form = PlaceForm.of(place)
    if not can(by, Permission.KEEP_PLACES):
        form.without_host()
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.edit_place(place, form.details(), version=form.is_at(), by=by)
                form.sent()
                return web.done(_("The page of the place is saved."), _page(place))
        except Conflict as conflict:
            return _both(conflict, form, place)
    return web.page("places/write.html", form=form, place=place, texts=None)


def _both(conflict: Conflict, form: PlaceForm, place: Place) -> ResponseReturnValue:
    """The form again, with what somebody else saved beside what was typed."""
    if "texts" not in conflict.detail:
        raise conflict
    db.refuse()
    form.version.raw_data, form.version.data = None, str(place.version)
    texts = [labels.told(details) for details in conflict.detail["texts"]]
    return render_template("places/write.html", form=form, place=place, texts=texts), 409


@bp.route("/places/<slug>/photo", methods=["GET", "POST"])
@requires(Permission.EDIT_PLACE)
@web.brings_files
def photo(slug: str) -> ResponseReturnValue:
    """Give a place a photo, or take it off."""
    place = _to_edit(slug)
    form = PhotoForm()
    if form.validate_on_submit():
        if answer := _pictured(form, slug):
            return answer
        # Checking the file ended the transaction: the page is made of what is read anew.
        place = queries.get_place(slug)
    return web.page(
        "places/photo.html",
        form=form,
        place=place,
        act=ActForm(),
        largest=commands.LARGEST_PHOTO_KB,
        accepts=files.extensions(commands.PHOTOS),
    )


def _pictured(form: PhotoForm, slug: str) -> ResponseReturnValue | None:
    """Take the photo that the form brought, or leave a sentence over it."""
    try:
        accepted = files.accept(form.file.data, commands.PHOTOS, bare=True)
    except Refused as refusal:
        form.file.errors = [refusal.message]
        return None
    with web.keeping(form):
        place = queries.get_place(slug)
        commands.picture_place(place, accepted, alternative=form.alternative.data or "", by=actor())
    if form.form_errors:
        return None
    return web.done(_("The photo stands on the page."), url_for("places.show", slug=slug))


@bp.post("/places/<slug>/photo/remove")
@requires(Permission.EDIT_PLACE)
def remove_photo(slug: str) -> ResponseReturnValue:
    """Take the photo off."""
    place = queries.get_place(slug)
    commands.remove_picture(place, by=actor())
    return web.done(_("The photo is taken off."), _page(place))


@bp.route("/places/<slug>/close", methods=["GET", "POST"])
@requires(Permission.KEEP_PLACES)
@writes(N_("Why a place is closed"))
def close(slug: str) -> ResponseReturnValue:
    """Say that nobody can meet there any more."""
    place = queries.get_place(slug)
    authorize(actor(), Permission.KEEP_PLACES, place)
    form = CloseForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.close_place(place, reason=form.reason.data or "", by=actor())
            form.sent()
            return web.done(_("The place is marked as closed."), _page(place))
    return web.page("places/close.html", form=form, place=place)


@bp.post("/places/<slug>/reopen")
@requires(Permission.KEEP_PLACES)
def reopen(slug: str) -> ResponseReturnValue:
    """Say that one can meet there again."""
    place = queries.get_place(slug)
    commands.reopen_place(place, by=actor())
    return web.done(_("The place is open again."), _page(place))


def _to_edit(slug: str) -> Place:
    place = queries.get_place(slug)
    authorize(actor(), Permission.EDIT_PLACE, place)
    return place


def _page(place: Place) -> str:
    return url_for("places.show", slug=place.slug)


__all__ = ["bp"]
