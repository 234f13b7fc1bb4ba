"""Factories: pages and facts for tests, in three states.

``make(TreatmentPage)`` gives a live page under parents of the right types, which are made where they are missing.
What a type needs beyond its fields stands in ``NEEDS``; everything else is filled by walking the model, so that a
new page type has a factory the moment it exists.
"""

import itertools
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from django.core.files.images import ImageFile
from django.db import models
from django.utils import timezone
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from clinics.models import (
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    Facility,
    Practitioner,
    PractitionerIndexPage,
    PractitionerPage,
    PricesPage,
    Service,
)
from cms.models import BasePage, Contributor, SiteImage
from contact.models import ContactPage
from home.models import HomePage
from tests.pictures import png
from treatments.models import (
    ClinicalPage,
    ConditionIndexPage,
    ConditionPage,
    Technique,
    TreatmentForConditionPage,
    TreatmentIndexPage,
    TreatmentPage,
)

P = TypeVar("P", bound=Page)
numbers = itertools.count(1)


class State(Enum):
    """How full a page is."""

    EMPTY = "empty"  # only what publishing demands
    TYPICAL = "typical"
    LONGEST = (
        "longest"  # every field as long as it may be, every stream with several of every block
    )


LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaen"
CARE_CARDS = [
    {
        "type": "card",
        "value": {"urgency": "emergency", "heading": "", "points": ["you have chest pain"]},
    }
]


# --- Facts ----------------------------------------------------------------------------------


def make_contributor(name: str = "", register: str = "hcpc", **fields: Any) -> Contributor:
    number = next(numbers)
    contributor = Contributor(
        name=name or f"Person {number}", slug=f"person-{number}", post="Physiotherapist", **fields
    )
    contributor.registrations.create(register=register, number="PH000000")
    contributor.save()
    return contributor


def make_clinic(name: str = "", page: bool = True, **fields: Any) -> Clinic:
    """A clinic, open Monday to Friday 9 to 5, with a live page unless ``page`` is False."""
    number = next(numbers)
    defaults: dict[str, Any] = {
        "name": name or f"Clinic {number}",
        "slug": f"clinic-{number}",
        "street_address": f"{number} High Street",
        "locality": "London",
        "area": "London W1",
        "postcode": "W1G 9ZZ",
        "latitude": Decimal("51.52052"),
        "longitude": Decimal("-0.14787"),
        "step_free": "full",
        "telephone": "+442079460000",
    }
    clinic = Clinic(**(defaults | fields))
    for weekday in range(5):
        clinic.opening_hours.create(weekday=weekday, opens=time(9), closes=time(17))
    clinic.save()
    if page:
        make(ClinicPage, clinic=clinic, title=clinic.name)
    return clinic


def make_practitioner(name: str = "", page: bool = True, **fields: Any) -> Practitioner:
    """A practitioner, with a live page unless ``page`` is False."""
    practitioner = Practitioner(contributor=make_contributor(name), **fields)
    practitioner.language_links.create(language="en")
    practitioner.save()
    if page:
        make(PractitionerPage, practitioner=practitioner, title=practitioner.name)
    return practitioner


def make_facility(name: str = "X-ray", **fields: Any) -> Facility:
    number = next(numbers)
    defaults = {"plural": f"{name}s", "slug": f"facility-{number}", "is_imaging_test": True}
    return Facility.objects.create(name=name, **(defaults | fields))


def make_service(treatment: TreatmentPage | None, *clinics: Clinic, **fields: Any) -> Service:
    defaults: dict[str, Any] = {"name": "First visit", "length_minutes": 60, "price": Decimal(85)}
    service = Service.objects.create(treatment=treatment, **(defaults | fields))
    service.clinics.set(clinics)
    return service


def offer(treatment: TreatmentPage, *clinics: Clinic) -> None:
    """The clinics offer the treatment from now on."""
    for clinic in clinics:
        clinic.treatment_links.create(treatment=treatment)
        clinic.save()


def employ(
    practitioner: Practitioner, clinic: Clinic, days: list[int], *treatments: TreatmentPage
) -> None:
    """The practitioner works at the clinic on these days (0 is Monday), and gives the treatments."""
    practitioner.clinic_links.create(clinic=clinic, days=days)
    for treatment in treatments:
        practitioner.treatment_links.create(treatment=treatment)
    practitioner.save()


def make_technique(name: str = "", **fields: Any) -> Technique:
    number = next(numbers)
    return Technique.objects.create(
        name=name or f"Technique {number}",
        slug=f"technique-{number}",
        description="A warm lamp.",
        **fields,
    )


def make_image(title: str = "A picture") -> SiteImage:
    return SiteImage.objects.create(
        title=title, description="A door", file=ImageFile(png(96, 64), name="door.png")
    )


