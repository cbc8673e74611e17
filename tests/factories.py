"""Records for tests: the least that is valid, published unless said otherwise. Names are obviously made up."""

from io import BytesIO
from itertools import count

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from events.models import Contribution, Event, EventSeries, Session
from journal.models import Article, Issue, Journal
from lessonstudy.content.dates import PartialDate
from lessonstudy.news.models import NewsPost
from lessonstudy.portal.models import Redirect
from members.models import Body, Organization, Person, Place, Representative, User
from research.models import Manuscript, Poster, Report

numbers = count(1)


def published(**fields):
    return {"status": "published", "published_at": timezone.now(), **fields}


def make_event(**fields):
    number = next(numbers)
    fields.setdefault("kind", "conference")
    fields.setdefault("start", PartialDate(2021, 11, 26))
    fields.setdefault("title_en", f"Sample event {number}")
    return Event.objects.create(**published(state="held", **fields))


def make_series(**fields):
    return EventSeries.objects.create(
        **published(**{"title_en": f"Sample series {next(numbers)}", "scope": "city", **fields})
    )


def make_session(event, **fields):
    return Session.objects.create(event=event, kind="section", title_en=f"Sample session {next(numbers)}", **fields)


def make_contribution(event, **fields):
    fields.setdefault("title_en", f"Sample talk {next(numbers)}")
    return Contribution.objects.create(event=event, **fields)


def make_person(**fields):
    fields.setdefault("family_name_en", f"Sampleperson{next(numbers)}")
    return Person.objects.create(**published(public_ground="record", **fields))


def make_organization(**fields):
    fields.setdefault("name_en", f"Sample organization {next(numbers)}")
    fields.setdefault("kind", "centre")
    return Organization.objects.create(**published(**fields))


def make_school(**fields):
    return make_organization(kind="school", **fields)


def make_representative(user=None, school=None, **fields):
    """Someone confirmed for a school, unless said otherwise."""
    user = user or User.objects.create_user(f"representative{next(numbers)}@example.org", "sample-password")
    fields = {"email": user.email, "state": "confirmed", "language": "en", **fields}
    return Representative.objects.create(organization=school or make_school(), user=user, **fields)


def make_place(**fields):
    number = next(numbers)
    fields.setdefault("slug", f"sample-place-{number}")
    fields.setdefault("name_en", f"Sample place {number}")
    fields.setdefault("kind", "region")
    return Place.objects.create(**fields)


def make_body(**fields):
    organization = fields.pop("organization", None) or make_organization()
    return Body.objects.create(
        **published(title_en=f"Sample council {next(numbers)}", organization=organization, **fields)
    )


def make_post(**fields):
    fields.setdefault("title_en", f"Sample news {next(numbers)}")
    return NewsPost.objects.create(**published(**fields))


def make_poster(**fields):
    fields.setdefault("title_en", f"Sample poster {next(numbers)}")
    return Poster.objects.create(**published(**fields))


def make_report(**fields):
    """A safe report of two lessons, in Kazakh."""
    title = f"Sample report {next(numbers)}"
    texts = {"language": "kk", "original_language": "kk", "title_kk": title, "title_en": title, "body": REPORT_BODY}
    report = Report.objects.create(**published(**{**texts, "licence": "CC-BY-4.0", "consent": True, **fields}))
    Manuscript.objects.create(report=report, state=Manuscript.State.ACCEPTED, content=REPORT_BODY)
    return report


STAGE = {"title": "Кіріспе", "predicted": {"A": "Сызба салады."}, "observed": {"A": "Есептеп шықты."}}
LESSON = {
    "date": "2025-02-11",
    "objective": "Бөлшекті түсіну.",
    "stages": [STAGE],
    "interviews": {"A": "Ұнады."},
    "discussion": "Жақсы өтті.",
}
REPORT_BODY = {
    "focus": {"rationale": "Бөлшек қиын.", "question": "Қалай түсіндіреміз?", "known": ""},
    "pupils": [{"letter": "A", "typifies": "тез есептейтін оқушылар"}],
    "lessons": [{**LESSON, "revision": "Уақыт қосылды."}, LESSON],
    "outcome": {"findings_pupils": "Түсінді.", "changes": "Сызба саламыз.", "next_question": "Енді не?"},
}


def make_journal(**fields):
    return Journal.objects.create(**published(title_en=f"Sample journal {next(numbers)}", **fields))


def make_issue(**fields):
    journal = fields.pop("journal", None) or make_journal()
    return Issue.objects.create(**published(journal=journal, year=2024, number=next(numbers), **fields))


def make_article(**fields):
    issue = fields.pop("issue", None) or make_issue()
    return Article.objects.create(
        **published(issue=issue, title_en=f"Sample article {next(numbers)}", language="en", **fields)
    )


def make_redirect(record, **fields):
    fields.setdefault("old", f"/{next(numbers)}/sample-title")
    return Redirect.objects.create(kind=record.address_kind(), number=record.pk, **fields)


def make_staff(*permissions, **fields):
    """A member of staff with no permission but those named ("events.change_event")."""
    user = User.objects.create_user(f"sample{next(numbers)}@example.org", "sample-password", is_staff=True, **fields)
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def picture(name="sample.jpg", size=(900, 600), colour="teal", kind="JPEG", **options):
    """A real picture as an upload."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return ContentFile(buffer.getvalue(), name)


def pdf(name="sample.pdf"):
    """A PDF of one empty page."""
    return ContentFile(PDF, name)


PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
