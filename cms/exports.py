"""Spreadsheets that are safe to open: nothing that somebody typed can act as a formula."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: What spreadsheet programs take for the start of a formula, in its wide forms too.
FORMULA_STARTS = tuple("=+-@\t\r\n|＝＋－＠")
#: What may not stand in XML, and so in no XLSX.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def inert(text: str) -> str:
    """``text`` for a CSV cell, with an apostrophe before it where a program would calculate it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """For every view that exports, before Wagtail's own mixin or a view that has it. XLSX keeps texts as they are."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        value = _NOT_XML.sub("", value)
        return inert(value) if export_format == self.FORMAT_CSV else value

    def stream_csv(self, queryset: Iterable[Any]) -> Iterator[bytes]:
        # Without this mark, Excel reads UTF-8 as something else.
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)
