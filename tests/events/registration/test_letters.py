"""Letters go through a real SMTP conversation: what a school reads, and what becomes of them when something fails."""

from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO
from socket import create_server
from threading import Event
from unittest.mock import ANY

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from icalendar import Calendar
from PIL import Image

from events.models import Letter
from events.registration import actions, tasks
from lessonstudy.content.management.commands.worker import MOMENT
from lessonstudy.content.management.commands.worker import Command as Worker
from lessonstudy.content.queue import every_moment
from tests.events.registration.desks import make_desk, register, school, teachers

pytestmark = pytest.mark.django_db


class PostOffice:
    """A mail server on a port of its own, which can be closed for a while."""

    def __init__(self):
        with create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.mails, self.unknown = [], {}

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        self.controller.stop()

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server, session, envelope, address, options
    ):
        if address in self.unknown:
            return self.unknown[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post(settings):
    office = PostOffice()
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    yield office
    office.close()


@pytest.fixture
def desk():
    return make_desk(onsite=2)


def calendar_of(mail):
    """(method, UID, SEQUENCE, attendee) of the file; the media type says the same method."""
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(file.get_content())
    (entry,) = calendar.walk("VEVENT")
    assert (file.get_param("method"), file.get_filename()) == (calendar["METHOD"], "event.ics")
    return str(calendar["METHOD"]), str(entry["UID"]), entry["SEQUENCE"], str(entry["ATTENDEE"])


def of_group():
    return Letter.objects.get(participant=None)


def make_due():
    """The time of the next try has come."""
    Letter.objects.update(due_at=now())


# --- What they say --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "subject", "sentence"),
    [
        ("kk", "Тіркелдіңіз: Test conference", "Тобыңыздың орындары расталды."),
        ("ru", "Вы зарегистрированы: Test conference", "Места вашей группы подтверждены."),
        ("en", "Registered: Test conference", "Your group has its places."),
    ],
)
def test_a_confirmation_says_the_same_as_text_and_as_html_in_the_language_of_the_school(
    desk, post, language, subject, sentence
):
    register(desk, school(1), onsite=2, language=language)
    tasks.send_owed()
    (mail,) = post.mails
    assert (mail["To"], mail["Subject"].strip()) == ("school@example.org", subject)  # a long one is folded
    bodies = [mail.get_body([kind]).get_content() for kind in ("plain", "html")]
    assert [sentence in body for body in bodies] == [True, True]
    assert [[name in body for name in ("Teacher 1", "Teacher 2")] for body in bodies] == [[True, True]] * 2
    assert calendar_of(mail) == ("REQUEST", ANY, 1, "mailto:school@example.org")


def test_the_entry_of_a_calendar_is_brought_up_to_date_and_taken_out(desk, post):
    group = register(desk, school(1), onsite=1)
    actions.add_teachers(group, teachers=teachers(desk, onsite=1, called="Another"))
    actions.cancel(group)
    tasks.send_owed()
    uid = f"registration-{group.pk}@ls.test"
    to = "mailto:school@example.org"
    expected = [("REQUEST", uid, 1, to), ("REQUEST", uid, 2, to), ("CANCEL", uid, 3, to)]
    assert [calendar_of(mail) for mail in post.mails] == expected


def test_who_waits_gets_no_entry_for_the_calendar(desk, post):
    register(desk, school(1), onsite=2)
    register(desk, school(2), onsite=1)
    tasks.send_owed()
    assert [[part.get_content_type() for part in mail.iter_attachments()] for mail in post.mails] == [
        ["text/calendar"],
        [],
    ]


def test_a_teacher_gets_a_ticket_with_its_picture_and_an_entry_that_is_taken_out_with_the_place(desk, post):
    group = register(desk, school(1), onsite=1, email=True)
    person = group.participants.get()
    actions.cancel(group)
    tasks.send_owed()
    ticket, lost = [mail for mail in post.mails if mail["To"] == person.email]
    (picture,) = [part for part in ticket.walk() if part.get_content_type() == "image/png"]
    assert Image.open(BytesIO(picture.get_content())).format == "PNG"
    assert f"/ticket/{person.code}/" in ticket.get_body(["plain"]).get_content()
    uid, to = f"ticket-{person.pk}@ls.test", f"mailto:{person.email}"
    assert [calendar_of(mail) for mail in (ticket, lost)] == [("REQUEST", uid, 1, to), ("CANCEL", uid, 1, to)]


class Looks:
    """Lets a worker look so many times, at once."""

    def __init__(self, number):
        self.number = number

    def wait(self, seconds):
        self.number -= 1
        return self.is_set()

    def is_set(self):
        return self.number < 0


