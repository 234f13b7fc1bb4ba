"""The contact page, enquiries, and the mail about them."""

from .contact_page import ContactFormField, ContactPage
from .enquiry import Enquiry, EnquiryEvent
from .outgoing_mail import OutgoingMail

__all__ = ["ContactFormField", "ContactPage", "Enquiry", "EnquiryEvent", "OutgoingMail"]
