"""Template tags for the frame around a page and for computed parts."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from cms import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def chrome(context: Context) -> navigation.Chrome:
    """Header, menus, notices and footer as values: ``{% chrome as site %}``."""
    request = context.get("request")
    return navigation.chrome(request) if request is not None else navigation.Chrome()


@register.simple_tag(takes_context=True)
def part(context: Context, slot: str) -> SafeString:
    """Everything that fills a slot of the page, each by its own component: ``{% part "where" %}``."""
    filled = context["page"].filled_slots.get(slot, [])
    return mark_safe(  # noqa: S308 - rendered templates
        "".join(
            render_to_string(each.part.template, {"value": each.value, "page": context["page"]})
            for each in filled
            if each.part.template
        )
    )


@register.simple_tag(takes_context=True)
def part_values(context: Context, slot: str) -> list[Any]:
    """The values that fill a slot of the page: ``{% part_values "facts" as facts %}``."""
    return [each.value for each in context["page"].filled_slots.get(slot, [])]
