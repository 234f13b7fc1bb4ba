"""Clinics and practitioners as nodes of JSON-LD, from the same facts as the visible text."""

from clinics.faces import ClinicFacts
from clinics.models.clinic import Clinic
from clinics.models.practitioner import Practitioner
from clinics.prices import PriceRow
from cms.structured_data import Node, organization_id, reference, without_empty
from cms.telephone import Telephone

#: What schema.org calls a clinic where this treatment is given, by its key in the advertising rules.
BUSINESS_TYPES = {"physiotherapy": "Physiotherapy"}


def clinic(
    subject: Clinic,
    facts: ClinicFacts,
    telephone: Telephone | None,
    image: str,
    url: str,
    root_url: str,
) -> Node:
    """One location: its own MedicalClinic, never one record with many addresses.

    ``facts`` are those on the page, ``telephone`` the number on it, ``image`` an absolute address.
    """
    given = {treatment.claims_modality for treatment in facts.treatments}
    types = [name for modality, name in BUSINESS_TYPES.items() if modality in given]
    return without_empty(
        {
            "@type": ["MedicalClinic", *types] if types else "MedicalClinic",
            "@id": f"{url}#clinic",
            "name": subject.name,
            "url": url,
            "image": image,
            "address": address(subject),
            "telephone": telephone and telephone.e164,
            "geo": {
                "@type": "GeoCoordinates",
                # Text, because a number would lose zeros at its end: search engines ask for five decimals.
                "latitude": f"{subject.latitude:.6f}",
                "longitude": f"{subject.longitude:.6f}",
            },
            "hasMap": subject.map_url,
            "openingHoursSpecification": facts.hours_data,
            "priceRange": facts.price_range,
            "currenciesAccepted": facts.prices and "GBP",
            "parentOrganization": reference(organization_id(root_url)),
            "availableService": _services(facts, root_url),
            "makesOffer": [_offer(row) for row in facts.price_rows],
        }
    )


def address(subject: Clinic) -> Node:
    return {
        "@type": "PostalAddress",
        "streetAddress": subject.street_address,
        "addressLocality": subject.locality,
        "postalCode": subject.postcode,
        "addressCountry": subject.country,
    }


def person(practitioner: Practitioner, identifier: str, root_url: str) -> Node:
    """A practitioner as a Person with register entries. Never a Physician, never a "Dr"."""
    contributor = practitioner.contributor
    credentials = [
        without_empty(
            {
                "@type": "EducationalOccupationalCredential",
                "recognizedBy": {"@type": "Organization", "name": registration.entry.name},
                "identifier": registration.number,
                "url": registration.url,
            }
        )
        for registration in contributor.registrations.all()
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


def _services(facts: ClinicFacts, root_url: str) -> list[Node]:
    therapies = [
        {"@type": "MedicalTherapy", "name": page.title, "url": f"{root_url}{page.url}"}
        for page in facts.treatments
    ]
    tests = [
        {"@type": "ImagingTest", "name": facility.name}
        for facility, _ in facts.facilities
        if facility.is_imaging_test
    ]
    return [*therapies, *tests]


def _offer(row: PriceRow) -> Node:
    return {
        "@type": "Offer",
        "name": row.name,
        "price": f"{row.amount:.2f}",
        "priceCurrency": "GBP",
    }
