"""Reads that several parts of one answer need are made once.

A page's slots, menus and lists ask for the same facts. Within ``sharing()`` a function marked ``@shared`` runs once for
each set of arguments; outside it runs as if it were not marked. Nothing is kept from one answer to the next.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_results: ContextVar[dict[Hashable, Any] | None] = ContextVar("shared results", default=None)


@contextmanager
def sharing() -> Iterator[None]:
    """For as long as one answer is made. Within another one it is the same."""
    if _results.get() is not None:
        yield
        return
    token = _results.set({})
    try:
        yield
    finally:
        _results.reset(token)


def shared(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that only reads. Its arguments must be hashable; nobody may change what it returns."""

    @wraps(function)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        results = _results.get()
        if results is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in results:
            results[key] = function(*args, **kwargs)
        return results[key]

    return once
