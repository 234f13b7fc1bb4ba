"""Following a relation from one page to others, right in previews and flat in queries."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.sharing import shared

P = TypeVar("P", bound=Page)
M = TypeVar("M", bound=Model)


@shared
def _not_private() -> Q:
    """What leaves out pages behind a password or a login, and all below them."""
    return ~Page.objects.all().private_q()


def readable(pages: PageQuerySet) -> PageQuerySet:
    """Those of these pages that anyone may read now: published, and not behind a password or a login."""
    return pages.live().filter(_not_private())


def targets(rows: Iterable[Model], target: str, model: type[M]) -> list[M]:
    """The plain objects that ``rows`` of a through-model point to, in the rows' order, in one query."""
    ids = [getattr(row, f"{target}_id") for row in rows]
    found = model._default_manager.in_bulk([pk for pk in ids if pk is not None])
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def in_order(ids: Iterable[int | None], model: type[P]) -> list[P]:
    """The live, public pages with these primary keys, in this order."""
    wanted = [pk for pk in ids if pk is not None]
    if not wanted:
        return []
    found = {page.pk: page for page in readable(model.objects.filter(pk__in=wanted))}
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]