# --- Pages ----------------------------------------------------------------------------------

#: What an empty page of the type needs to be published.
LEAST: dict[type[Page], dict[str, Any]] = {
    TreatmentPage: {
        "risks": [
            {"type": "risk", "value": {"frequency": "Common", "text": "Soreness for a day."}}
        ],
        "who_should_not": [{"type": "text", "value": "<p>Ask first if you are pregnant.</p>"}],
    },
}
#: What a page type needs in every state beyond plain fields, by name of the field.
NEEDS: dict[type[Page], dict[str, Callable[[], Any]]] = {
    ConditionPage: {"care_cards": lambda: CARE_CARDS},
    TreatmentForConditionPage: {"condition": lambda: make(ConditionPage)},
    TreatmentPage: {"practitioner_title": lambda: "acupuncturist"},
    ClinicPage: {"clinic": lambda: make_clinic(page=False)},
    PractitionerPage: {"practitioner": lambda: make_practitioner(page=False)},
}


def signature() -> dict[str, Any]:
    """What every clinical page needs to be published."""
    today = timezone.localdate()
    return {
        "introduction": "What this page is about.",
        "author": make_contributor("Meridian editors"),
        "reviewer": make_contributor(),
        "last_reviewed": today - timedelta(days=30),
        "next_review_due": today + timedelta(days=300),
    }


def page_models() -> list[type[BasePage]]:
    """Every page type of the project."""
    return sorted(
        (m for m in _subclasses(BasePage) if not m._meta.abstract), key=lambda m: m._meta.label
    )


def make(
    model: type[P], parent: Page | None = None, state: State = State.TYPICAL, **fields: Any
) -> P:
    """A live page of this type in this state. ``fields`` win over what the state fills in."""
    if issubclass(model, HomePage):
        page = model.objects.get()
        for name, value in (filled(model, state) | fields).items():
            setattr(page, name, value)
        page.save_revision().publish()
        return page
    number = next(numbers)
    values: dict[str, Any] = {"title": f"{model._meta.verbose_name} {number}".capitalize()}
    values |= LEAST.get(model, {}) | filled(model, state)
    if issubclass(model, ClinicalPage):
        values |= signature()
    needs = {name: need for name, need in NEEDS.get(model, {}).items() if name not in fields}
    values |= {name: need() for name, need in needs.items()}
    values |= fields
    values.setdefault("slug", f"page-{number}")
    now = timezone.now()
    page = model(first_published_at=now, last_published_at=now, **values)
    (parent or _parent(model)).add_child(instance=page)
    return page


def _parent(model: type[Page]) -> Page:
    """The first page of the first allowed parent type, made where there is none."""
    kinds = model.clean_parent_page_models()
    for kind in kinds:
        if found := kind.objects.first():
            return found
    return make(kinds[0])


def filled(model: type[Page], state: State) -> dict[str, Any]:
    """Values for the type's own plain fields, streams and pictures."""
    if state is State.EMPTY:
        return {}
    own = [f for f in model._meta.local_concrete_fields if not f.auto_created and f.editable]
    inherited = [f for f in BasePage._meta.fields if f in own]
    values: dict[str, Any] = {}
    for field in [*own, *inherited]:
        value = _value(field, state)
        if value is not None:
            values[field.name] = value
    return values


def _value(field: models.Field[Any, Any], state: State) -> Any:
    longest = state is State.LONGEST
    if isinstance(field, StreamField):
        return _stream(field.stream_block, repeat=3 if longest else 1)
    if isinstance(field, models.EmailField | models.SlugField | models.URLField):
        return None
    if type(field).__name__ == "TelephoneField":
        return None
    if field.choices:
        return next(value for value, _ in field.flatchoices if value)
    if isinstance(field, RichTextField):
        return "<p>Plain words.</p>" * (20 if longest else 1)
    if isinstance(field, models.CharField | models.TextField):
        text = "Plain words about this."
        limit = field.max_length or 3000
        return (f"{LONG_WORD} " + text * 200)[:limit].strip() if longest else text[:limit]
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return date(2026, 11, 3)
    if isinstance(field, models.ForeignKey) and field.related_model is SiteImage and longest:
        return make_image()
    return None


def _stream(block: StreamBlock, repeat: int) -> list[dict[str, Any]]:
    """Every kind of block with its preview value. At most as many as the stream allows."""
    counts = getattr(block.meta, "block_counts", {}) or {}
    children = []
    for name, child in block.child_blocks.items():
        value = child.get_prep_value(child.normalize(child.get_preview_value()))
        times = min(repeat, counts.get(name, {}).get("max_num", repeat))
        children += [{"type": name, "value": value} for _ in range(times)]
    most = block.meta.max_num or len(children)
    return children[:most]


