"""What the form and its confirmation say where staff wrote nothing of their own, by kind of enquiry."""

from dataclasses import dataclass

from django.db.models import TextChoices


class EnquiryKind(TextChoices):
    """What an enquiry is about."""

    QUESTION = "question", "Question"
    APPOINTMENT = "appointment", "Request for an appointment"


@dataclass(frozen=True)
class Words:
    """``thank_you_text`` is rich text, the others are plain."""

    message_label: str
    message_hint: str
    button_label: str
    thank_you_heading: str
    thank_you_text: str


DEFAULTS = {
    EnquiryKind.QUESTION: Words(
        message_label="Your question",
        message_hint="A few lines are enough: please do not send your full medical history.",
        button_label="Send your question",
        thank_you_heading="We have your question",
        thank_you_text="<p>One of our team will answer by the end of the next working day.</p>",
    ),
    EnquiryKind.APPOINTMENT: Words(
        message_label="When would suit you?",
        message_hint=(
            "Days and times, and a word on what it is about: please do not send your full medical "
            "history."
        ),
        button_label="Send your request",
        thank_you_heading="We have your request",
        thank_you_text=(
            "<p>We will write or ring back by the end of the next working day with times to choose "
            "from. Nothing is booked until you say yes.</p>"
        ),
    ),
}
