"""Our own line drawings: one SVG file each in templates/drawings/, inlined so that they take the text's colour.

To add one: put the file there (``class="art"`` on the svg element, strokes in ``currentColor``, no style attribute,
``class="mer"`` for the brass thread, ``class="pts"`` for its points) and give it a label here.
"""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

DIRECTORY = Path(__file__).resolve().parent.parent / "templates" / "drawings"

#: What staff may choose, by file name.
LABELS = {
    "back": "Back, with the channels",
    "hand": "Hand, with points (acupuncture)",
    "knee": "Knee, with a measured bend (physiotherapy)",
    "spine": "Spine from the side (chiropractic)",
    "herbs": "Herbs and roots (herbal medicine)",
    "head": "Head, with a line over the temple",
    "jaw": "Jaw joint",
    "neck": "Neck bones",
    "shoulder": "Shoulder, with the reach of the arm",
    "elbow": "Elbow",
    "hip": "Hip and pelvis",
    "knee-joint": "Knee joint from the front",
    "foot": "Foot and ankle",
    "shoe": "Running shoe (sport)",
    "door": "Street door, Georgian",
    "door-terrace": "Brick house in a terrace",
    "door-shop": "Shop front by the sea",
    "door-garden": "Entrance with a garden",
    "lamp": "Heat lamp over a back",
    "massage": "Massage by hand",
    "current": "Needles with a small current",
    "cups": "Glass cups on the skin",
    "needle": "Needle in a tight muscle",
    "exercise": "Exercise on the floor",
    "room": "Treatment room",
    "chairs": "Two chairs (a talk)",
    "nameplate": "Door plate",
    "map": "Folded map",
    "lost": "A thread that breaks off",
}
#: What only our templates use.
FURNITURE = frozenset({"mark", "search"})


def choices() -> list[tuple[str, str]]:
    """Name and label of every drawing that staff may choose, for a model field."""
    return list(LABELS.items())


@cache
def svg(name: str, css_class: str = "") -> SafeString:
    """The drawing as an svg element, with ``css_class`` added to its own.

    Empty for a name that is not (or no longer) ours.
    """
    if name not in LABELS and name not in FURNITURE:
        return SafeString()
    text = (DIRECTORY / f"{name}.svg").read_text(encoding="utf-8").strip()
    if css_class:
        text = text.replace('class="art', f'class="art {css_class}', 1)
    return SafeString(text)
