"""What staff do with an enquiry."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from contact import outbox, permissions
from contact.models import Enquiry, EnquiryEvent, OutgoingMail

from . import log

INSPECT = "contact_enquiry_modeladmin_inspect"


@require_POST
def set_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets the status that was posted. Any status can follow any other, so every change can be taken back."""
    if not permissions.may_change(request.user):
        raise PermissionDenied
    wanted = request.POST.get("status")
    if wanted not in Enquiry.Status.values:
        messages.error(request, "Choose a status from the list.")
        return redirect(INSPECT, pk)
    new = Enquiry.Status(wanted)
    with transaction.atomic():
        visible = permissions.visible_to(request.user).select_for_update()
        enquiry = get_object_or_404(visible, pk=pk)
        old = Enquiry.Status(enquiry.status)
        if old != new:
            Enquiry.objects.filter(pk=pk).update(status=new)
            detail = f"{old.label} to {new.label}"
            log.write([enquiry], EnquiryEvent.Action.STATUS, request.user, detail)
    messages.success(request, f"{enquiry.reference} is now marked “{new.label}”.")
    return redirect(INSPECT, pk)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues a mail of a visible enquiry that could not be sent once more."""
    if not permissions.may_change(request.user):
        raise PermissionDenied
    visible = permissions.visible_to(request.user)
    mail = get_object_or_404(OutgoingMail, pk=pk, enquiry__in=visible)
    assert mail.enquiry is not None
    with transaction.atomic():
        again = outbox.try_again(OutgoingMail.objects.filter(pk=pk))
        if again:
            detail = mail.get_kind_display()
            log.write([mail.enquiry], EnquiryEvent.Action.RETRIED, request.user, detail)
    if again:
        messages.success(request, "The mail is being sent again.")
    else:
        messages.warning(request, "This mail has been sent already.")
    return redirect(INSPECT, mail.enquiry.pk)
