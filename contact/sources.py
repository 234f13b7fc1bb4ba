"""The page from which somebody asks: recorded with the enquiry, and what it says about clinic and treatment."""

from wagtail.models import Page

from clinics.models import Clinic, ClinicPage, PractitionerPage
from cms.relations import readable
from treatments.models import TreatmentForConditionPage, TreatmentPage

#: No page has a number with more digits.
LONGEST_ID = 18


def find(value: str | None) -> Page | None:
    """The page that ``?from=`` names, if anyone may read it now; None for anything else."""
    value = (value or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_ID):
        return None
    page = readable(Page.objects.filter(pk=int(value))).first()
    return page.specific if page else None


def clinic_of(page: Page | None) -> Clinic | None:
    """The one clinic that the page is about."""
    if isinstance(page, ClinicPage):
        return page.clinic
    if isinstance(page, PractitionerPage) and page.practitioner:
        links = list(page.practitioner.clinic_links.select_related("clinic")[:2])
        return links[0].clinic if len(links) == 1 else None
    return None


def treatment_of(page: Page | None) -> TreatmentPage | None:
    """The one treatment that the page is about."""
    if isinstance(page, TreatmentPage):
        return page
    if isinstance(page, TreatmentForConditionPage):
        return page.treatment
    if isinstance(page, PractitionerPage) and page.practitioner:
        links = list(page.practitioner.treatment_links.select_related("treatment")[:2])
        return links[0].treatment if len(links) == 1 else None
    return None
