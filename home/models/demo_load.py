from django.db import models


class DemoLoad(models.Model):
    """That the demo was loaded, on which day, and what was left out. At most one row."""

    today = models.DateField(help_text="The day from which the demo's dates count.")
    without = models.JSONField(default=list, help_text="Paths that were left out.")

    def __str__(self) -> str:
        return f"Demo of {self.today}"
