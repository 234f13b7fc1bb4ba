"""The abstract page that every page type extends."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page, Workflow
from wagtail.search import index

from cms import caching, parts, seo, structured_data
from cms.admin import panels
from cms.admin.forms import CopyPageForm
from cms.links import Link
from cms.sharing import sharing

from .image import SiteImage
from .notice import Notice


class BasePage(Page):
    """What every page has: a summary, its place in search engines, breadcrumbs, and until when it is true."""

    #: Slots for parts that higher apps compute (cms/parts.py).
    slots: ClassVar[tuple[str, ...]] = ()
    #: What it is called in search results.
    kind: ClassVar[str] = "Page"
    #: schema.org type of the page itself.
    schema_type: ClassVar[str] = "WebPage"
    #: False for pages that never belong into search engines, whatever the editor sets.
    indexable: ClassVar[bool] = True
    #: Menus leave out pages that lose this (treatments/reviews.py).
    show_in_menus_default = True
    #: Whether pages of this type go through the clinical review before they are published.
    reviewed: ClassVar[bool] = False

    summary = models.TextField(
        max_length=200,
        blank=True,
        help_text=(
            "One or two plain sentences (70 to 160 characters) for lists and search results. "
            "Patients read it before they open the page."
        ),
    )
    social_image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when the page is shared. Empty: the page's own picture, or the group's.",
    )
    noindex = models.BooleanField(
        "hide from search engines",
        default=False,
        help_text="The page stays public, but search engines are asked not to list it.",
    )

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    content_panels = [panels.title_panel()]
    promote_panels = [panels.search_engine_panel(), panels.social_image_panel()]
    settings_panels = panels.schedule_panels()
    #: Further tabs between content and promotion: (heading, panels).
    extra_tabs: ClassVar[list[tuple[str, list[Any]]]] = []
    copy_form_class = CopyPageForm

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Tabs in one order on every page type: content, the type's own tabs, search and sharing, visibility."""
        tabs = [ObjectList(cls.content_panels, heading="Content")]
        tabs += [ObjectList(children, heading=heading) for heading, children in cls.extra_tabs]
        tabs.append(ObjectList(cls.promote_panels, heading="Search and sharing"))
        tabs.append(ObjectList(cls.settings_panels, heading="Dates", classname="settings"))
        handler = TabbedInterface(tabs, base_form_class=cls.base_form_class)
        return handler.bind_to_model(cls)

    # --- Review -----------------------------------------------------------------------------

    @property
    def has_workflow(self) -> bool:
        """True of reviewed pages, and of their parents: Wagtail asks the parent while a page is being made."""
        types = (type(self), *self.allowed_subpage_models())
        return any(getattr(page_type, "reviewed", False) for page_type in types) and bool(
            super().has_workflow
        )

    def get_workflow(self) -> Workflow | None:
        return super().get_workflow() if self.has_workflow else None

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """A draft or an earlier version of this page; what it names and is deleted since is empty in it.

        Without this, a protected relation to something deleted makes the version unreadable.
        """
        data = dict(data)
        for field in cls._meta.concrete_fields:
            if (
                isinstance(field, models.ForeignKey)
                and field.remote_field.on_delete is models.PROTECT
                and not field.related_model._base_manager.filter(pk=data.get(field.name)).exists()
            ):
                data[field.name] = None
        return super().from_serializable_data(data, check_fks, strict_fks)

    # --- Derived values ---------------------------------------------------------------------

    def indexed_with(self) -> list[int]:
        """Primary keys of other pages whose entries in the search index hold words of this one."""
        return []

    @property
    def description(self) -> str:
        """What search results and shared links say about the page."""
        return str(self.search_description or self.summary)

    @cached_property
    def now(self) -> datetime:
        """The moment for which this object's page is computed, one for all of it."""
        return timezone.now()

    @cached_property
    def filled_slots(self) -> dict[str, list[parts.Filled]]:
        """The computed parts of this page by slot."""
        return {slot: parts.fill(slot, [self], self.now)[self.pk] for slot in self.slots}

    @cached_property
    def breadcrumbs(self) -> list[Link]:
        """The way from the home page to this one, itself last."""
        if self.depth is None or self.depth <= 2:
            return []
        ancestors = self.get_ancestors().filter(depth__gte=2).live().order_by("depth")
        links = [
            Link("Home" if page.depth == 2 else page.title, page.url or "/") for page in ancestors
        ]
        return [*links, Link(self.breadcrumb_title, self.url or "", current=True)]

    @property
    def breadcrumb_title(self) -> str:
        return self.title

    def valid_until(self, now: datetime) -> datetime | None:
        """Until when this page, as it stands, is true; ``None``: until somebody changes something."""
        times = [self.expire_at, Notice.objects.next_change(now)]
        times += [f.computed.valid_until for filled in self.filled_slots.values() for f in filled]
        return min((time for time in times if time and time > now), default=None)

    def structured_data(self, url: str, root_url: str) -> list[structured_data.Node]:
        """This page's nodes of the JSON-LD graph. Types add theirs to these."""
        nodes: list[structured_data.Node] = [
            {
                "@type": self.schema_type,
                "@id": f"{url}#page",
                "url": url,
                "name": self.title,
                "description": self.description,
                "inLanguage": "en-GB",
                "publisher": structured_data.reference(structured_data.organization_id(root_url)),
                "datePublished": self.first_published_at and self.first_published_at.isoformat(),
                "dateModified": self.last_published_at and self.last_published_at.isoformat(),
            }
        ]
        crumbs = self.breadcrumbs
        if len(crumbs) > 1:
            absolute = [(c.text, f"{root_url}{c.href}") for c in crumbs]
            nodes.append(structured_data.breadcrumb_list(url, absolute))
            nodes[0]["breadcrumb"] = structured_data.reference(f"{url}#breadcrumb")
        return nodes

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Only pages that search engines may list, under the one address that counts."""
        if self.noindex or not self.indexable or self.alias_of_id:
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    # --- Serving ----------------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs
        context["seo"] = seo.for_page(self, request)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with sharing():
            response: HttpResponse = super().serve(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
            if self.get_view_restrictions():
                caching.never(response)
            else:
                caching.until(response, self.now, self.valid_until(self.now))
        return response

    def serve_password_required_response(
        self, request: HttpRequest, form: Form, action_url: str
    ) -> HttpResponse:
        """The form that asks for the password, with nothing of the page itself in it."""
        title = "Error: Password needed" if form.errors else "Password needed"
        context = {"form": form, "action_url": action_url, "seo": seo.unlisted(request, title)}
        return TemplateResponse(request, settings.WAGTAIL_PASSWORD_REQUIRED_TEMPLATE, context)
