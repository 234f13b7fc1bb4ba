"""What is on sale and what it costs, read in bulk from the services: the only source of prices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clinics.facts import Term, readable_treatments, with_public_page
from clinics.models.clinic import Clinic
from clinics.models.facility import Insurer
from clinics.models.service import Service
from clinics.phrases import lower_first, where_phrase
from cms.sharing import shared


@dataclass(frozen=True)
class PriceRow:
    """One service in a price list (components/prices.html). ``price`` is the total ``amount`` in words: "£85"."""

    name: str
    detail: str
    length: str
    price: str
    amount: Decimal


@dataclass(frozen=True)
class PriceGroup:
    """The services of one treatment or facility. ``url`` is the treatment's page; a facility has none."""

    heading: str
    url: str
    rows: list[PriceRow]


@dataclass(frozen=True)
class PriceList:
    """Services on sale. ``places``: the names of the public clinics that sell each, by its primary key."""

    services: list[Service]
    places: Mapping[int, list[str]]
    everywhere: int

    def where(self, service: Service) -> str:
        """Where it is sold: "In all five clinics"."""
        return where_phrase(self.places[service.pk], self.everywhere)

    def row(self, service: Service) -> PriceRow:
        """With what the price covers, and where."""
        detail = ". ".join(
            text for text in (service.covers.rstrip("."), self.where(service)) if text
        )
        return _row(service, service.name, detail)


@shared
def on_sale(**lookups: Any) -> PriceList:
    """The services that some public clinic sells. ``lookups`` narrow them: ``treatment__in=[...]``."""
    public = dict(with_public_page().values_list("pk", "name"))
    services = Service.objects.filter(active=True, clinics__in=public, **lookups).distinct()
    found = list(services.select_related("facility"))
    sold = Service.clinics.through.objects.filter(service__in=found, clinic__in=public)
    pairs = set(sold.values_list("service_id", "clinic_id"))
    places = {
        service.pk: [name for pk, name in public.items() if (service.pk, pk) in pairs]
        for service in found
    }
    return PriceList(found, places, len(public))


def all_prices() -> list[PriceGroup]:
    """Every price with where it holds, by treatment, then by facility."""
    prices = on_sale()
    return _grouped((service, prices.row(service)) for service in prices.services)


def prices_at(clinic: Clinic) -> list[PriceGroup]:
    """The prices at one clinic. The clinic itself need not be public: it may be a preview."""
    services = Service.objects.filter(active=True, clinics=clinic).select_related("facility")
    return _grouped((service, _row(service, service.name, service.covers)) for service in services)


def in_one_table(groups: Iterable[PriceGroup]) -> list[PriceRow]:
    """The rows of all groups, named so that each can stand alone: "Acupuncture, first visit"."""
    return [
        PriceRow(_full_name(group, row), row.detail, row.length, row.price, row.amount)
        for group in groups
        for row in group.rows
    ]


def insurers() -> list[Term]:
    """The insurers that some public clinic accepts, each with where: "In all five clinics"."""
    public = dict(with_public_page().values_list("pk", "name"))
    accepted = Clinic.insurers.through.objects.filter(clinic__in=public)
    pairs = set(accepted.values_list("insurer_id", "clinic_id"))
    found = []
    for insurer in Insurer.objects.filter(pk__in={pk for pk, _ in pairs}):
        names = [name for pk, name in public.items() if (insurer.pk, pk) in pairs]
        found.append(Term(insurer.name, where_phrase(names, len(public))))
    return found


def _row(service: Service, name: str, detail: str) -> PriceRow:
    length = f"{service.length_minutes} min"
    return PriceRow(name, detail, length, service.price_text, service.price)


def _full_name(group: PriceGroup, row: PriceRow) -> str:
    if row.name.casefold().startswith(group.heading.casefold()):
        return row.name
    return f"{group.heading}, {lower_first(row.name)}"


def _grouped(rows: Iterable[tuple[Service, PriceRow]]) -> list[PriceGroup]:
    """By treatment in the tree's order, then by facility; what belongs to an unpublished treatment is left out."""
    by_treatment: dict[int | None, list[PriceRow]] = defaultdict(list)
    by_facility: dict[str, list[PriceRow]] = defaultdict(list)
    for service, row in rows:
        if service.facility:
            by_facility[service.facility.name].append(row)
        else:
            by_treatment[service.treatment_id].append(row)
    treatments = readable_treatments()
    return [
        *(
            PriceGroup(page.title, page.url or "/", by_treatment[pk])
            for pk, page in treatments.items()
            if pk in by_treatment
        ),
        *(PriceGroup(name, "", found) for name, found in by_facility.items()),
    ]