@pytest.mark.django_db(transaction=True)  # a worker closes old connections, and with them a test's own transaction
def test_the_worker_looks_every_moment_for_what_is_owed(desk, post):
    register(desk, school(1), onsite=1)
    Worker().watch(every_moment, MOMENT, Looks(2))
    assert (len(post.mails), of_group().state) == (1, "sent")


def test_a_worker_that_is_stopped_ends_after_the_letter_it_sends(desk, post):
    for number in range(2):
        register(desk, school(number), onsite=1)
    stopped = Event()

    class OneOnly(list):
        def append(self, mail):
            super().append(mail)
            stopped.set()

    post.mails = OneOnly()
    tasks.send_owed(stopped=stopped)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["owed", "sent"]


def test_a_rush_of_letters_is_read_together(desk, post, django_assert_num_queries):
    """Taking up and marking as sent are two statements each; all else is asked once for all of them."""
    for number in range(3):
        register(desk, school(number), onsite=1, allows_part=True)
    with django_assert_num_queries(6 + 3 * 2):
        tasks.send_owed()
    assert len(post.mails) == 3


def test_the_ticket_in_a_letter_is_that_of_its_teacher_also_when_another_took_the_place_meanwhile(desk, post):
    group = register(desk, school(1), onsite=1, email=True)
    person = group.participants.get()
    actions.substitute(group, participant=person, teacher=actions.Teacher("Another", person.option))
    tasks.send_owed()
    ticket = next(mail for mail in post.mails if mail["To"] == person.email)
    text = ticket.get_body(["plain"]).get_content()
    assert f"/ticket/{person.code}/" in text
    assert group.participants.get().code not in text


# --- When something fails -------------------------------------------------------------------------
def test_while_the_mail_server_is_down_a_letter_stays_owed_and_is_sent_once_when_it_is_back(desk, post):
    register(desk, school(1), onsite=1)
    post.close()
    tasks.send_owed()
    letter = of_group()
    assert (letter.state, letter.tries, letter.problem[:22]) == ("owed", 1, "ConnectionRefusedError")
    assert timedelta(0) < letter.due_at - now() <= timedelta(minutes=1)
    post.open()
    tasks.send_owed()
    assert post.mails == []
    make_due()
    tasks.send_owed()
    make_due()
    tasks.send_owed()
    letter.refresh_from_db()
    assert (len(post.mails), letter.state, letter.tries, letter.problem) == (1, "sent", 2, "")


def test_each_failure_waits_twice_as_long_and_after_three_days_it_is_given_up(desk, post):
    register(desk, school(1), onsite=1)
    waits = []
    post.close()
    for _time in range(8):
        make_due()
        tasks.send_owed()
        waits.append(round((of_group().due_at - now()).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    Letter.objects.update(owed_at=now() - timedelta(days=3, minutes=1))
    make_due()
    tasks.send_owed()
    assert of_group().state == "failed"
    post.open()


def test_an_address_that_does_not_exist_fails_at_once_and_disturbs_no_other_letter(desk, post):
    post.unknown = {"school@example.org": "550 no such mailbox"}
    register(desk, school(1), onsite=1)
    register(desk, school(2), onsite=1, email=True, allows_part=True)
    tasks.send_owed()
    letters = Letter.objects.order_by("pk").values_list("kind", "state", "tries")
    assert list(letters) == [("confirmed", "failed", 1), ("confirmed", "failed", 1), ("ticket", "sent", 1)]
    assert "no such mailbox" in Letter.objects.earliest("pk").problem
    make_due()
    tasks.send_owed()
    assert len(post.mails) == 1


def test_a_server_that_wants_a_letter_later_gets_it_later(desk, post):
    post.unknown = {"school@example.org": "451 greylisted, come again"}
    register(desk, school(1), onsite=1)
    tasks.send_owed()
    assert (of_group().state, "greylisted" in of_group().problem) == ("owed", True)
    post.unknown = {}
    make_due()
    tasks.send_owed()
    assert (len(post.mails), of_group().state) == (1, "sent")


def test_what_a_killed_worker_took_up_is_sent_by_the_next_after_some_minutes(desk, post):
    register(desk, school(1), onsite=1)
    assert tasks.take_up(of_group())
    tasks.send_owed()
    assert post.mails == []
    Letter.objects.update(due_at=of_group().due_at - tasks.TAKEN_UP_FOR)
    tasks.send_owed()
    assert (len(post.mails), of_group().state, of_group().tries) == (1, "sent", 2)


def test_the_same_fact_is_told_once(desk, post):
    group = register(desk, school(1), onsite=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        tasks.tell(group, "confirmed", [])
    tasks.send_owed()
    assert [mail["Message-ID"] for mail in post.mails] == [f"<registration-{group.pk}-confirmed-1@ls.test>"]
