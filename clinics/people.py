"""The practitioners as patients see them, read in bulk."""

from dataclasses import dataclass, replace

from django.db.models import Prefetch

from clinics.facts import readable_pages, with_public_page
from clinics.models.clinic import Clinic
from clinics.models.practitioner import Practitioner, PractitionerClinic
from clinics.opening_words import listed
from cms.models import SiteImage

#: Goes without saying.
SITE_LANGUAGE = "English"


@dataclass(frozen=True)
class PersonPlate:
    """A practitioner in a list (components/people.html). ``detail``: clinics, or days at one of them."""

    name: str
    url: str
    post: str
    detail: str
    register: str
    image: SiteImage | None


def public_practitioners() -> list[Practitioner]:
    """Those who see patients and have a page that anyone may read, with what lists show.

    Their ``clinic_links`` are those to public clinics only.
    """
    return list(
        Practitioner.objects.filter(active=True, page__pk__in=readable_pages())
        .select_related("contributor", "page__image")
        .defer("page__biography", "page__training")
        .prefetch_related(
            "contributor__registrations",
            "page__image__renditions",
            "language_links",
            "treatment_links",
            Prefetch(
                "clinic_links",
                PractitionerClinic.objects.filter(clinic__in=with_public_page()).select_related(
                    "clinic"
                ),
            ),
        )
    )


def plate(practitioner: Practitioner, detail: str = "") -> PersonPlate:
    """``detail`` empty: the clinics where they work."""
    registration = practitioner.contributor.registration
    return PersonPlate(
        name=practitioner.name,
        url=practitioner.page.url or "/",
        post=practitioner.contributor.post,
        detail=detail or listed([link.clinic.name for link in practitioner.clinic_links.all()]),
        register=f"{registration.entry.name}, {registration.number}" if registration else "",
        image=practitioner.page.image,
    )


def people_at(clinic: Clinic) -> list[PersonPlate]:
    """Who works at a clinic, with their days there. The clinic itself need not be public: it may be a preview."""
    links = PractitionerClinic.objects.filter(clinic=clinic)
    days = {link.practitioner_id: link.days_text for link in links}
    return [plate(p, days[p.pk]) for p in public_practitioners() if p.pk in days]


def plate_with_languages(practitioner: Practitioner) -> PersonPlate:
    """As ``plate``, and which languages they speak beside English: "Bath. Also speaks Igbo"."""
    usual = plate(practitioner)
    others = [language for language in practitioner.languages if language != SITE_LANGUAGE]
    if not others:
        return usual
    speaks = f"Also speaks {listed(others)}"
    return replace(usual, detail=f"{usual.detail}. {speaks}" if usual.detail else speaks)
