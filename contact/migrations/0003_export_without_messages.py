from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contact", "0002_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="enquiry",
            options={
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    (
                        "view_enquiry_sources",
                        "Can see how many enquiries came, and from where",
                    ),
                    (
                        "view_every_enquiry",
                        "Can see the enquiries of all clinics, not only their own",
                    ),
                    ("export_enquiry", "Can export enquiries"),
                    ("export_enquiry_messages", "Can export what patients wrote, too"),
                ],
                "verbose_name_plural": "enquiries",
            },
        ),
    ]
