"""The front desk may download the list of its enquiries; what patients wrote, only who answers for the whole."""

from importlib import import_module

from django.db import migrations

GROUPS = {
    "export_enquiry": ("Front desk",),
    "export_enquiry_messages": ("Manager", "Data protection"),
}


def allow_exports(apps, schema_editor):
    import_module("home.migrations.0003_groups")._create_permissions(apps)
    Permission = apps.get_model("auth.Permission")
    for codename, names in GROUPS.items():
        permission = Permission.objects.get(codename=codename, content_type__app_label="contact")
        for group in apps.get_model("auth.Group").objects.filter(name__in=names):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("home", "0003_groups"), ("contact", "0003_export_without_messages")]

    operations = [migrations.RunPython(allow_exports, migrations.RunPython.noop)]
