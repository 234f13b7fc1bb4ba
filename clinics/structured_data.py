"""Clinics and practitioners as nodes of JSON-LD, from the same facts as the visible text."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from cms.structured_data import Node, organization_id, reference, without_empty
from cms.telephone import parse

if TYPE_CHECKING:
    from clinics.models import Clinic, ClinicPage, Practitioner
    from cms.models import BasePage


def check_face(page: "BasePage", relation: str) -> None:
    """Refuse to publish a face without the object that it shows, or a second face for one."""
    subject_id = getattr(page, f"{relation}_id")
    if subject_id is None:
        return
    twin = type(page).objects.filter(**{relation: subject_id}).exclude(pk=page.pk).first()
    if twin:
        raise ValidationError({relation: f"There is a page for it already: “{twin.title}”."})


def address(clinic: "Clinic") -> Node:
    return {
        "@type": "PostalAddress",
        "streetAddress": clinic.street_address,
        "addressLocality": clinic.locality,
        "postalCode": clinic.postcode,
        "addressCountry": clinic.country,
    }


def clinic(page: "ClinicPage", url: str, root_url: str) -> Node:
    """One location: its own MedicalClinic, never one record with many addresses."""
    from clinics import facts

    assert page.clinic is not None
    subject = page.clinic
    groups = facts.price_groups(subject)
    prices = [row.price for group in groups for row in group.rows]
    today = subject.hours.local_date(page.now)
    return without_empty(
        {
            "@type": "MedicalClinic",
            "@id": f"{url}#clinic",
            "name": subject.name,
            "url": url,
            "address": address(subject),
            "telephone": parse(subject.telephone).e164 if subject.telephone else "",
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(subject.latitude),
                "longitude": float(subject.longitude),
            },
            "hasMap": subject.map_url,
            "openingHoursSpecification": subject.hours.schema_org(today, facts.DAYS_AHEAD),
            "priceRange": _price_range(prices),
            "parentOrganization": reference(organization_id(root_url)),
            "availableService": [_service(group, root_url) for group in groups if group.url],
        }
    )


def _price_range(prices: list[str]) -> str:
    if not prices:
        return ""
    ordered = sorted(prices, key=lambda price: float(price.removeprefix("£")))
    return ordered[0] if ordered[0] == ordered[-1] else f"{ordered[0]} to {ordered[-1]}"


def _service(group: Any, root_url: str) -> Node:
    return {"@type": "MedicalTherapy", "name": group.heading, "url": f"{root_url}{group.url}"}


def person(practitioner: "Practitioner", identifier: str, root_url: str) -> Node:
    """A practitioner as a Person with register entries. Never a Physician, never a "Dr"."""
    contributor = practitioner.contributor
    credentials = [
        without_empty(
            {
                "@type": "EducationalOccupationalCredential",
                "recognizedBy": {"@type": "Organization", "name": entry.entry.name},
                "identifier": entry.number,
                "url": entry.url,
            }
        )
        for entry in contributor.registrations.all()
    ]
    return without_empty(
        {
            "@type": "Person",
            "@id": identifier,
            "name": contributor.name,
            "jobTitle": contributor.post,
            "worksFor": reference(organization_id(root_url)),
            "hasCredential": credentials,
            "knowsLanguage": practitioner.languages,
        }
    )
