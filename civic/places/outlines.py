"""Kraków's eighteen districts and its river as a drawing made by hand for this project: a schematic, not a survey.

Drawn from where the districts lie to each other, not traced from any map. Neighbours share their points, so that no gap or overlap
can come between them; a point has one place, however many districts meet in it. Degrees, WGS 84: (latitude, longitude).
"""

from __future__ import annotations

from civic.organisations.districts import DISTRICTS

Point = tuple[float, float]

#: The Vistula from west to east; districts of both banks share these points.
_RIVER = {
    "r0": (50.0300, 19.8060),
    "r1": (50.0400, 19.8380),
    "r2": (50.0460, 19.8680),
    "r3": (50.0445, 19.8930),
    "r4": (50.0515, 19.9120),
    "r5": (50.0520, 19.9235),
    "r6": (50.0535, 19.9330),
    "r7": (50.0468, 19.9375),
    "r8": (50.0455, 19.9480),
    "r9": (50.0490, 19.9555),
    "r10": (50.0525, 19.9680),
    "r11": (50.0530, 19.9960),
    "r12": (50.0480, 20.0120),
    "r13": (50.0470, 20.0300),
    "r14": (50.0390, 20.0550),
    "r15": (50.0340, 20.0900),
}
#: Where two or three districts meet.
_INNER = {
    "i1": (50.0740, 19.9420),
    "i2": (50.0715, 19.9600),
    "i3": (50.0630, 19.9515),
    "i4": (50.0560, 19.9505),
    "i5": (50.0590, 19.9215),
    "i6": (50.0690, 19.9270),
    "i7": (50.0750, 19.9350),
    "g1": (50.0620, 19.9900),
    "g2": (50.0740, 19.9800),
    "p1": (50.0880, 19.9850),
    "p2": (50.0870, 19.9440),
    "k1": (50.0820, 19.9290),
    "k2": (50.0800, 19.9080),
    "k3": (50.0810, 19.8950),
    "k4": (50.0700, 19.8940),
    "k5": (50.0620, 19.9060),
    "b1": (50.0930, 19.8830),
    "b2": (50.0700, 19.8600),
    "d1": (50.0360, 19.9330),
    "d2": (50.0230, 19.9180),
    "d3": (50.0080, 19.9090),
    "d4": (49.9990, 19.8880),
    "l1": (50.0030, 19.9400),
    "l2": (50.0180, 19.9480),
    "l3": (50.0340, 19.9470),
    "s1": (49.9990, 19.9640),
    "s2": (50.0030, 19.9880),
    "x1": (50.0180, 19.9800),
    "x2": (50.0345, 19.9660),
    "x3": (50.0345, 19.9930),
    "x4": (50.0280, 20.0250),
    "m1": (50.0895, 20.0040),
    "m2": (50.0945, 20.0270),
    "c1": (50.0755, 20.0110),
    "c2": (50.0740, 20.0310),
    "c3": (50.0600, 20.0360),
    "w1": (50.0830, 20.0400),
    "w2": (50.0830, 20.0540),
    "w3": (50.0855, 20.0740),
    "w4": (50.0940, 20.0920),
}
#: On the limits of the city.
_OUTER = {
    "o1": (50.1080, 19.9870),
    "o2": (50.1040, 19.9570),
    "o3": (50.1200, 19.9400),
    "o4": (50.1260, 19.9120),
    "o5": (50.1120, 19.8830),
    "o6": (50.1010, 19.8680),
    "o7": (50.0930, 19.8420),
    "o8": (50.0780, 19.8350),
    "o9": (50.0680, 19.8080),
    "o10": (50.0480, 19.7960),
    "o11": (50.0110, 19.7930),
    "o12": (49.9990, 19.8200),
    "o13": (49.9960, 19.8520),
    "o14": (49.9880, 19.8830),
    "o15": (49.9780, 19.9080),
    "o16": (49.9690, 19.9400),
    "o17": (49.9760, 19.9780),
    "o18": (49.9910, 19.9960),
    "o19": (49.9890, 20.0250),
    "o20": (49.9990, 20.0560),
    "o21": (50.0200, 20.0600),
    "o22": (50.0230, 20.0870),
    "o23": (50.0390, 20.1300),
    "o24": (50.0420, 20.1700),
    "o25": (50.0510, 20.2140),
    "o26": (50.0660, 20.2050),
    "o27": (50.0720, 20.1650),
    "o28": (50.0880, 20.1500),
    "o29": (50.1030, 20.1700),
    "o30": (50.1100, 20.1430),
    "o31": (50.1040, 20.1100),
    "o32": (50.1150, 20.0950),
    "o33": (50.1230, 20.0650),
    "o34": (50.1160, 20.0400),
    "o35": (50.1100, 20.0220),
    "o36": (50.1160, 20.0050),
}
POINTS: dict[str, Point] = {**_RIVER, **_INNER, **_OUTER}
#: Round each district, in the order of `DISTRICTS`.
_ROUND = (
    "i1 i2 i3 i4 r9 r8 r7 r6 r5 i5 i6 i7",
    "i2 g2 g1 r11 r10 r9 i4 i3",
    "i1 p2 o2 o1 p1 g2 i2",
    "i7 k1 k2 k3 b1 o6 o5 o4 o3 o2 p2 i1",
    "i5 k5 k4 k3 k2 k1 i7 i6",
    "k4 b2 o8 o7 o6 b1 k3",
    "r0 o10 o9 o8 b2 k4 k5 i5 r5 r4 r3 r2 r1",
    "r0 r1 r2 r3 r4 r5 r6 r7 d1 d2 d3 d4 o14 o13 o12 o11",
    "d1 l3 l2 l1 d3 d2",
    "d3 l1 s1 s2 o18 o17 o16 o15 o14 d4",
    "l1 l2 l3 x2 x1 s2 s1",
    "x2 x3 x4 o21 o20 o19 o18 s2 x1",
    "r7 r8 r9 r10 r11 r12 r13 r14 r15 o22 o21 x4 x3 x2 l3 d1",
    "g2 p1 m1 c1 c2 c3 r13 r12 r11 g1",
    "p1 o1 o36 o35 m2 m1",
    "m1 m2 w1 c2 c1",
    "m2 o35 o34 o33 o32 o31 w4 w3 w2 w1",
    "r13 c3 c2 w1 w2 w3 w4 o31 o30 o29 o28 o27 o26 o25 o24 o23 r15 r14",
)
#: Each district's outline; the last point joins the first.
OUTLINES: dict[str, tuple[Point, ...]] = {
    name: tuple(POINTS[point] for point in line.split()) for name, line in zip(DISTRICTS, _ROUND, strict=True)
}
RIVER: tuple[Point, ...] = tuple(_RIVER.values())
#: What the drawing is widened around: the places are close together in the middle of the city.
MIDDLE: Point = (50.0560, 19.9600)


def is_in(place: Point, district: str) -> bool:
    """Whether a place lies within the drawn outline of a district."""
    lat, lon = place
    outline = OUTLINES[district]
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
            inside = not inside
    return inside
