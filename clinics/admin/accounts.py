"""The clinics to which a member of staff belongs, in the form of their account."""

from typing import Any

from django import forms

from clinics.models import Clinic
from cms.admin.staff import AccountField
from cms.models import User


def clinics() -> AccountField:
    """Set where accounts are kept, and at each clinic too."""
    return AccountField("clinics", _field, _save)


def _field(account: User) -> forms.Field:
    return forms.ModelMultipleChoiceField(
        Clinic.objects.all(),
        required=False,
        initial=account.clinics.all() if account.pk else [],
        widget=forms.CheckboxSelectMultiple,
        help_text="Front desk staff read the enquiries of these clinics, and those that name none.",
    )


def _save(account: User, chosen: Any) -> None:
    account.clinics.set(chosen)
