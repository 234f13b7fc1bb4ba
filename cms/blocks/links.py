"""Links that staff set: to a page of the site or to an address elsewhere."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from cms.links import Link
from cms.relations import readable


class LinkValue(blocks.StructValue):
    @property
    def page_id(self) -> int | None:
        page = self.get("page")
        return page.pk if page else None

    def link(self, pages: dict[int, Page]) -> Link | None:
        """The link, or nothing where its page is not among ``pages``, the ones that anyone may read."""
        if self.get("page"):
            page = pages.get(self["page"].pk)
            return Link(self.get("text") or page.title, page.url or "/") if page else None
        if self.get("address"):
            return Link(self.get("text") or self["address"], self["address"])
        return None


class LinkBlock(blocks.StructBlock):
    """A page of this site, or an address elsewhere."""

    page = blocks.PageChooserBlock(required=False, help_text="A page of this site.")
    address = blocks.URLBlock(required=False, help_text="Or an address elsewhere.")
    text = blocks.CharBlock(required=False, max_length=60, help_text="Empty: the page's own title.")

    def clean(self, value: LinkValue) -> LinkValue:
        cleaned: LinkValue = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            error = ValidationError("Choose a page or give an address, not both.")
            raise StructBlockValidationError(block_errors={"page": error})
        if cleaned.get("address") and not cleaned.get("text"):
            raise StructBlockValidationError(
                block_errors={"text": ValidationError("Say what the link is called.")}
            )
        return cleaned

    class Meta:
        value_class = LinkValue
        icon = "link"
        label = "Link"
        group = "Links"
        description = "A link to a page of this site or to another address."
        form_template = None
        preview_value = {"page": None, "address": "https://www.nhs.uk/", "text": "The NHS website"}
        template = "blocks/link.html"

    def get_context(self, value: LinkValue, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["link"] = next(iter(live_links([value])), None)
        return context


def live_links(values: Iterable[LinkValue]) -> list[Link]:
    """The links among these that anyone may follow, with one query for all."""
    values = list(values)
    wanted = {value.page_id for value in values} - {None}
    pages = {page.pk: page for page in readable(Page.objects.filter(pk__in=wanted))}
    return [link for value in values if (link := value.link(pages))]


class MenuBlock(blocks.StreamBlock):
    link = LinkBlock()

    class Meta:
        max_num = 12


class LinkListBlock(blocks.StructBlock):
    """A heading with links below it."""

    heading = blocks.CharBlock(max_length=40, help_text="A word or two above the links.")
    links = blocks.ListBlock(LinkBlock(), help_text="In the order in which they stand.")

    class Meta:
        icon = "list-ul"
        label = "List of links"
        group = "Links"
        description = "A heading with a list of links that you choose."
        template = "blocks/link_list.html"
        preview_value = {
            "heading": "More",
            "links": [{"address": "https://www.nhs.uk/", "text": "The NHS website", "page": None}],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["links"] = live_links(value["links"])
        return context


class ChildPagesBlock(blocks.StructBlock):
    """A heading with links to all pages under one page, kept up to date by itself."""

    heading = blocks.CharBlock(max_length=40, help_text="A word or two above the links.")
    parent = blocks.PageChooserBlock(help_text="All published pages under this one are listed.")

    class Meta:
        icon = "folder-open-inverse"
        label = "Pages under a page"
        group = "Links"
        description = "A heading with links to every page under one page, for example all clinics."
        template = "blocks/link_list.html"
        preview_value = {"heading": "Clinics", "parent": None}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        parent = value["parent"]
        pages = readable(parent.get_children()) if parent else ()
        context["links"] = [Link(page.title, page.url or "/") for page in pages]
        return context


class FooterBlock(blocks.StreamBlock):
    links = LinkListBlock()
    children = ChildPagesBlock()

    class Meta:
        max_num = 4
