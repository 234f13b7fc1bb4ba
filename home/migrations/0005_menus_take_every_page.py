"""Menus leave out pages that lost "show in menus". Until now nothing set it, so all pages get it."""

from django.db import migrations


def show(apps, schema_editor):
    apps.get_model("wagtailcore.Page").objects.update(show_in_menus=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_exports"),
    ]

    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
