"""A new page of a clinic or a practitioner can make the facts that it shows in place."""

from typing import Any

from django import forms
from django.db import transaction
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from clinics.models import Clinic, Practitioner
from cms.admin.choosers import NamedForm, free_slug
from cms.models import Contributor


class NewClinicForm(NamedForm):
    """What a clinic cannot do without. Opening hours and the rest follow under Clinics."""

    class Meta:
        model = Clinic
        fields = [
            "name",
            "street_address",
            "locality",
            "area",
            "postcode",
            "latitude",
            "longitude",
            "step_free",
        ]


class NewPractitionerForm(forms.ModelForm[Practitioner]):
    """A new person who treats. Registers, clinics and days follow under Practitioners."""

    name = forms.CharField(max_length=120, help_text="As patients read it, without titles.")
    post = forms.CharField(
        max_length=120, required=False, help_text="What they do, for example “Acupuncturist”."
    )

    class Meta:
        model = Practitioner
        fields: list[str] = []

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        name = self.cleaned_data["name"]
        self.instance.contributor = Contributor.objects.create(
            name=name, post=self.cleaned_data["post"], slug=free_slug(Contributor, name)
        )
        return super().save(commit)


class ClinicChooser(SnippetChooserViewSet):
    creation_form_class = NewClinicForm
    creation_tab_label = "New clinic"
    create_action_label = "Add this clinic"


class PractitionerChooser(SnippetChooserViewSet):
    creation_form_class = NewPractitionerForm
    creation_tab_label = "New practitioner"
    create_action_label = "Add this practitioner"
