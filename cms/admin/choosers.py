"""Choosers in which staff can make what is missing, without leaving the page they are at."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import slugify
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from cms.models import Contributor


def free_slug(model: type[Model], name: str) -> str:
    """A name for addresses, made of ``name``, that no object of the model has yet."""
    base = slugify(name)[:40] or model._meta.model_name or ""
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    tries = (f"{base}-{number}" if number > 1 else base for number in range(1, len(taken) + 2))
    return next(slug for slug in tries if slug not in taken)


class NamedForm(forms.ModelForm[Any]):
    """Makes the name in addresses out of the name."""

    def save(self, commit: bool = True) -> Any:
        self.instance.slug = free_slug(type(self.instance), self.cleaned_data["name"])
        return super().save(commit)


class ContributorForm(NamedForm):
    class Meta:
        model = Contributor
        fields = ["name", "post"]


class ContributorChooser(SnippetChooserViewSet):
    creation_form_class = ContributorForm
    creation_tab_label = "New person"
    create_action_label = "Add this person"
