"""Who may do what: the groups of staff, their permissions, and the clinical review.

Where staff changed a group later in the admin, that stays: this runs once.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WORDS = ("add", "change", "delete")


def every(*models):
    """The permissions to add, change and delete objects of these models ("app.model")."""
    return {
        f"{app}.{word}_{model}" for app, model in (m.split(".") for m in models) for word in WORDS
    }


CONTENT = (
    every("cms.notice", "cms.contributor", "treatments.technique", "wagtailredirects.redirect")
    | {"cms.change_organisation", "cms.change_contactroutes", "cms.change_navigation"}
    # A new page of a clinic or a practitioner can make its facts in place.
    | {"clinics.add_clinic", "clinics.add_practitioner"}
)
FACTS = every(
    "clinics.clinic",
    "clinics.closure",
    "clinics.facility",
    "clinics.insurer",
    "clinics.practitioner",
    "clinics.service",
) | {"cms.add_contributor", "cms.change_contributor"}
ENQUIRIES = {
    "contact.view_enquiry",
    "contact.change_enquiry",
    "contact.view_outgoingmail",
    "contact.change_outgoingmail",
}
SOURCES = {"contact.view_enquiry_sources"}
EVERY_ENQUIRY = {
    "contact.view_enquiry",
    "contact.view_every_enquiry",
    "contact.export_enquiry",
    "contact.view_enquiryevent",
}

GROUPS = {
    "Marketing": CONTENT | SOURCES,
    "Clinical reviewer": set(),
    "Front desk": FACTS | ENQUIRIES,
    "Practitioner": set(),
    "Manager": CONTENT | FACTS | ENQUIRIES | SOURCES | EVERY_ENQUIRY | every("cms.user"),
    "Data protection": EVERY_ENQUIRY,
}
#: On the home page, and so on every page.
PAGE_WORDS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
EDITORS = ("Marketing", "Manager")
#: On the whole library of pictures and documents.
LIBRARY = {
    f"{app}.{word}_{model}"
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for word in ("add", "change", "choose")
}
LIBRARY_OF = {
    "Marketing": LIBRARY | every("wagtailcore.collection"),
    "Manager": LIBRARY | every("wagtailcore.collection"),
    "Clinical reviewer": {"wagtailimages.choose_image", "wagtaildocs.choose_document"},
}

WORKFLOW = "Clinical review"
REVIEWERS = "Clinical reviewer"


def create_groups(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    Group = apps.get_model("auth.Group")
    Page = apps.get_model("wagtailcore.Page")
    Collection = apps.get_model("wagtailcore.Collection")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")

    _create_permissions(apps)
    known = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    home = Page.objects.get(depth=2, content_type__model="homepage")
    library = Collection.objects.get(depth=1)
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[p] for p in {"wagtailadmin.access_admin", *permissions}))
        for permission in LIBRARY_OF.get(name, ()):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=library, permission=known[permission]
            )
        for word in PAGE_WORDS if name in EDITORS else ():
            GroupPagePermission.objects.get_or_create(
                group=group, page=home, permission=known[f"wagtailcore.{word}_page"]
            )
    _remove_wagtails_own(apps)
    _create_clinical_review(apps, home)


def _create_permissions(apps):
    """Django makes permissions after all migrations only; these are needed now."""
    for app_config in apps.get_app_configs():
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None


def _remove_wagtails_own(apps):
    apps.get_model("auth.Group").objects.filter(name__in=("Editors", "Moderators")).delete()
    apps.get_model("wagtailcore.Workflow").objects.filter(name="Moderators approval").delete()
    tasks = apps.get_model("wagtailcore.GroupApprovalTask").objects
    tasks.filter(name="Moderators approval").delete()


def _create_clinical_review(apps, home):
    ContentType = apps.get_model("contenttypes.ContentType")
    GroupApprovalTask = apps.get_model("wagtailcore.GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore.Workflow")
    task_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if not created:
        return
    task = GroupApprovalTask.objects.create(name=WORKFLOW, content_type=task_type, active=True)
    task.groups.add(apps.get_model("auth.Group").objects.get(name=REVIEWERS))
    apps.get_model("wagtailcore.WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    # On the home page, and so in the whole tree; only clinical pages take part (BasePage.has_workflow).
    apps.get_model("wagtailcore.WorkflowPage").objects.update_or_create(
        page=home, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_home_page"),
        ("cms", "0002_site"),
        ("treatments", "0001_initial"),
        ("clinics", "0001_initial"),
        ("contact", "0002_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
