"""The two mails about an enquiry. Neither holds anything that the sender wrote."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from clinics.models import Clinic
from cms import routes
from cms.models import ContactRoutes, Organisation

from . import outbox
from .models import ContactPage, Enquiry, OutgoingMail
from .words import EnquiryKind

NOTICE_SUBJECTS = {
    EnquiryKind.QUESTION: "A question from the website",
    EnquiryKind.APPOINTMENT: "A request for an appointment from the website",
}
SUBJECTS = {
    EnquiryKind.QUESTION: "Your question to {group}",
    EnquiryKind.APPOINTMENT: "Your request to {group}",
}


def desk_address(kind: str, site_routes: ContactRoutes, clinic: Clinic | None) -> str:
    """Where the clinic, else the group, wants to hear of enquiries of this kind; empty if nowhere.

    An address for the other kind is better than none.
    """
    wanted = ["question_email", "booking_email"]
    if kind == EnquiryKind.APPOINTMENT:
        wanted.reverse()
    return next(
        (
            address
            for name in wanted
            for holder in (clinic, site_routes)
            if (address := getattr(holder, name, ""))
        ),
        "",
    )


def queue_for(enquiry: Enquiry, page: ContactPage, clinic: Clinic | None) -> None:
    """Queues the notice to the desk and, where there is an address, the acknowledgement to the sender."""
    site = page.get_site()
    site_routes = ContactRoutes.for_site(site)
    group = Organisation.for_site(site).name
    kind = EnquiryKind(enquiry.kind)
    desk = desk_address(kind, site_routes, clinic)
    values = {
        "enquiry": enquiry,
        "is_question": kind == EnquiryKind.QUESTION,
        "group": group,
        "routes": routes.resolve(site_routes, clinic),
        "reception_hours": site_routes.reception_hours,
        "desk_url": urljoin(
            settings.WAGTAILADMIN_BASE_URL,
            reverse("contact_enquiry_modeladmin_inspect", args=[enquiry.pk]),
        ),
        "what_next": as_text(page.words.thank_you_text),
        "site_url": settings.BASE_URL,
    }
    if desk:
        outbox.queue(
            kind=OutgoingMail.Kind.ENQUIRY_NOTICE,
            enquiry=enquiry,
            to=desk,
            subject=f"{NOTICE_SUBJECTS[kind]}, {enquiry.reference}",
            body_text=render_to_string("contact/mail/notice.txt", values),
        )
    if enquiry.email:
        outbox.queue(
            kind=OutgoingMail.Kind.ENQUIRY_ACKNOWLEDGEMENT,
            enquiry=enquiry,
            to=enquiry.email,
            reply_to=outbox.address(group, desk) if desk else "",
            subject=SUBJECTS[kind].format(group=group),
            body_text=render_to_string("contact/mail/acknowledgement.txt", values),
        )


def as_text(rich_text: str) -> str:
    """Rich text of paragraphs, lists and links as plain text, addresses after their links."""
    soup = BeautifulSoup(expand_db_html(rich_text), "html.parser")
    for link in soup.find_all("a", href=True):
        address = urljoin(settings.BASE_URL, str(link["href"]))
        if link.get_text() not in address:
            link.append(f" ({address})")
    for item in soup.find_all("li"):
        item.insert(0, "- ")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    blocks = soup.find_all(["p", "li"]) or [soup]
    texts = [(block.name, block.get_text().strip()) for block in blocks]
    lines: list[str] = []
    for name, text in texts:
        if lines and name != "li":
            lines.append("")
        lines.append(text)
    return "\n".join(lines)
