"""Which clinics offer a treatment or have a facility, and how a page says so."""

from collections import defaultdict
from collections.abc import Sequence

from clinics.facts import readable_treatments
from clinics.models.clinic import Clinic
from clinics.models.facility import Facility
from clinics.phrases import lower_first, where_phrase, where_sentence
from cms.sharing import shared


def offering(clinics: Sequence[Clinic], treatments: Sequence[int]) -> list[Clinic]:
    """Those of the clinics that offer any of the treatments, given by primary key."""
    wanted = set(treatments)
    return [
        clinic
        for clinic in clinics
        if wanted & {link.treatment_id for link in clinic.treatment_links.all()}
    ]


def phrase(clinics: Sequence[Clinic], treatments: Sequence[int]) -> str:
    """Where any of the treatments is to be had: "In all five clinics"; empty for nowhere."""
    return where_phrase([clinic.name for clinic in offering(clinics, treatments)], len(clinics))


def treatment_sentences(clinics: Sequence[Clinic], treatments: Sequence[int]) -> list[str]:
    """Treatments of the same clinics share a sentence: "Acupuncture and physiotherapy are in both clinics."

    What is not to be had, or has no public page, is left out.
    """
    pages = readable_treatments()
    together: dict[str, list[str]] = defaultdict(list)
    for pk in treatments:
        if (place := phrase(clinics, [pk])) and pk in pages:
            together[place].append(pages[pk].name_in_sentence)
    return [where_sentence(names, place) for place, names in together.items()]


@shared
def facilities_for(conditions: tuple[int | None, ...]) -> dict[int | None, list[Facility]]:
    """The facilities that support each of these conditions, given by primary key."""
    links = Facility.supports_conditions.through.objects.filter(
        conditionpage__in=[pk for pk in conditions if pk]
    )
    found: dict[int | None, list[Facility]] = defaultdict(list)
    for link in links.select_related("facility").order_by("facility__name"):
        found[link.conditionpage_id].append(link.facility)
    return found


def facility_sentences(clinics: Sequence[Clinic], facilities: Sequence[Facility]) -> list[str]:
    """Where each is: "X-rays are at Harley Street." """
    return [
        where_sentence([name], place, many=True) for name, place in _places(clinics, facilities)
    ]


def facility_words(clinics: Sequence[Clinic], facilities: Sequence[Facility]) -> list[str]:
    """The same in short: "X-rays at Harley Street"."""
    return [f"{name} {lower_first(place)}" for name, place in _places(clinics, facilities)]


def _places(clinics: Sequence[Clinic], facilities: Sequence[Facility]) -> list[tuple[str, str]]:
    """Each facility that some clinic has, with where: ("X-rays", "At Harley Street")."""
    found = []
    for facility in facilities:
        having = [
            clinic.name
            for clinic in clinics
            if facility.pk in {link.facility_id for link in clinic.facility_links.all()}
        ]
        if having:
            found.append((facility.plural, where_phrase(having, len(clinics))))
    return found
