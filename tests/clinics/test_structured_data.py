"""JSON-LD of clinics and practitioners: complete, and in parity with the page's text."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from clinics.models import Clinic, Closure, PractitionerPage
from clinics.opening_words import clock
from cms import telephone
from cms.models import ContactRoutes, Organisation
from tests.factories import (
    employ,
    make,
    make_clinic,
    make_facility,
    make_image,
    make_practitioner,
    make_service,
    offer,
)
from tests.html import Document
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db
#: Christmas and New Year's Day are within the 60 days that the page looks ahead.
NOW = datetime(2027, 12, 1, 12, tzinfo=UTC)


def node(document: Document, kind: str) -> dict[str, Any]:
    """The node of the graph that is of this type."""
    (found,) = [n for n in document.graph if kind in (n["@type"], *n["@type"])]
    return found


@pytest.fixture
def clinic(freeze: Callable[[datetime], None]) -> Clinic:
    """Bath, with all that a clinic can have."""
    freeze(NOW)
    clinic = make_clinic(
        "Bath",
        street_address="12 Meridian Parade",
        locality="Bath",
        postcode="BA1 9ZZ",
        latitude=Decimal("51.38"),
        longitude=Decimal("-2.361520"),
        telephone="+442079460812",
    )
    acupuncture = make(TreatmentPage, title="Acupuncture", claims_modality="acupuncture")
    physiotherapy = make(TreatmentPage, title="Physiotherapy", claims_modality="physiotherapy")
    offer(acupuncture, clinic)
    offer(physiotherapy, clinic)
    make_service(acupuncture, clinic)
    make_service(physiotherapy, clinic, price=Decimal("62.50"))
    clinic.facility_links.create(facility=make_facility("X-ray"))
    clinic.facility_links.create(facility=make_facility("Quiet room", is_imaging_test=False))
    clinic.opening_hours.create(weekday=5, opens=time(9), closes=time(12, 30))
    clinic.special_hours.create(
        date=date(2027, 12, 24), opens=time(9), closes=time(13), note="Christmas Eve"
    )
    clinic.save()
    Closure.objects.create(first_day=date(2027, 12, 25), last_day=date(2027, 12, 28))
    return clinic


@pytest.fixture
def document(clinic: Clinic, client: Client) -> Document:
    return Document.of(client.get(clinic.page.url))


def test_a_clinic_is_a_place_of_its_own(document: Document, clinic: Clinic) -> None:
    place = node(document, "MedicalClinic")
    url = clinic.page.full_url
    root = url.removesuffix(clinic.page.url)
    assert place["@type"] == ["MedicalClinic", "Physiotherapy"]
    assert place["@id"] == f"{url}#clinic"
    assert (place["name"], place["url"]) == ("Bath", url)
    assert place["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "12 Meridian Parade",
        "addressLocality": "Bath",
        "postalCode": "BA1 9ZZ",
        "addressCountry": "GB",
    }
    assert place["telephone"] == "+442079460812"
    assert place["geo"]["latitude"] == "51.380000"
    assert place["geo"]["longitude"] == "-2.361520"
    assert place["priceRange"] == "£62.50 to £85"
    assert place["parentOrganization"] == {"@id": f"{root}/#organization"}
    assert place["image"].startswith(f"{root}/")
    assert [(s["@type"], s["name"]) for s in place["availableService"]] == [
        ("MedicalTherapy", "Acupuncture"),
        ("MedicalTherapy", "Physiotherapy"),
        ("ImagingTest", "X-ray"),
    ]
    assert [(o["price"], o["priceCurrency"]) for o in place["makesOffer"]] == [
        ("85.00", "GBP"),
        ("62.50", "GBP"),
    ]
    page = node(document, "WebPage")
    assert page["mainEntity"] == {"@id": place["@id"]}


def test_hours_with_the_days_that_differ(document: Document) -> None:
    hours = node(document, "MedicalClinic")["openingHoursSpecification"]
    regular = [h for h in hours if "dayOfWeek" in h]
    dated = [
        (h["validFrom"], h["validThrough"], h["opens"], h["closes"])
        for h in hours
        if "dayOfWeek" not in h
    ]
    assert [(h["dayOfWeek"], h["opens"], h["closes"]) for h in regular] == [
        (["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "09:00", "17:00"),
        (["Saturday"], "09:00", "12:30"),
    ]
    assert dated == [
        ("2027-12-24", "2027-12-24", "09:00", "13:00"),
        ("2027-12-25", "2027-12-28", "00:00", "00:00"),
        # New Year's Day is a Saturday, so the Monday is a holiday too.
        ("2028-01-01", "2028-01-03", "00:00", "00:00"),
    ]


def test_every_value_stands_in_the_text(document: Document) -> None:
    place = node(document, "MedicalClinic")
    said = [place["name"], place["priceRange"], telephone.display(place["telephone"])]
    said += [v for k, v in place["address"].items() if k not in ("@type", "addressCountry")]
    said += [service["name"] for service in place["availableService"]]
    for offered in place["makesOffer"]:
        said += [offered["name"], "£" + offered["price"].removesuffix(".00")]
    for hours in place["openingHoursSpecification"]:
        if hours["opens"] != hours["closes"]:
            opens, closes = (clock(time.fromisoformat(hours[key])) for key in ("opens", "closes"))
            said.append(f"{opens} to {closes}")
        said += hours.get("dayOfWeek", [])
        for key in ("validFrom", "validThrough"):
            if key in hours:
                day = date.fromisoformat(hours[key])
                said.append(f"{day:%A} {day.day} {day:%B}")
    missing = [text for text in said if text not in document.text]
    assert not missing
    assert place["hasMap"] in document.links()
    assert f"tel:{place['telephone']}" in document.links()


def test_the_number_of_the_group_where_the_clinic_has_none(clinic: Clinic, client: Client) -> None:
    Clinic.objects.update(telephone="")
    routes = ContactRoutes.for_site(clinic.page.get_site())
    routes.telephone = "+442079352030"
    routes.save()
    document = Document.of(client.get(clinic.page.url))
    assert node(document, "MedicalClinic")["telephone"] == "+442079352030"
    assert "020 7935 2030" in document.text


def test_a_photograph_wins_over_the_groups_picture(clinic: Clinic, client: Client) -> None:
    organisation = Organisation.for_site(clinic.page.get_site())
    organisation.social_image = make_image("The group")
    organisation.save()
    page = clinic.page
    page.image = make_image("The door")
    page.save()
    document = Document.of(client.get(page.url))
    image = node(document, "MedicalClinic")["image"]
    assert image == document.attribute("meta", "content", property="og:image")
    assert re.match(r"https?://", image)


def test_what_nobody_entered_is_left_out(client: Client) -> None:
    clinic = make_clinic(telephone="")
    clinic.opening_hours.all().delete()
    place = node(Document.of(client.get(clinic.page.url)), "MedicalClinic")
    assert place["@type"] == "MedicalClinic"
    absent = {"telephone", "openingHoursSpecification", "priceRange", "makesOffer"}
    assert not absent & set(place)


def test_nothing_is_said_to_be_reviewed_or_to_help(document: Document) -> None:
    text = str(document.graph)
    for word in ("aggregateRating", "review", "possibleTreatment", "indication"):
        assert f"'{word}'" not in text


# --- People ---------------------------------------------------------------------------------


def test_a_practitioner_is_a_person_with_credentials(client: Client) -> None:
    practitioner = make_practitioner("Helen Okafor")
    practitioner.language_links.create(language="ig")
    practitioner.contributor.registrations.create(register="gcc", number="01234")
    practitioner.contributor.save()
    employ(practitioner, make_clinic(), [0])
    practitioner.save()

    document = Document.of(client.get(practitioner.page.url))

    person = node(document, "Person")
    assert person["name"] == "Helen Okafor"
    assert person["jobTitle"] == "Physiotherapist"
    assert person["knowsLanguage"] == ["English", "Igbo"]
    assert [(c["recognizedBy"]["name"], c["identifier"]) for c in person["hasCredential"]] == [
        ("Health and Care Professions Council", "PH000000"),
        ("General Chiropractic Council", "01234"),
    ]
    # A number of zeros belongs to nobody.
    assert "url" not in person["hasCredential"][0]
    assert person["hasCredential"][1]["url"] in document.links()
    assert node(document, "ProfilePage")["mainEntity"] == {"@id": person["@id"]}
    said = [person["name"], person["jobTitle"], *person["knowsLanguage"]]
    said += [
        text
        for c in person["hasCredential"]
        for text in (c["recognizedBy"]["name"], c["identifier"])
    ]
    assert not [text for text in said if text not in document.text]
    assert "Physician" not in str(document.graph)


def test_a_preview_without_a_practitioner_names_no_person() -> None:
    page = make(PractitionerPage)
    page.practitioner = None
    response = page.make_preview_request()
    assert "Person" not in {n["@type"] for n in Document.of(response.render()).graph}
