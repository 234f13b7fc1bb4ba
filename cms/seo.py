"""What search engines and shared links read about a page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.models import Site

from cms import structured_data
from cms.models.settings import Organisation

if TYPE_CHECKING:
    from cms.models.base_page import BasePage


@dataclass(frozen=True)
class SocialImage:
    """A picture for shared links. Size in pixels."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Seo:
    """Values of templates/components/meta.html."""

    title: str
    description: str
    canonical: str
    robots: str
    type: str
    site_name: str
    image: SocialImage | None
    json_ld: SafeString | str


def for_page(page: "BasePage", request: HttpRequest) -> Seo:
    """A page's title, description, canonical address, social card and JSON-LD."""
    organisation = Organisation.for_request(request)
    root_url = root(request)
    source = page.alias_of or page
    canonical = f"{root_url}{source.get_url(request) or '/'}"
    indexable = page.indexable and not page.noindex
    return Seo(
        title=page_title(page.seo_title or page.title, organisation.name),
        description=page.description,
        canonical=canonical,
        robots="" if indexable else "noindex",
        type="website",
        site_name=organisation.name,
        image=social_image(page, organisation, root_url),
        json_ld=structured_data.serialise(page.structured_data(canonical, root_url)),
    )


def unlisted(request: HttpRequest, title: str) -> Seo:
    """For what search engines never list, such as search results. ``title``: without the group's name."""
    name = Organisation.for_request(request).name
    return Seo(
        title=page_title(title, name),
        description="",
        canonical="",
        robots="noindex",
        type="website",
        site_name=name,
        image=None,
        json_ld="",
    )


def page_title(title: str, organisation_name: str) -> str:
    """The browser's title: the page first, the group last unless the title names it already."""
    return title if organisation_name in title else f"{title} | {organisation_name}"


def root(request: HttpRequest) -> str:
    """The site's canonical address without a slash at the end."""
    site = Site.find_for_request(request)
    return str(site.root_url) if site else settings.BASE_URL


def social_image(page: "BasePage", organisation: Organisation, root_url: str) -> SocialImage:
    """The page's own picture, the group's, or our card, with an absolute address."""
    image = page.social_image or getattr(page, "image", None) or organisation.social_image
    if image is None:
        card = static("img/social-card.png")
        return SocialImage(_absolute(card, root_url), 1200, 630, organisation.name)
    rendition = image.get_rendition("fill-1200x630|format-jpeg")
    return SocialImage(
        _absolute(rendition.url, root_url), rendition.width, rendition.height, rendition.alt
    )


def _absolute(url: str, root_url: str) -> str:
    return url if url.startswith(("http:", "https:")) else f"{root_url}{url}"
