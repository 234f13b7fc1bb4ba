"""Panels of the page editor that show a clinic's or a practitioner's facts, with a link to change them."""

from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder
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
                # Empty for those who may not change it.
                context["edit_url"] = AdminURLFinder(self.request.user).get_edit_url(subject)
            return context
