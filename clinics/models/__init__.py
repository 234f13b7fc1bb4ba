"""Facts of the clinics (in force when saved) and their public faces."""

from .clinic import Clinic, ClinicFacility, ClinicTreatment, Landmark
from .clinic_page import ClinicIndexPage, ClinicPage, ClinicPicture
from .facility import Facility, Insurer
from .hours import Closure, OpeningHours, SpecialHours
from .practitioner import (
    Practitioner,
    PractitionerClinic,
    PractitionerLanguage,
    PractitionerTreatment,
)
from .practitioner_page import PractitionerIndexPage, PractitionerPage
from .prices_page import PricesPage
from .service import Service

__all__ = [
    "Clinic",
    "ClinicFacility",
    "ClinicIndexPage",
    "ClinicPage",
    "ClinicPicture",
    "ClinicTreatment",
    "Closure",
    "Facility",
    "Insurer",
    "Landmark",
    "OpeningHours",
    "Practitioner",
    "PractitionerClinic",
    "PractitionerIndexPage",
    "PractitionerLanguage",
    "PractitionerPage",
    "PractitionerTreatment",
    "PricesPage",
    "Service",
    "SpecialHours",
]
