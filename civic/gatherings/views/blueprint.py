"""The blueprint of gatherings, and what several of its pages say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from civic.kernel import web

if TYPE_CHECKING:
    from civic.gatherings.models import Gathering

bp = Blueprint("gatherings", __name__)


def short_address(gathering: Gathering) -> str:
    """„wspolnystol.example/g/k7m3pq”: what people in the room type, without the scheme."""
    return f"{web.settings().base_url.partition('://')[2]}/g/{gathering.short_code}"


def full_address(gathering: Gathering) -> str:
    """The same with the scheme, for the QR code."""
    return f"{web.settings().base_url}/g/{gathering.short_code}"


def place_asked() -> dict[str, Any]:
    """The list of the steering page and the page of it that the request names, so that a hand goes on where it was."""
    return {"list": request.args.get("list"), "page": request.args.get("page", type=int)}


def steering_page(gathering: Gathering) -> str:
    """Where the questions are steered, at the place that the request names."""
    return url_for("gatherings.steer", gathering_id=gathering.id, **place_asked())
