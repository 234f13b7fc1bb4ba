"""The drawn map: places at the right side and distance, labels apart, nothing off the page."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.map_drawing import HEIGHT, MARGIN, WIDTH, Landmark, MapDrawing, Place, draw

CLINIC = Place("Harley Street", 51.52100, -0.14750)
REGENTS_PARK = Place("Regent’s Park", 51.52344, -0.14713, "station")
OXFORD_CIRCUS = Place("Oxford Circus", 51.51523, -0.14189, "station")
CAVENDISH_SQUARE = Place("Cavendish Square", 51.51650, -0.14520, "park")
NEAR = [REGENTS_PARK, OXFORD_CIRCUS, CAVENDISH_SQUARE]


def label_box(mark: Landmark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a label in letters of 14 units, as a browser draws it."""
    width = len(mark.label) * 8
    left = mark.label_x - {"start": 0.0, "middle": width / 2, "end": float(width)}[mark.anchor]
    return left, mark.label_y - 12, left + width, mark.label_y + 20


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def metres(drawing: MapDrawing, mark: Landmark) -> float:
    """The distance from the clinic that the drawing itself shows."""
    number, unit = drawing.scale.text.split()
    bar = float(number) * (1000 if unit == "km" else 1)
    units = hypot(mark.x - drawing.here.x, mark.y - drawing.here.y)
    return units * bar / drawing.scale.length


def test_places_stand_where_they_are() -> None:
    drawing = draw(CLINIC, NEAR)
    park, circus, square = drawing.landmarks
    assert (drawing.here.x, drawing.here.y, drawing.here.label) == (320, 210, "Harley Street")
    assert park.y < drawing.here.y < square.y < circus.y
    assert drawing.here.x < park.x < square.x < circus.x
    assert [mark.kind for mark in drawing.landmarks] == ["station", "station", "park"]
    # As the crow flies; the walks are a quarter longer, at 80 metres a minute, rounded up.
    assert metres(drawing, park) == pytest.approx(273, rel=0.02)
    assert metres(drawing, circus) == pytest.approx(750, rel=0.02)
    assert [mark.detail for mark in drawing.landmarks] == [
        "5 minutes on foot",
        "12 minutes on foot",
        "9 minutes on foot",
    ]
    assert drawing.description == (
        "The clinic is in the middle, and north is up."
        " Regent’s Park: 5 minutes on foot to the north."
        " Oxford Circus: 12 minutes on foot to the south-east."
        " Cavendish Square: 9 minutes on foot to the south."
    )


def test_a_metre_is_as_long_to_the_east_as_to_the_north() -> None:
    north = Place("North", CLINIC.latitude + 0.005, CLINIC.longitude)
    # A degree of longitude is shorter, by the cosine of the latitude.
    east = Place("East", CLINIC.latitude, CLINIC.longitude + 0.005 / 0.62224)
    up, right = draw(CLINIC, [north, east]).landmarks
    assert 210 - up.y == pytest.approx(right.x - 320, rel=0.001)
    assert (up.x, right.y) == (320, 210)


def test_without_landmarks_there_is_still_a_map() -> None:
    drawing = draw(CLINIC, [])
    assert drawing.landmarks == ()
    assert [ring.text for ring in drawing.rings] == ["5 minutes’ walk"]
    assert (drawing.scale.text, drawing.scale.length) == ("200 m", 106.2)
    assert drawing.description == "The clinic is in the middle, and north is up."


def test_one_far_landmark_sets_the_scale() -> None:
    heathrow = Place("Heathrow", 51.4700, -0.4543, "station")
    drawing = draw(CLINIC, [heathrow])
    (mark,) = drawing.landmarks
    assert mark.x == MARGIN
    assert drawing.scale.text == "5 km"
    assert metres(drawing, mark) == pytest.approx(22_000, rel=0.02)
    assert label_box(mark)[0] >= 0


def test_places_at_the_clinics_own_door_do_not_hide_each_other() -> None:
    drawing = draw(CLINIC, [Place(name, 51.521, -0.1475) for name in ("Bank", "Bakery", "Bus")])
    assert [(mark.x, mark.y, mark.detail) for mark in drawing.landmarks] == [
        (320, 210, "1 minute on foot")
    ] * 3
    # The clinic's own label has the right side.
    assert [mark.anchor for mark in drawing.landmarks] == ["end", "middle", "middle"]
    assert drawing.landmarks[0].is_left
    for one, other in combinations(drawing.landmarks, 2):
        assert not overlap(label_box(one), label_box(other))


