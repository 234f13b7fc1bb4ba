"""A clinic's landmarks as a drawn map."""

from clinics.map_drawing import MapDrawing, Place, draw
from clinics.models.clinic import Clinic


def of(clinic: Clinic) -> MapDrawing | None:
    """The drawn map; None where no landmark is known: an empty map tells nobody the way."""
    places = [
        Place(mark.name, float(mark.latitude), float(mark.longitude), mark.kind)
        for mark in clinic.landmarks.all()
    ]
    here = Place(clinic.name, float(clinic.latitude), float(clinic.longitude))
    return draw(here, places) if places else None
