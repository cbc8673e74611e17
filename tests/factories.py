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
from members.models import Body, Organization, Person, Place, User
from research.models import Poster

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
    return ContentFile(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", name)