@pytest.mark.parametrize(
    ("degrees_north", "minutes"), [(0.0, 1), (64 / 111_195, 1), (65 / 111_195, 2), (0.01, 18)]
)
def test_walks_are_rounded_up_to_whole_minutes(degrees_north: float, minutes: int) -> None:
    place = Place("There", CLINIC.latitude + degrees_north, CLINIC.longitude)
    assert draw(CLINIC, [place]).landmarks[0].minutes == minutes


@pytest.mark.parametrize(
    ("north", "east", "direction"),
    [(1, 0, "north"), (1, 1, "north-east"), (0, 1, "east"), (-1, 0, "south"), (0, -1, "west")],
)
def test_directions_are_said(north: int, east: int, direction: str) -> None:
    place = Place("There", 0.002 * north, 0.002 * east)
    assert draw(Place("Equator", 0, 0), [place]).description.endswith(f"to the {direction}.")


def test_the_date_line_is_no_detour() -> None:
    fiji = Place("Clinic", -17.0, 179.999)
    (mark,) = draw(fiji, [Place("Jetty", -17.0, -179.999)]).landmarks
    assert mark.minutes == 4
    assert mark.x > 320


places = st.builds(
    Place,
    st.text("abcdefghij ’", min_size=1, max_size=22),
    st.floats(51.50, 51.54),
    st.floats(-0.18, -0.11),
)


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(places, max_size=8))
def test_every_mark_is_on_the_page_and_every_distance_true(near: list[Place]) -> None:
    drawing = draw(CLINIC, near)
    assert [mark.label for mark in drawing.landmarks] == [place.name for place in near]
    for mark in drawing.landmarks:
        assert MARGIN <= mark.x <= WIDTH - MARGIN
        assert MARGIN <= mark.y <= HEIGHT - MARGIN
        assert abs(metres(drawing, mark) * 1.25 / 80 - mark.minutes) <= 1.1
    assert 0 < drawing.scale.length <= 160
    assert all(ring.radius <= HEIGHT / 2 - MARGIN for ring in drawing.rings)


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6, unique=True))
def test_labels_of_a_handful_of_places_do_not_touch(cells: list[tuple[int, int]]) -> None:
    near = [
        Place("Bus stop", 51.5142 + row * 0.0042, -0.1575 + column * 0.006) for column, row in cells
    ]
    boxes = [label_box(mark) for mark in draw(CLINIC, near).landmarks]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(left >= 0 and right <= WIDTH for left, _, right, _ in boxes)


def test_long_names_stay_on_the_map_in_lines() -> None:
    name = "The Meridian Clinic for Backs, Necks and Joints at the Old Royal Free Hospital"
    drawing = draw(
        Place(name, CLINIC.latitude, CLINIC.longitude), [*NEAR, Place("Y" * 90, 51.52, -0.14)]
    )
    for lines in [drawing.here.lines, *(mark.lines for mark in drawing.landmarks)]:
        assert 1 <= len(lines) <= 3
        assert max(map(len, lines)) <= 24
    assert (
        " ".join(drawing.here.lines)
        == "The Meridian Clinic for Backs, Necks and Joints at the Old Royal Free…"
    )


def test_the_text_of_a_ring_keeps_off_the_places() -> None:
    # At the lowest point of the ring of five minutes.
    below = Place("Abbey", CLINIC.latitude - 320 / 111_195, CLINIC.longitude)
    ring = draw(CLINIC, [below]).rings[0]
    assert (ring.text, ring.text_y < 210) == ("5 minutes’ walk", True)


def test_the_clinics_own_label_goes_to_the_side_that_is_free() -> None:
    east = Place("Essex Road", CLINIC.latitude, CLINIC.longitude + 0.001)
    west = Place("The Angel", CLINIC.latitude, CLINIC.longitude - 0.001)
    assert draw(CLINIC, [east, *NEAR]).here.anchor == "end"
    assert draw(CLINIC, [west, *NEAR]).here.anchor == "start"
