"""Clinics, practitioners and services in the admin, as the front desk and Marketing meet them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clinics.models import (
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    Closure,
    Facility,
    Insurer,
    Practitioner,
    PractitionerIndexPage,
    PractitionerPage,
    Service,
)
from cms.models import Contributor
from tests.factories import make, make_clinic, make_facility, make_practitioner, make_service
from tests.staff import client_of, messages_of, page_form
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of("Front desk")


@pytest.fixture
def marketing() -> Client:
    return client_of("Marketing")


def address(model: Any, view: str, *args: int) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def clinic_form(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    """What the clinic's form would post with these changes; its rows as they are."""
    form = Clinic.edit_handler.bind_to_model(Clinic).get_form_class()(instance=clinic)
    data = {name: form.initial.get(name) for name in form.fields}
    for name, formset in form.formsets.items():
        rows = list(formset.queryset or [])
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": len(rows)}
        for number, row in enumerate(rows):
            for field in formset.forms[number].fields:
                data[f"{name}-{number}-{field}"] = formset.forms[number].initial.get(field)
            data[f"{name}-{number}-id"] = row.pk
            data[f"{name}-{number}-ORDER"] = number + 1
    # As a browser posts it: nothing for what is empty or not ticked.
    return {k: v for k, v in (data | changes).items() if str(v) not in ("None", "False", "[]")}


# --- Clinics ----------------------------------------------------------------------------------


def test_the_front_desk_keeps_a_clinic_without_any_page(desk: Client) -> None:
    clinic = make_clinic(page=False)
    url = address(Clinic, "edit", clinic.pk)
    response = desk.post(url, clinic_form(clinic, telephone="020 7946 0001"), follow=True)
    assert "updated" in messages_of(response)
    clinic.refresh_from_db()
    assert clinic.telephone == "+442079460001"
    assert clinic.opening_hours.count() == 5
    assert 'value="020 7946 0001"' in desk.get(url).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"opening_hours-1-closes": "08:00"}, "Tuesday: closing time 8am is before"),
        ({"opening_hours-1-weekday": "0"}, "Monday: 9am to 5pm and 9am to 5pm overlap"),
        ({"telephone": "ring us"}, "telephone"),
        ({"latitude": "95"}, "less than or equal to 90"),
    ],
)
def test_mistakes_are_said_where_they_are(desk: Client, changes: dict[str, str], says: str) -> None:
    clinic = make_clinic(page=False)
    response = desk.post(address(Clinic, "edit", clinic.pk), clinic_form(clinic, **changes))
    assert response.status_code == 200
    assert says in response.content.decode()


def test_only_who_keeps_accounts_says_who_belongs_to_a_clinic() -> None:
    clinic = make_clinic(page=False)
    url = address(Clinic, "edit", clinic.pk)
    desk, manager = client_of("Front desk"), client_of("Manager")
    assert 'name="staff"' not in desk.get(url).content.decode()
    assert 'name="staff"' in manager.get(url).content.decode()
    member_of_staff = manager.session["_auth_user_id"]
    desk.post(url, clinic_form(clinic, staff=[member_of_staff]))
    assert not clinic.staff.exists()
    manager.post(url, clinic_form(clinic, staff=[member_of_staff]))
    assert clinic.staff.exists()


def test_marketing_keeps_no_facts(marketing: Client) -> None:
    clinic = make_clinic(page=False)
    response = marketing.get(address(Clinic, "edit", clinic.pk))
    assert (response.status_code, response["location"]) == (302, "/admin/")


