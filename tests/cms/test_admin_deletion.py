"""What pages show is not deleted from under them: pictures and techniques in use stay, and the message says where."""

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse

from cms.models import SiteImage
from tests.factories import make
from tests.pictures import png
from tests.staff import client_of
from treatments.models import Technique, TreatmentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> SiteImage:
    return SiteImage.objects.create(title="A door", file=ImageFile(png(60, 40), "door.png"))


@pytest.mark.parametrize("bulk", [False, True])
def test_a_picture_in_use_stays(picture: SiteImage, bulk: bool) -> None:
    page = make(TreatmentPage, image=picture)
    marketing = client_of("Marketing")
    url = reverse("wagtailimages:delete", args=[picture.pk])
    if bulk:
        action = reverse("wagtail_bulk_action", args=["cms", "siteimage", "delete"])
        url = f"{action}?id={picture.pk}"
    response = marketing.post(url)
    assert response.status_code == 409
    html = response.content.decode()
    assert f"Page: {page.title}" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert SiteImage.objects.exists()

    page.image = None
    page.save()
    assert marketing.post(url).status_code == 302
    assert not SiteImage.objects.exists()


def test_who_may_delete_no_picture_is_told_nothing(picture: SiteImage) -> None:
    page = make(TreatmentPage, image=picture)
    url = reverse("wagtailimages:delete", args=[picture.pk])
    for group in ("Front desk", "Clinical reviewer"):
        response = client_of(group).post(url, follow=True)
        assert f"Page: {page.title}" not in response.content.decode()
    assert SiteImage.objects.exists()


def test_a_technique_in_use_stays() -> None:
    technique = Technique.objects.create(name="Cupping", slug="cupping", description="Cups.")
    page = make(TreatmentPage)
    page.technique_links.create(technique=technique)
    page.save()
    url = reverse(Technique.snippet_viewset.get_url_name("delete"), args=[technique.pk])
    response = client_of("Marketing").post(url)
    assert response.status_code == 409
    assert f"Page: {page.title}" in response.content.decode()
    page.delete()
    assert client_of("Marketing", username="another").post(url).status_code == 302
