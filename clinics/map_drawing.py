"""A drawn map of a clinic and what is near it, from coordinates alone: no streets, no third party.

The clinic is in the middle, north is up, and a metre has the same length in every direction: close
to a clinic the earth is flat enough. All lengths of a drawing are units of its SVG viewBox, counted
from its upper left corner. Walking times take a straight line, made a quarter longer, at 80 metres
a minute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, degrees, hypot, radians, sin
from textwrap import wrap

WIDTH, HEIGHT = 640, 420
MARGIN = 40
METRES_A_DEGREE = 111_195
METRES_A_MINUTE = 80
DETOUR = 1.25
# Even with everything next door, the map shows this many minutes' walk around the clinic.
LEAST_MINUTES = 5
SCALE_BARS = (50, 100, 200, 500, 1000, 2000, 5000)
LONGEST_BAR = 160
# Where on its circle a ring's text may stand, best first: degrees from the lowest point.
RING_TEXT_TURNS = (0, 180, -45, 45, -135, 135)
RING_MINUTES = (5, 10, 15, 20, 30, 45, 60)
MOST_RINGS = 2
COMPASS = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
)

# What room a text needs, so that it fits on a telephone too, where letters are drawn larger.
LETTER_WIDTH = 11
LINE_HEIGHT = 18
LETTERS_A_LINE = 24
MOST_LINES = 3
MARK = 9
HERE_MARK = 16
HERE_GAP = 24
GAP = 18


@dataclass(frozen=True)
class Place:
    """A place on earth, in degrees (WGS 84). `kind` is station, bus, park or landmark."""

    name: str
    latitude: float
    longitude: float
    kind: str = "landmark"


@dataclass(frozen=True)
class Here:
    """Where the clinic is drawn. Its label stands to the right of the mark, or to the left where that is free."""

    x: float
    y: float
    label: str
    label_x: float
    anchor: str

    @property
    def lines(self) -> list[str]:
        """The label in lines that stay on the map."""
        return _lines(self.label)


@dataclass(frozen=True)
class Landmark:
    """A drawn place. `label_x` and `label_y` are where its text is anchored (SVG's text-anchor)."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    label: str
    kind: str
    minutes: int

    @property
    def lines(self) -> list[str]:
        """The label in lines that stay on the map."""
        return _lines(self.label)

    @property
    def detail(self) -> str:
        """How far it is from the clinic: "6 minutes on foot"."""
        return f"{self.minutes} {'minute' if self.minutes == 1 else 'minutes'} on foot"

    @property
    def is_left(self) -> bool:
        """Whether the label stands left of the mark."""
        return self.anchor == "end"


@dataclass(frozen=True)
class Ring:
    """A circle around the clinic: as far as one walks in some minutes. Its text is centred at `text_x`, `text_y`."""

    radius: float
    text: str
    text_x: float
    text_y: float


@dataclass(frozen=True)
class ScaleBar:
    """The bar that says how long so many metres are."""

    length: float
    text: str


@dataclass(frozen=True)
class MapDrawing:
    """All that a template needs to draw the map. `description` tells the same in words."""

    width: int
    height: int
    here: Here
    landmarks: tuple[Landmark, ...]
    rings: tuple[Ring, ...]
    scale: ScaleBar
    description: str


def draw(
    clinic: Place, places: Sequence[Place], *, width: int = WIDTH, height: int = HEIGHT
) -> MapDrawing:
    """The map of a clinic and of the places near it, which keep their order."""
    offsets = [_metres_east_and_north(clinic, place) for place in places]
    units = _units_a_metre(offsets, width, height)
    points = [(width / 2 + east * units, height / 2 - north * units) for east, north in offsets]
    scale = _scale_bar(units)

    taken = [_box(x - MARK, y - MARK, 2 * MARK, 2 * MARK) for x, y in points]
    here = _here(clinic.name, taken, width, height)
    taken += _furniture(here, scale, width, height)
    rings = _rings(units, here, taken, height)
    taken += [_ring_box(ring.text_x, ring.text_y) for ring in rings]
    landmarks: dict[int, Landmark] = {}
    # Next to the clinic there is the least room for a label, so the nearest choose first.
    for number in sorted(range(len(places)), key=lambda each: hypot(*offsets[each])):
        place, (x, y) = places[number], points[number]
        label = _free_label(place.name, x, y, taken, _box(0, 0, width, height))
        taken.append(label.box(place.name))
        landmarks[number] = Landmark(
            x=round(x, 1),
            y=round(y, 1),
            label_x=round(label.x, 1),
            label_y=round(label.y, 1),
            anchor=label.anchor,
            label=place.name,
            kind=place.kind,
            minutes=_walk(hypot(*offsets[number])),
        )
    in_order = tuple(landmarks[number] for number in range(len(places)))
    said = (_said(mark, *offset) for mark, offset in zip(in_order, offsets, strict=True))
    description = " ".join(["The clinic is in the middle, and north is up.", *said])
    return MapDrawing(width, height, here, in_order, rings, scale, description)


def _metres_east_and_north(clinic: Place, place: Place) -> tuple[float, float]:
    around = (place.longitude - clinic.longitude + 180) % 360 - 180
    east = around * cos(radians(clinic.latitude)) * METRES_A_DEGREE
    return east, (place.latitude - clinic.latitude) * METRES_A_DEGREE


def _units_a_metre(offsets: Sequence[tuple[float, float]], width: int, height: int) -> float:
    """The scale at which everything fits, with the clinic in the middle."""
    least = LEAST_MINUTES * METRES_A_MINUTE / DETOUR
    furthest_east = max([least] + [abs(east) for east, _ in offsets])
    furthest_north = max([least] + [abs(north) for _, north in offsets])
    return min((width / 2 - MARGIN) / furthest_east, (height / 2 - MARGIN) / furthest_north)


def _walk(metres: float) -> int:
    # Half a metre is nothing: without it, a rounding error could add a minute.
    return max(1, ceil((metres - 0.5) * DETOUR / METRES_A_MINUTE))


def _rings(units: float, here: Here, taken: Sequence["_Box"], height: int) -> tuple[Ring, ...]:
    """Circles of round minutes, the largest that are wholly on the map, each with its text where it is free."""
    minute = METRES_A_MINUTE / DETOUR * units
    shown = [each for each in RING_MINUTES if each * minute <= height / 2 - MARGIN][-MOST_RINGS:]
    rings = []
    for minutes in shown:
        radius = minutes * minute
        spots = [
            (round(here.x + radius * sin(turn), 1), round(here.y + radius * cos(turn), 1))
            for turn in map(radians, RING_TEXT_TURNS)
        ]
        x, y = min(spots, key=lambda spot: sum(_ring_box(*spot).overlap(box) for box in taken))
        rings.append(Ring(round(radius, 1), f"{minutes} minutes’ walk", x, y))
    return tuple(rings)


def _scale_bar(units: float) -> ScaleBar:
    """The longest bar of round metres that is short enough."""
    fitting = [metres for metres in SCALE_BARS if metres * units <= LONGEST_BAR]
    metres = fitting[-1] if fitting else SCALE_BARS[0]
    text = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    return ScaleBar(round(metres * units, 1), text)


def _said(mark: Landmark, east: float, north: float) -> str:
    direction = COMPASS[round(degrees(atan2(east, north)) / 45) % 8]
    return f"{mark.label}: {mark.detail} to the {direction}."


@dataclass(frozen=True)
class _Box:
    """A part of the drawing that something covers."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def overlap(self, other: "_Box") -> float:
        """The area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


def _box(left: float, top: float, width: float, height: float) -> _Box:
    return _Box(left, top, left + width, top + height)


@dataclass(frozen=True)
class _Label:
    """A name of one line or more and a line of detail, anchored at the foot of the first."""

    x: float
    y: float
    anchor: str

    def box(self, text: str) -> _Box:
        lines = _lines(text)
        width = max(map(len, lines), default=0) * LETTER_WIDTH
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return _box(left, self.y - LINE_HEIGHT + 2, width, (len(lines) + 1) * LINE_HEIGHT + 3)


def _lines(text: str) -> list[str]:
    return wrap(text, LETTERS_A_LINE, max_lines=MOST_LINES, placeholder="…")


def _ring_box(x: float, y: float) -> _Box:
    return _box(x - 50, y - LINE_HEIGHT - 4, 100, LINE_HEIGHT + 8)


def _labels_around(text: str, x: float, y: float) -> Iterator[_Label]:
    """Where a label may stand, best first: right, left, above, below, then the corners."""
    higher = (len(_lines(text)) - 1) * LINE_HEIGHT
    yield _Label(x + GAP, y + 5, "start")
    yield _Label(x - GAP, y + 5, "end")
    yield _Label(x, y - GAP - LINE_HEIGHT - higher, "middle")
    yield _Label(x, y + GAP + LINE_HEIGHT, "middle")
    for up_or_down in (y - LINE_HEIGHT - higher, y + LINE_HEIGHT + 5):
        yield _Label(x + MARK + 4, up_or_down, "start")
        yield _Label(x - MARK - 4, up_or_down, "end")


def _here(name: str, taken: Sequence[_Box], width: int, height: int) -> Here:
    x, y = width / 2, height / 2
    sides = [_Label(x + HERE_GAP, y, "start"), _Label(x - HERE_GAP, y, "end")]
    side = min(sides, key=lambda label: sum(label.box(name).overlap(each) for each in taken))
    return Here(x, y, name, side.x, side.anchor)


def _free_label(text: str, x: float, y: float, taken: Sequence[_Box], page: _Box) -> _Label:
    """The first label that covers nothing and is wholly on the page, else the least bad one."""

    def covered(label: _Label) -> float:
        box = label.box(text)
        return sum(box.overlap(other) for other in taken) + box.area - box.overlap(page)

    return min(_labels_around(text, x, y), key=covered)


def _furniture(here: Here, scale: ScaleBar, width: int, height: int) -> list[_Box]:
    """What labels must leave free: the clinic with its label, arrow and bar."""
    mark = _box(here.x - HERE_MARK, here.y - HERE_MARK, 2 * HERE_MARK, 2 * HERE_MARK)
    arrow = _box(width - MARGIN - 5, 0, MARGIN + 5, 75)
    bar = _box(20, height - 50, scale.length, 50)
    return [mark, _Label(here.label_x, here.y, here.anchor).box(here.label), arrow, bar]
