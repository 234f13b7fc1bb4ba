"""Loading the demo: once, as one transaction, keyed by slug."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from clinics.models import Clinic
from contact.models import Enquiry
from home.demo import facts, frame, pages
from home.demo.content import read, read_folder
from home.models import DemoLoad


class RefusedError(Exception):
    """The site holds other content, or a path to leave out does not exist."""


@transaction.atomic
def load_demo(without: list[str], today: date | None = None) -> str:
    """Load the demo and say what was done. Raises ``RefusedError`` where other content would mix with it."""
    earlier = DemoLoad.objects.first()
    if earlier:
        left_out = f", without {', '.join(earlier.without)}" if earlier.without else ""
        return f"The demo is here already (loaded for {earlier.today}{left_out}). Nothing changed."
    if (
        Page.objects.filter(depth__gt=2).exists()
        or Clinic.objects.exists()
        or Enquiry.objects.exists()
    ):
        raise RefusedError(
            "This site has content of its own. The demo goes onto an empty site only."
        )
    today = today or timezone.localdate()
    paths = {f"/{path.strip('/')}/" for path in without}
    tree = pages.Tree(today, paths)
    techniques = facts.techniques(read("techniques", today))
    people = read("people", today)
    contributors = facts.contributors(people)
    tree.index_pages(read("site", today))
    tree.clinical_pages(
        read_folder("conditions", today),
        read_folder("treatments", today),
        read_folder("pairs", today),
    )
    places = read("clinics", today)
    clinics = facts.clinics(places, tree)
    practitioners = facts.practitioners(people, contributors, clinics, tree)
    facts.services(read("services", today), clinics, tree)
    tree.faces(places, people, clinics, practitioners)
    if unknown := paths - tree.left_out:
        raise RefusedError(
            f"There is no page {', '.join(sorted(unknown))} in the demo to leave out."
        )
    tree.fill_and_publish(contributors, techniques)
    frame.settings(read("site", today), tree)
    frame.enquiries(read("enquiries", today), tree, clinics)
    DemoLoad.objects.create(today=today, without=sorted(path.strip("/") for path in paths))
    left_out = f", without {', '.join(sorted(paths))}" if paths else ""
    return f"The demo is loaded: {len(tree.pages)} pages, {len(clinics)} clinics{left_out}."
