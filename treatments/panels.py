"""Panels of the page editor that show what is computed."""

from typing import Any

from wagtail.admin.panels import Panel

from treatments import care


class ClaimsPanel(Panel):
    """What the advertising rules allow the page to say about its pair."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "treatments/admin/claims_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["claim"] = self.instance.claim()
            return context


class InheritedCarePanel(Panel):
    """The care cards that the page takes over from its condition."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "treatments/admin/inherited_care_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            condition = self.instance.condition
            context["condition"] = condition
            context["cards"] = care.cards(condition.care_cards) if condition else []
            return context
