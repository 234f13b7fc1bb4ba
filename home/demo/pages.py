"""The demo's page tree: first every page as a draft, so that texts may link to any; then filled and published."""

from datetime import date
from typing import Any

from django.db.models import Model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from clinics.models import (
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    Practitioner,
    PractitionerIndexPage,
    PractitionerPage,
    PricesPage,
)
from cms.models import Contributor
from contact.models import ContactPage
from home.demo.content import rich_text
from home.demo.home_sections import home_sections
from home.demo.pictures import picture
from home.demo.streams import stream
from home.models import HomePage, StandardPage
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    Technique,
    TreatmentForConditionPage,
    TreatmentIndexPage,
    TreatmentPage,
)

#: Keys of the demo's files that are relations, not fields.
RELATIONS = {
    "treatment",
    "condition",
    "techniques",
    "added_treatments",
    "other_names",
    "related_conditions",
    "author",
    "reviewer",
    "form_fields",
    "pictures",
}
INDEXES: dict[str, type[Page]] = {
    "treatments": TreatmentIndexPage,
    "conditions": ConditionIndexPage,
    "clinics": ClinicIndexPage,
    "team": PractitionerIndexPage,
    "prices": PricesPage,
}


class Tree:
    """The pages of the demo by path: "/treatments/acupuncture/"."""

    def __init__(self, today: date, without: set[str]) -> None:
        self.today = today
        self.without = without
        self.left_out: set[str] = set()
        self.pages: dict[str, Any] = {}
        self.content: dict[str, dict[str, Any]] = {}
        self.home = HomePage.objects.get()
        self.pages["/"] = self.home

    def page_id(self, path: str) -> int | None:
        page = self.pages.get(path)
        return page.pk if page else None

    def add(self, parent_path: str, model: type[Page], entry: dict[str, Any], **known: Any) -> Any:
        """A new draft under ``parent_path``, or nothing where it, or a page above it, is left out."""
        path = f"{parent_path}{entry['slug']}/"
        parent = self.pages.get(parent_path)
        if path in self.without:
            self.left_out.add(path)
            return None
        if parent is None:
            return None
        page = model(title=entry["title"], slug=entry["slug"], live=False, **known)
        parent.add_child(instance=page)
        self.pages[path] = page
        self.content[path] = entry
        return page

    def index_pages(self, site: dict[str, Any]) -> None:
        self.content["/"] = site["home"]
        for slug, model in INDEXES.items():
            self.add("/", model, site["indexes"][slug])
        for entry in site["contact_pages"].values():
            self.add("/", ContactPage, entry)
        for entry in site["standard_pages"]:
            self.add("/", StandardPage, entry)

    def clinical_pages(
        self,
        conditions: list[dict[str, Any]],
        treatments: list[dict[str, Any]],
        pairs: list[dict[str, Any]],
    ) -> None:
        for entry in sorted(conditions, key=lambda e: str(e["title"])):
            self.add("/conditions/", ConditionPage, entry)
        for entry in treatments:
            self.add("/treatments/", TreatmentPage, entry)
        for entry in pairs:
            condition = self.pages.get(f"/conditions/{entry['condition']}/")
            if condition:
                path = f"/treatments/{entry['treatment']}/"
                self.add(path, TreatmentForConditionPage, entry, condition=condition)

    def faces(
        self,
        places: dict[str, Any],
        people: dict[str, Any],
        clinics: dict[str, Clinic],
        practitioners: dict[str, Practitioner],
    ) -> None:
        for entry in places["clinics"]:
            face = {"slug": entry["slug"], **entry["page"]}
            self.add("/clinics/", ClinicPage, face, clinic=clinics[entry["slug"]])
        for entry in people["practitioners"]:
            face = {"slug": entry["slug"], **entry["page"]}
            self.add("/team/", PractitionerPage, face, practitioner=practitioners[entry["slug"]])

    # --- Filling ----------------------------------------------------------------------------

    def fill_and_publish(
        self, contributors: dict[str, Contributor], techniques: dict[str, Technique]
    ) -> None:
        """Parents first, so that nothing is live under a draft."""
        for path, entry in self.content.items():
            page = self.pages[path]
            page.refresh_from_db()
            for key, value in entry.items():
                if key not in RELATIONS and key != "slug":
                    setattr(page, key, self._value(type(page), key, value))
            for role in ("author", "reviewer"):
                if role in entry:
                    setattr(page, role, contributors[entry[role]])
            self._relate(page, entry, techniques)
            page.save_revision(log_action=True).publish(skip_permission_checks=True)

    def _value(self, model: type[Model], key: str, value: Any) -> Any:
        field = model._meta.get_field(key)
        if isinstance(field, RichTextField):
            return rich_text(value, self.page_id)
        if not isinstance(field, StreamField):
            return value
        if model is HomePage:
            return home_sections(value, self)
        return stream(model, key, value, self.page_id)

    def _relate(self, page: Any, entry: dict[str, Any], techniques: dict[str, Technique]) -> None:
        for order, slug in enumerate(entry.get("techniques", [])):
            page.technique_links.create(sort_order=order, technique=techniques[slug])
        for order, row in enumerate(entry.get("form_fields", [])):
            page.form_fields.create(sort_order=order, **row)
        for order, row in enumerate(entry.get("pictures", [])):
            page.pictures.create(sort_order=order, image=picture(row), caption=row["caption"])
        for order, name in enumerate(entry.get("other_names", [])):
            page.other_names.create(sort_order=order, name=name)
        for order, row in enumerate(entry.get("added_treatments", [])):
            if added := self.pages.get(f"/treatments/{row['treatment']}/"):
                page.added_treatment_links.create(
                    sort_order=order, treatment=added, note=row.get("note", "")
                )
        related = (
            self.pages.get(f"/conditions/{slug}/") for slug in entry.get("related_conditions", [])
        )
        if "related_conditions" in entry:
            page.related_conditions.set([condition for condition in related if condition])
