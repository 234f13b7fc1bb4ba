"""Tags and filters for the templates. Built in: no template needs to load them."""

import re

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from cms import drawings

register = template.Library()

_SENTENCE = re.compile(r"(?<=[.?!])(?=\s)")


@register.simple_tag
def drawing(name: str, css_class: str = "") -> SafeString:
    """``{% drawing "back" "small" %}``: one of our drawings, inlined. ``cms/drawings.py`` lists them."""
    return drawings.svg(name, css_class)


@register.simple_tag(takes_context=True)
def userbar(context: Context) -> SafeString:
    """Wagtail's bar, only where a session cookie came: looking for staff on every page would make it vary by cookie."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return SafeString()
    bar: SafeString = wagtailuserbar(context, "bottom-left")
    return bar


@register.filter
def first_word(text: str) -> str:
    """“Book” of “Book an appointment”: all that a telephone's header has room for."""
    return text.partition(" ")[0]


@register.filter
def other_words(text: str) -> str:
    """What ``first_word`` leaves, with the space before it."""
    return "".join(text.partition(" ")[1:])


@register.filter
def first_sentence(text: str) -> str:
    """“Do not use this form in an emergency.” of a longer text; all of it where it is one sentence."""
    return _SENTENCE.split(text, maxsplit=1)[0]


@register.filter
def other_sentences(text: str) -> str:
    """What ``first_sentence`` leaves, with the space before it."""
    return text[len(first_sentence(text)) :]
