"""Signs of life of what runs in the background, readable from any process."""

from django.db import models


class Heartbeat(models.Model):
    """One row for the worker itself, and one for each periodic job that runs once for all workers.

    Of a job, ``at`` is also the claim: who moves it forward runs the job (see ``cms.schedule``).
    """

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField(help_text="When it last started (UTC).")
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="When it last came to an end, well or badly (UTC)."
    )
    error = models.CharField(
        max_length=100, blank=True, help_text="What went wrong in the last run; empty if nothing."
    )

    def __str__(self) -> str:
        return self.name