def _subclasses(model: type[Any]) -> set[type[Any]]:
    direct = set(model.__subclasses__())
    return direct | {deeper for child in direct for deeper in _subclasses(child)}


# --- Growth ---------------------------------------------------------------------------------


def _offer(treatment: TreatmentPage, number: int) -> None:
    """``number`` clinics, people and prices for a treatment."""
    while treatment.clinic_links.count() < number:
        clinic = make_clinic()
        clinic.treatment_links.create(treatment=treatment)
        clinic.save()
        practitioner = make_practitioner()
        practitioner.treatment_links.create(treatment=treatment)
        practitioner.clinic_links.create(clinic=clinic, days=[0, 1])
        practitioner.save()
        make_service(treatment, clinic)


def _grow_pair(page: TreatmentForConditionPage, number: int) -> None:
    assert page.treatment is not None
    _offer(page.treatment, number)
    while page.technique_links.count() < number:
        page.technique_links.create(technique=make_technique())
        page.added_treatment_links.create(treatment=make(TreatmentPage))
        make(TreatmentForConditionPage, parent=make(TreatmentPage), condition=page.condition)
    page.save()


def _grow_treatment(page: TreatmentPage, number: int) -> None:
    _offer(page, number)
    while page.technique_links.count() < number:
        page.technique_links.create(technique=make_technique())
        make(TreatmentForConditionPage, parent=page)
    page.save()


def _grow_condition(page: ConditionPage, number: int) -> None:
    while page.other_names.count() < number:
        treatment = make(TreatmentPage)
        make(TreatmentForConditionPage, parent=treatment, condition=page)
        _offer(treatment, 1)
        page.other_names.create(name=f"Name {next(numbers)}")
        page.related_conditions.add(make(ConditionPage))
    page.save()


def _grow_index(child: type[Page]) -> Callable[[Any, int], None]:
    def grow(page: Page, number: int) -> None:
        # Not get_children(): the page in hand was read before it had any.
        while child.objects.child_of(page).count() < number:
            made = make(child, parent=page)
            if isinstance(made, TreatmentPage):
                _offer(made, 2)
            if isinstance(made, ConditionPage):
                _grow_condition(made, 2)

    return grow


def _grow_clinic(page: ClinicPage, number: int) -> None:
    clinic = page.clinic
    assert clinic is not None
    while clinic.landmarks.count() < number:
        treatment = make(TreatmentPage)
        practitioner = make_practitioner()
        practitioner.clinic_links.create(clinic=clinic, days=[0])
        practitioner.save()
        make_service(treatment, clinic)
        clinic.landmarks.create(
            name=f"Station {next(numbers)}", latitude=Decimal("51.52"), longitude=Decimal("-0.14")
        )
        clinic.treatment_links.create(treatment=treatment)
        clinic.facility_links.create(facility=make_facility(f"Facility {next(numbers)}"))
        clinic.save()
        page.pictures.create(image=make_image())
    page.save()


def _grow_practitioner(page: PractitionerPage, number: int) -> None:
    practitioner = page.practitioner
    assert practitioner is not None
    while practitioner.clinic_links.count() < number:
        practitioner.clinic_links.create(clinic=make_clinic(), days=[0])
        practitioner.treatment_links.create(treatment=make(TreatmentPage))
        practitioner.save()


def _grow_prices(page: Page, number: int) -> None:
    while Service.objects.count() < number:
        make_service(make(TreatmentPage), make_clinic())


def _grow_contact(page: ContactPage, number: int) -> None:
    while page.form_fields.count() < number:
        make(TreatmentPage)
        make_clinic()
        page.form_fields.create(
            label=f"Question {next(numbers)}", field_type="singleline", purpose="To answer you."
        )
    page.save()


def _grow_home(page: HomePage, number: int) -> None:
    body = page.body.get_prep_value()
    conditions = [make(ConditionPage).pk for _ in range(number)]
    page.body = [b for b in body if b["type"] != "conditions"] + [
        {"type": "conditions", "value": {"heading": "What?", "text": "", "conditions": conditions}}
    ]
    _offer(make(TreatmentPage), number)
    page.save()


#: How to give a page of each type more relations, up to a number.
GROW: dict[type[Page], Callable[[Any, int], None]] = {
    TreatmentForConditionPage: _grow_pair,
    TreatmentPage: _grow_treatment,
    ConditionPage: _grow_condition,
    TreatmentIndexPage: _grow_index(TreatmentPage),
    ConditionIndexPage: _grow_index(ConditionPage),
    ClinicIndexPage: _grow_index(ClinicPage),
    PractitionerIndexPage: _grow_index(PractitionerPage),
    ClinicPage: _grow_clinic,
    PractitionerPage: _grow_practitioner,
    PricesPage: _grow_prices,
    ContactPage: _grow_contact,
    HomePage: _grow_home,
}