def test_lists(desk: Client) -> None:
    clinic = make_clinic("Harley Street")
    practitioner = make_practitioner("Helen Okafor", page=False)
    practitioner.clinic_links.create(clinic=clinic, days=[0])
    practitioner.save()
    Closure.objects.create(
        clinic=clinic, first_day=date(2026, 12, 25), last_day=date(2026, 12, 28), reason="Christmas"
    )
    insurer = Insurer.objects.create(name="A mutual")
    clinic.insurers.add(insurer)
    clinic.facility_links.create(facility=make_facility())
    clinic.save()
    shown: dict[Any, list[str]] = {
        Clinic: ["Harley Street", "Published"],
        Practitioner: ["Helen Okafor", "No page", "Harley Street"],
        Closure: ["Harley Street", "Christmas"],
        Facility: ["X-ray", "Harley Street"],
        Insurer: ["A mutual", "Harley Street"],
    }
    for model, words in shown.items():
        html = desk.get(address(model, "list")).content.decode()
        for word in words:
            assert word in html, f"{model}: {word}"
        assert address(model, "edit", model.objects.get().pk) in html
    found = desk.get(address(Practitioner, "list"), {"q": "okafor"}).content.decode()
    assert "Helen Okafor" in found
    found = desk.get(address(Practitioner, "list"), {"q": "nobody"}).content.decode()
    assert "Helen Okafor" not in found


@pytest.mark.parametrize("bulk", [False, True])
def test_facts_on_which_something_hangs_stay(desk: Client, bulk: bool) -> None:
    clinic = make_clinic("Harley Street")
    facility = make_facility()
    clinic.facility_links.create(facility=facility)
    clinic.save()
    practitioner = make_practitioner("Helen Okafor")
    for thing, hanging in (
        (clinic, "Page: Harley Street"),
        (facility, "Clinic: Harley Street"),
        (practitioner, "Page: Helen Okafor"),
    ):
        opts = thing._meta
        url = address(type(thing), "delete", thing.pk)
        if bulk:
            names = [opts.app_label, opts.model_name, "delete"]
            url = f"{reverse('wagtail_bulk_action', args=names)}?id={thing.pk}"
        for response in (desk.get(url), desk.post(url)):
            assert response.status_code == 409
            assert hanging in response.content.decode()
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_a_person_who_signed_a_page_stays(marketing: Client) -> None:
    treatment = make(TreatmentPage)
    url = address(Contributor, "delete", treatment.reviewer_id)
    response = marketing.post(url)
    assert response.status_code == 409
    assert f"Page: {treatment.title}" in response.content.decode()


# --- Services ---------------------------------------------------------------------------------


def test_services_are_a_register(desk: Client) -> None:
    treatment, clinic = make(TreatmentPage, title="Acupuncture"), make_clinic(page=False)
    service = make_service(treatment, clinic)
    html = desk.get(reverse("services_modeladmin_index")).content.decode()
    for word in ("First visit", "Acupuncture", "60 min", "£85", clinic.name):
        assert word in html
    # On a telephone each cell has its heading before it; the name is the link, and no row repeats buttons.
    assert 'data-heading="Part of"' in html
    assert reverse("services_modeladmin_delete", args=[service.pk]) not in html
    edit = reverse("services_modeladmin_edit", args=[service.pk])
    form = {
        "treatment": treatment.pk,
        "kind": "first",
        "name": "First visit",
        "length_minutes": 60,
        "price": "90.00",
        "clinics": [clinic.pk],
        "sort_order": 100,
        "active": "on",
    }
    assert f'href="{edit}' in html
    assert desk.post(edit, form).status_code == 302
    assert Service.objects.get().price_text == "£90"
    response = desk.post(edit, form | {"facility": make_facility().pk})
    assert "not both" in response.content.decode()
    assert desk.get("/admin/services/edit/nonsense/").status_code == 404


@pytest.mark.parametrize("query", ["active__exact=1", "clinics__id__exact=1", "q=visit"])
def test_services_are_filtered_and_found(desk: Client, query: str) -> None:
    make_service(make(TreatmentPage), make_clinic(page=False))
    assert desk.get(f"{reverse('services_modeladmin_index')}?{query}").status_code == 200


# --- Faces ------------------------------------------------------------------------------------


