"""Panels of the page editor that show a clinic's or a practitioner's facts, with a link to change them."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class FactsPanel(Panel):
    """The facts of the object that a face shows, read-only."""

    def __init__(self, relation: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation = relation

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "relation": self.relation}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return f"clinics/admin/{self.panel.relation}_facts_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            subject = getattr(self.instance, self.panel.relation)
            context["subject"] = subject
            if subject:
                context["edit_url"] = reverse(
                    subject.snippet_viewset.get_url_name("edit"), args=[subject.pk]
                )
            return context
