import cms.drawings
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0002_site"),
        ("treatments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="technique",
            name="drawing",
            field=models.CharField(
                blank=True,
                choices=cms.drawings.choices,
                default="",
                help_text="A line drawing from our own set.",
                max_length=30,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="technique",
            name="image",
            field=models.ForeignKey(
                blank=True,
                help_text="Replaces the drawing. Its description in the library is read to people who cannot see it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.WAGTAILIMAGES_IMAGE_MODEL,
                verbose_name="photograph",
            ),
        ),
    ]