def test_a_new_face_makes_its_clinic_in_place(marketing: Client) -> None:
    chooser = Clinic.snippet_viewset.chooser_viewset
    assert "New clinic" in marketing.get(reverse(chooser.get_url_name("choose"))).json()["html"]
    create = reverse(chooser.get_url_name("create"))
    facts = {
        "name": "Kew",
        "street_address": "1 Green",
        "locality": "London",
        "area": "London TW9",
        "postcode": "TW9 3AA",
        "latitude": "51.48000",
        "longitude": "-0.29000",
        "step_free": "full",
    }
    assert marketing.post(create, facts | {"latitude": ""}).json()["step"] == "reshow_creation_form"
    chosen = marketing.post(create, facts).json()["result"]
    assert (chosen["string"], Clinic.objects.get().slug) == ("Kew", "kew")
    new = ClinicPage(title="Kew", slug="kew")
    url = reverse(
        "wagtailadmin_pages:add", args=["clinics", "clinicpage", make(ClinicIndexPage).pk]
    )
    assert marketing.post(url, page_form(new, clinic=chosen["id"])).status_code == 302
    page = ClinicPage.objects.get()
    html = marketing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "1 Green, London TW9 3AA" in html
    assert "The front desk keeps them" in html


def test_a_new_face_makes_its_practitioner_in_place(marketing: Client) -> None:
    create = reverse(Practitioner.snippet_viewset.chooser_viewset.get_url_name("create"))
    for _ in range(2):
        chosen = marketing.post(create, {"name": "Mei Lin", "post": "Physiotherapist"}).json()
        assert chosen["result"]["string"] == "Mei Lin"
    slugs = Contributor.objects.values_list("slug", flat=True)
    assert sorted(slugs) == ["mei-lin", "mei-lin-2"]


def test_facts_are_shown_beside_a_link_for_those_who_keep_them() -> None:
    clinic, practitioner = make_clinic("Harley Street"), make_practitioner("Helen Okafor")
    manager = client_of("Manager")
    for thing in (clinic, practitioner):
        url = reverse("wagtailadmin_pages:edit", args=[thing.page.pk])
        assert address(type(thing), "edit", thing.pk) in manager.get(url).content.decode()


@pytest.mark.parametrize("as_draft", [True, False])
def test_a_second_face_is_refused(marketing: Client, as_draft: bool) -> None:
    clinic, practitioner = make_clinic("Harley Street"), make_practitioner("Helen Okafor")
    for model, parent, facts in (
        (ClinicPage, ClinicIndexPage, {"clinic": clinic.pk}),
        (PractitionerPage, PractitionerIndexPage, {"practitioner": practitioner.pk}),
    ):
        names = [model._meta.app_label, model._meta.model_name, parent.objects.get().pk]
        form = page_form(model(title="Again", slug="again"), **facts)
        form |= {} if as_draft else {"action-publish": "1"}
        response = marketing.post(reverse("wagtailadmin_pages:add", args=names), form)
        assert "already" in " ".join(*response.context["form"].errors.values())


def test_the_copy_of_a_face_is_a_draft_without_its_facts(marketing: Client) -> None:
    for thing, relation in ((make_clinic(), "clinic"), (make_practitioner(), "practitioner")):
        page = thing.page
        form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk}
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        assert marketing.post(url, form | {"publish_copies": "on"}).status_code == 302
        copy = type(page).objects.get(slug="copy")
        assert not copy.live
        assert getattr(copy, relation) is None
        edit = reverse("wagtailadmin_pages:edit", args=[copy.pk])
        assert marketing.get(edit).status_code == 200
        response = marketing.post(edit, page_form(copy, **{"action-publish": "1"}))
        assert relation in response.context["form"].errors


def test_lists_name_the_days_to_come(desk: Client) -> None:
    Closure.objects.create(first_day=date(2036, 12, 25), last_day=date(2036, 12, 28))
    html = desk.get(address(Closure, "list")).content.decode()
    assert "25 Dec 2036" in html
    assert "28 Dec 2036" in html
