"""A picture as SVG, for files that hold it as it is: the same text for the same picture."""

from __future__ import annotations

from functools import singledispatch
from xml.sax.saxutils import escape

from civic.documents import look
from civic.documents.blocks import Picture
from civic.documents.shapes import LETTERS, Box, Hatch, Label, Ribbon
from civic.pictures.flow import outline

_STEP = 1.5  # mm between two lines of a hatch


def drawn(picture: Picture, attributes: str = "") -> str:
    """The picture on white ground; `attributes` are added to its root."""
    shapes = "".join(_shape(shape) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {look.TEXT_WIDTH} {_n(picture.height)}"{attributes}>'
        f'<rect width="{look.TEXT_WIDTH}" height="{_n(picture.height)}" fill="#ffffff"/>{shapes}</svg>'
    )


@singledispatch
def _shape(shape: object) -> str:
    raise TypeError(shape)


@_shape.register
def _(shape: Box) -> str:
    edge = f' stroke="#{shape.edge}" stroke-width="0.3"' if shape.edge else ""
    return f'<rect {_place(shape)} fill="#{shape.fill}"{edge}/>'


@_shape.register
def _(shape: Hatch) -> str:
    lines, at = "", _STEP
    while at < shape.width + shape.height:
        # From the upper side to the left one, both cut where the rectangle ends.
        top, left = max(0.0, at - shape.width), max(0.0, at - shape.height)
        lines += (
            f"M{_n(shape.x + min(at, shape.width))} {_n(shape.y + top)}"
            f"L{_n(shape.x + left)} {_n(shape.y + min(at, shape.height))}"
        )
        at += _STEP
    return f'<path d="{lines}" stroke="#{shape.colour}" stroke-width="0.45" fill="none"/>'


@_shape.register
def _(shape: Ribbon) -> str:
    return f'<path d="{outline(shape.x1, shape.x2, shape.left, shape.right)}" fill="#{shape.fill}"/>'


@_shape.register
def _(shape: Label) -> str:
    more = ' font-weight="600"' if shape.bold else ""
    more += ' text-anchor="middle"' if shape.centred else ""
    return (
        f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-family="{look.SANS}, sans-serif" font-size="{LETTERS}"'
        f' fill="#{shape.colour}"{more}>{escape(shape.text)}</text>'
    )


def _place(shape: Box) -> str:
    return f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
