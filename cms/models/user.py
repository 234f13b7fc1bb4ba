from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff. Patients have no account."""

    class Meta(AbstractUser.Meta):
        verbose_name = "staff account"
        verbose_name_plural = "staff accounts"
