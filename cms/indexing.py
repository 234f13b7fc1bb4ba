"""The search index after a change, brought up to date in the queue.

Wagtail indexes a page when its own row is saved: before the rows of its through-models are, and never when something
that it names changes. So what was published is indexed once more, with the pages whose entries hold its words.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from django_tasks import task
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published


@task()
def index_again(page_ids: list[int]) -> None:
    """Index these pages as they are now; those that are gone are left out."""
    for page in Page.objects.filter(pk__in=page_ids).specific():
        index.insert_or_update_object(page)


def after_publishing(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A receiver of ``page_published``."""
    related: list[int] = getattr(instance, "indexed_with", list)()
    index_again.enqueue([instance.pk, *related])


def follow(model: type[Model], pages: Callable[[Any], Iterable[int]]) -> None:
    """Index pages again after an object of ``model`` is saved: those whose primary keys ``pages`` gives for it."""

    def after_saving(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        index_again.enqueue(list(pages(instance)))

    uid = f"cms.indexing.{model._meta.label}"
    post_save.connect(after_saving, sender=model, weak=False, dispatch_uid=uid)


def connect() -> None:
    page_published.connect(after_publishing, dispatch_uid="cms.indexing")
