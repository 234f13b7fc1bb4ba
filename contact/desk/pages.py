"""What wagtail-modeladmin's views lack: a heading that says where one is, and the way back."""

from typing import Any

from django.urls import reverse

INDEX = "contact_enquiry_modeladmin_index"


def furniture(title: str, *above: tuple[str, str], icon: str = "mail") -> dict[str, Any]:
    """Heading and breadcrumbs of a page of the desk; ``above`` are label and address of the pages above it."""
    crumbs = [{"url": url, "label": label} for label, url in above]
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            *crumbs,
            {"url": "", "label": title},
        ],
    }


def enquiries() -> tuple[str, str]:
    """The list of enquiries, as a page above others."""
    return "Enquiries", reverse(INDEX)
