"""Panels that every page type has, in staff's words."""

from typing import Any

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)

from .forms import ADDRESS_LABEL


def title_panel() -> TitleFieldPanel:
    return TitleFieldPanel("title", help_text="The heading of the page, and its name in lists.")


def name_panel() -> TitleFieldPanel:
    """A name from which the address is made. With a label: Wagtail's large title would be an empty gap."""
    return TitleFieldPanel("name", classname="", placeholder=False)


def search_engine_panel() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                heading=ADDRESS_LABEL,
                help_text="Small letters, digits and hyphens. If you change it, the old address leads to the new one.",
            ),
            FieldPanel(
                "seo_title",
                heading="Title in search results",
                help_text="At most 60 characters. Empty: the page's title.",
            ),
            FieldPanel(
                "search_description",
                heading="Description in search results",
                help_text="One or two sentences, at most 160 characters. Empty: the page's summary.",
            ),
            FieldPanel("noindex"),
        ],
        heading="Search engines",
    )


def social_image_panel() -> FieldPanel:
    return FieldPanel("social_image", heading="Picture when shared")


def schedule_panels() -> list[Any]:
    """When a page goes live and when it goes: Wagtail shows them in its side panel "Status"."""
    panel = PublishingPanel()
    go_live, expire = panel.children
    go_live.heading = "Publish on"
    go_live.help_text = "Day and time. Then press “Schedule to publish”; until then it waits."
    expire.heading = "Take off the site on"
    expire.help_text = "Day and time. Empty: it stays until somebody unpublishes it."
    return [panel, CommentPanel()]
