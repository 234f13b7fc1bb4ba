"""``load_demo`` on sites on which it was never run."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from clinics.models import Clinic
from home.models import StandardPage
from tests.factories import make

pytestmark = pytest.mark.django_db

BACK_PAIN = "/treatments/acupuncture/back-pain/"


def test_a_page_left_out_stays_out() -> None:
    call_command("load_demo", without=["treatments/acupuncture/back-pain"], verbosity=0)
    for _ in range(2):
        assert not Page.objects.filter(url_path__endswith=BACK_PAIN).exists()
        call_command("load_demo", verbosity=0)


def test_it_does_not_mix_with_other_content() -> None:
    make(StandardPage)
    with pytest.raises(CommandError, match="content of its own"):
        call_command("load_demo")


def test_a_path_that_is_not_in_it_is_refused_and_nothing_is_left_behind() -> None:
    with pytest.raises(CommandError, match="/treatments/nothing/"):
        call_command("load_demo", without=["treatments/nothing"])
    assert not Clinic.objects.exists()
    assert not Page.objects.filter(depth__gt=2).exists()
