"""The demo's facts: techniques, contributors, clinics, practitioners, services."""

from typing import TYPE_CHECKING, Any

from clinics.models import (
    Clinic,
    Closure,
    Facility,
    Insurer,
    Practitioner,
    Service,
)
from cms.models import Contributor
from treatments.models import Technique

if TYPE_CHECKING:
    from home.demo.pages import Tree


def techniques(entries: list[dict[str, Any]]) -> dict[str, Technique]:
    return {entry["slug"]: Technique.objects.create(**entry) for entry in entries}


def contributors(people: dict[str, Any]) -> dict[str, Contributor]:
    """Everyone who writes, reviews or treats, by slug."""
    found = {}
    for entry in [*people["contributors"], *people["practitioners"]]:
        contributor = Contributor(name=entry["name"], post=entry["post"], slug=entry["slug"])
        for order, registration in enumerate(entry["registrations"]):
            contributor.registrations.create(
                sort_order=order,
                register=registration["register"],
                number=registration["number"],
                verified_on=registration.get("verified"),
            )
        contributor.save()
        found[entry["slug"]] = contributor
    return found


CHILDREN = ("treatments", "facilities", "insurers", "opening_hours", "special_hours", "landmarks")


def clinics(places: dict[str, Any], tree: "Tree") -> dict[str, Clinic]:
    """The clinics by slug, with everything that hangs on them."""
    insurers = {name: Insurer.objects.create(name=name) for name in places["insurers"]}
    facilities = {entry["slug"]: _facility(entry, tree) for entry in places["facilities"]}
    found: dict[str, Clinic] = {}
    for entry in places["clinics"]:
        plain = {key: value for key, value in entry.items() if key not in (*CHILDREN, "page")}
        clinic = Clinic(**plain)
        for relation in ("opening_hours", "special_hours", "landmarks"):
            for order, row in enumerate(entry.get(relation, [])):
                getattr(clinic, relation).create(sort_order=order, **row)
        for order, slug in enumerate(entry["treatments"]):
            if page := tree.pages.get(f"/treatments/{slug}/"):
                clinic.treatment_links.create(sort_order=order, treatment=page)
        for order, row in enumerate(entry["facilities"]):
            clinic.facility_links.create(
                sort_order=order, facility=facilities[row["facility"]], notes=row.get("notes", "")
            )
        clinic.save()
        clinic.insurers.set(insurers[name] for name in entry["insurers"])
        found[entry["slug"]] = clinic
    for row in places["closures"]:
        Closure.objects.create(**{**row, "clinic": found[row["clinic"]] if row["clinic"] else None})
    return found


def _facility(entry: dict[str, Any], tree: "Tree") -> Facility:
    conditions = entry.pop("supports_conditions")
    facility = Facility.objects.create(**entry)
    pages = (tree.pages.get(f"/conditions/{slug}/") for slug in conditions)
    facility.supports_conditions.set(page for page in pages if page)
    return facility


def practitioners(
    people: dict[str, Any],
    contributors: dict[str, Contributor],
    clinics: dict[str, Clinic],
    tree: "Tree",
) -> dict[str, Practitioner]:
    """The practitioners by slug."""
    found = {}
    for entry in people["practitioners"]:
        practitioner = Practitioner(
            contributor=contributors[entry["slug"]],
            sort_order=entry["sort_order"],
            youngest_age=entry["youngest_age"],
            offers_chaperone=entry["offers_chaperone"],
        )
        for order, code in enumerate(entry["languages"]):
            practitioner.language_links.create(sort_order=order, language=code)
        for order, row in enumerate(entry["clinics"]):
            practitioner.clinic_links.create(
                sort_order=order, clinic=clinics[row["clinic"]], days=row["days"]
            )
        for order, slug in enumerate(entry["treatments"]):
            if page := tree.pages.get(f"/treatments/{slug}/"):
                practitioner.treatment_links.create(sort_order=order, treatment=page)
        practitioner.save()
        found[entry["slug"]] = practitioner
    return found


def services(content: dict[str, Any], clinics: dict[str, Clinic], tree: "Tree") -> None:
    """What the clinics sell. A service of a treatment that was left out is left out with it."""
    facilities = {facility.slug: facility for facility in Facility.objects.all()}
    for entry in content["services"]:
        row = dict(entry)
        places = row.pop("clinics")
        treatment, facility = row.pop("treatment", None), row.pop("facility", None)
        page = tree.pages.get(f"/treatments/{treatment}/") if treatment else None
        if treatment and page is None:
            continue
        service = Service.objects.create(
            treatment=page, facility=facilities[facility] if facility else None, **row
        )
        service.clinics.set(clinics[slug] for slug in places)
