"""A report is written by its writers alone, in drafts that lose nothing; sent, returned, accepted."""

from contextlib import suppress
from copy import deepcopy

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from lessonstudy.content.actions import publish, withdraw
from lessonstudy.content.errors import Refused
from lessonstudy.content.images import store
from lessonstudy.portal.watching import watched_tables
from members.models import User
from research.models import Manuscript, Report
from research.reports import actions
from research.reports.models import Writer
from research.reports.sections import problems_of
from tests.factories import REPORT_BODY, STAGE, make_organization, make_person, make_school, make_staff, pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_uploads")]

WHOLE = {
    **REPORT_BODY,
    "about": {
        "title": "Бөлшектің мағынасы", "language": "kk", "school": "Үлгі мектебі", "subject": "mathematics",
        "grade_from": "5", "grade_to": "6", "class_size": "24", "begins": "01.2025", "ends": "2025-03",
    },
    "team": [{"role": "teacher", "family_name": "Үлгісова", "given_name": "А.", "post": "мұғалім"}],
    "outcome": {"findings_pupils": "Түсінді.", "findings_teachers": "Көрді.", "changes": "Сызамыз."},
    "abstract": {
        "context": "Жағдай", "aims": "Мақсат", "methods": "Әдіс", "findings": "Нәтиже", "implications": "Салдар",
        "keywords": "бөлшек; сызба",
    },
    "translations": {"title_ru": "Смысл дроби"},
    "terms": {"licence": "CC-BY-4.0", "ethics": "Келісім алынды.", "consent": True},
}  # fmt: skip
LESSON = {"date": "11.02.2025", "objective": "Түсіну", "discussion": "Жақсы", "revision": "Уақыт"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def absolute(name, *arguments):
    return f"https://example.org{reverse(name, args=arguments)}"


def account(name):
    return User.objects.create_user(f"{name}@example.org", "sample-password", first_name=name.title())


def begin(by=None):
    return actions.start_report(title="Бөлшек", language="kk", by=by or account("writer"))


def whole(by=None):
    manuscript = begin(by)
    manuscript.content = deepcopy(WHOLE)
    manuscript.save()
    return manuscript


def address(manuscript, key):
    return f"/en/research/reports/{manuscript.pk}/write/{key}/"


def rows(*filled, before=0):
    """What a browser sends of rows below a form."""
    sent = {"rows-TOTAL_FORMS": len(filled), "rows-INITIAL_FORMS": before}
    return sent | {f"rows-{number}-{name}": text for number, row in enumerate(filled) for name, text in row.items()}


def seen(client, manuscript, key):
    return client.get(address(manuscript, key)).context["seen"]


def letters_sent():
    """What the worker would send: each once."""
    for task in DBTaskResult.objects.ready():
        task.task.func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    return mail.outbox


# --- Who may --------------------------------------------------------------------------------------
PAGES = [
    "about",
    "team",
    "focus",
    "lesson-1",
    "outcome",
    "abstract",
    "translations",
    "pictures",
    "terms",
    "writers",
    "check",
]


@pytest.mark.parametrize("key", PAGES)
def test_only_writers_and_editors_see_a_page(client, key):
    manuscript = begin()
    assert client.get(address(manuscript, key)).status_code == 302
    client.force_login(account("stranger"))
    assert client.get(address(manuscript, key)).status_code == 404
    assert client.post(address(manuscript, key), {"title": "Stolen"}).status_code == 404
    for user in (manuscript.writers.get().user, make_staff("research.publish_report")):
        client.force_login(user)
        answer = client.get(address(manuscript, key))
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


@pytest.mark.parametrize("name", ["submit", "take_back", "accept", "return", "open"])
def test_a_stranger_does_no_deed(client, name):
    manuscript = whole()
    client.force_login(account("stranger"))
    assert client.post(f"/en/research/reports/{manuscript.pk}/{name}/").status_code == 404
    assert Manuscript.objects.get().state == "writing"


def test_a_writer_does_no_deed_of_editors(client):
    manuscript = whole()
    actions.submit(manuscript, by=manuscript.writers.get().user, absolute=absolute)
    client.force_login(manuscript.writers.get().user)
    for name in ("accept", "return", "open"):
        client.post(f"/en/research/reports/{manuscript.pk}/{name}/", {"text": "x"})
        assert Manuscript.objects.get().state == "submitted"


def test_nothing_of_a_manuscript_is_public(client):
    manuscript = whole()
    for path in (
        "/en/research/reports/",
        "/en/search/?q=бөлшек",
        "/api/v1/reports/",
        manuscript.report.get_absolute_url(),
    ):
        assert "Бөлшектің" not in client.get(path).text


# --- Writing --------------------------------------------------------------------------------------
def test_what_is_typed_is_kept_whole_or_not(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    sent = {"title": "New title", "language": "en", "begins": "someday", "seen": seen(client, manuscript, "about")}
    answer = client.post(address(manuscript, "about"), sent)
    assert answer.status_code == 200
    assert "What you typed is kept" in answer.text
    assert Manuscript.objects.get().content["about"]["begins"] == "someday"
    assert 'value="someday"' in client.get(address(manuscript, "about")).text


def test_a_lesson_has_a_field_for_each_pupil(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    pupils = rows({"letter": "A", "typifies": "quick"}, {"letter": "B", "typifies": "slow"}, {"letter": ""})
    client.post(address(manuscript, "focus"), {"question": "How?", "seen": seen(client, manuscript, "focus"), **pupils})
    stages = rows(
        {"title": "Start", "predicted_A": "draws", "observed_A": "drew", "predicted_B": "waits"}, {"title": ""}
    )
    sent = {**LESSON, "interviews_B": "It was hard.", "seen": seen(client, manuscript, "lesson-1"), **stages}
    assert client.post(address(manuscript, "lesson-1"), sent)["Location"] == address(manuscript, "outcome")
    content = Manuscript.objects.get().content
    assert content["pupils"] == [{"letter": "A", "typifies": "quick"}, {"letter": "B", "typifies": "slow"}]
    (lesson,) = content["lessons"]
    assert lesson["interviews"] == {"A": "", "B": "It was hard."}
    assert lesson["stages"] == [
        {"title": "Start", "predicted": {"A": "draws", "B": "waits"}, "observed": {"A": "drew", "B": ""}}
    ]


def test_another_lesson_is_added_after_the_last(client):
    manuscript = whole()
    client.force_login(manuscript.writers.get().user)
    sent = {**LESSON, "seen": seen(client, manuscript, "lesson-2"), **rows(), "add_lesson": "1"}
    assert client.post(address(manuscript, "lesson-2"), sent)["Location"] == address(manuscript, "lesson-3")
    page = client.get(address(manuscript, "lesson-3"))
    assert [title for _address, title, here in page.context["steps"] if here] == ["Research lesson 3"]
    assert 'name="add_lesson"' in page.text
    assert client.get(address(manuscript, "lesson-4")).status_code == 404


def test_the_same_sent_twice_is_kept_once(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    sent = {
        "autosave": "1",
        "seen": seen(client, manuscript, "team"),
        **rows({"role": "teacher", "family_name": "Sample"}),
    }
    first, second = (client.post(address(manuscript, "team"), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert len(Manuscript.objects.get().content["team"]) == 1


def test_of_two_who_write_the_same_page_the_second_is_told(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    before = seen(client, manuscript, "outcome")
    client.post(address(manuscript, "outcome"), {"changes": "Mine", "seen": before})
    answer = client.post(address(manuscript, "outcome"), {"changes": "Theirs", "seen": before})
    assert "Someone else changed this page" in answer.text
    assert "Theirs" in answer.text
    assert Manuscript.objects.get().content["outcome"]["changes"] == "Mine"
    late = client.post(address(manuscript, "outcome"), {"changes": "Theirs", "seen": before, "autosave": "1"})
    assert late.status_code == 409


def test_typing_does_not_disturb_readers():
    """A manuscript is in no table that kept pages depend on."""
    assert {"research_manuscript", "research_writer", "research_remark"} & set(watched_tables()) == set()
    assert "research_report" in watched_tables()


def test_pictures_are_described_and_agreed_to(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    first = seen(client, manuscript, "pictures")
    client.post(address(manuscript, "pictures"), {"pictures": [picture()], "seen": first})
    photo = manuscript.report.photos.get()
    assert not photo.consent
    name = f"reportphoto-{photo.pk}"
    said = {f"{name}-caption": "Board", f"{name}-consent": "on"}
    client.post(address(manuscript, "pictures"), {**said, "seen": seen(client, manuscript, "pictures")})
    photo.refresh_from_db()
    assert (photo.caption_kk, photo.consent) == ("Board", True)
    answer = client.post(address(manuscript, "pictures"), {f"{name}-remove": "on", "files": [pdf()], "seen": first})
    assert "Someone else changed this page" in answer.text
    assert "sample.pdf" in answer.text  # the file need not be chosen again
    sent = {f"{name}-remove": "on", "files": [ContentFile(b"x", "bad.exe"), pdf()]}
    answer = client.post(address(manuscript, "pictures"), {**sent, "seen": seen(client, manuscript, "pictures")})
    assert "bad.exe" in answer.text
    assert (manuscript.report.photos.count(), manuscript.report.documents.count()) == (0, 1)


# --- Together -------------------------------------------------------------------------------------
def test_a_colleague_is_invited_by_mail_and_comes_in_once(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    client.post(address(manuscript, "writers"), {"email": "Colleague@Example.org"})
    (letter,) = letters_sent()
    assert letter.to == ["colleague@example.org"]
    link = next(word for word in letter.body.split() if "/join/" in word).removeprefix("http://testserver")
    client.logout()
    assert client.get(link)["Location"].startswith("/accounts/login/")
    colleague, other = account("colleague"), account("other")
    client.force_login(colleague)
    assert client.get(link).status_code == 200
    assert not manuscript.writers.filter(user=colleague).exists()
    client.post(link)
    assert manuscript.writers.filter(user=colleague).exists()
    client.force_login(other)
    client.post(link)
    assert not manuscript.writers.filter(user=other).exists()
    assert client.get(link.replace("/join/", "/join/x")).status_code == 410


def test_a_writer_can_be_left_out_but_not_the_last(client):
    manuscript = begin()
    first = manuscript.writers.get()
    second = Writer.objects.create(manuscript=manuscript, email="b@example.org", user=account("second"))
    client.force_login(first.user)
    client.post(address(manuscript, "writers"), {"leave_out": second.pk})
    client.post(address(manuscript, "writers"), {"leave_out": first.pk})
    assert list(manuscript.writers.all()) == [first]


# --- To the editors and back ----------------------------------------------------------------------
def test_what_is_missing_is_said_page_by_page(client):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    text = client.get(address(manuscript, "check")).text
    assert "Fill in: School, Subject, Grade, The study began." in text
    client.post(f"/en/research/reports/{manuscript.pk}/submit/")
    assert Manuscript.objects.get().state == "writing"


def test_a_whole_manuscript_lacks_nothing():
    assert problems_of(WHOLE) == []


def test_a_report_is_sent_returned_mended_accepted_and_published(client):
    school, editor = (
        make_school(name_kk="Үлгі мектебі"),
        make_staff("research.publish_report", "research.change_report"),
    )
    make_staff()
    manuscript = whole()
    writer = manuscript.writers.get().user
    client.force_login(writer)
    client.post(f"/en/research/reports/{manuscript.pk}/submit/")
    client.post(address(manuscript, "about"), {"title": "Too late", "language": "kk", "seen": ""})
    assert Manuscript.objects.get().content["about"]["title"] == WHOLE["about"]["title"]
    client.force_login(editor)
    client.post(f"/en/research/reports/{manuscript.pk}/return/", {"text": "Say more of pupil A."})
    assert "Say more of pupil A." in client.get(address(manuscript, "check")).text
    client.force_login(writer)
    client.post(f"/en/research/reports/{manuscript.pk}/submit/")
    client.force_login(editor)
    client.post(f"/en/research/reports/{manuscript.pk}/accept/")
    report = Report.objects.get()
    assert (report.title_kk, report.title_ru, report.grades) == ("Бөлшектің мағынасы", "Смысл дроби", [5, 6])
    assert (str(report.begins), report.licence, report.consent) == ("2025-01", "CC-BY-4.0", True)
    assert report.keywords_kk == "бөлшек, сызба"
    assert [member.name for member in report.team.all()] == ["А. Үлгісова"]
    assert list(report.schools.all()) == [school]
    assert [lesson["stages"] for lesson in report.body["lessons"]] == [[STAGE], [STAGE]]
    assert not report.is_public
    said = [(letter.to[0], letter.subject) for letter in letters_sent()]
    assert [to for to, _subject in said] == [editor.email, writer.email, editor.email, writer.email]


def test_accepting_again_keeps_the_links_of_staff():
    editor, person = make_staff("research.publish_report"), make_person()
    manuscript = whole()
    writer = manuscript.writers.get().user
    for _ in range(2):
        actions.submit(manuscript, by=writer, absolute=absolute)
        actions.accept(manuscript, by=editor, absolute=absolute)
        manuscript.report.team.update(person=person)
        actions.open_again(manuscript, by=editor)
    assert manuscript.report.team.get().person == person


def test_an_unsafe_manuscript_is_not_sent(client):
    manuscript = whole()
    manuscript.content["lessons"][0]["discussion"] = "Аружан жақсы жауап берді."
    manuscript.save()
    client.force_login(manuscript.writers.get().user)
    assert "looks like a pupil&#39;s name" in client.get(address(manuscript, "check")).text
    client.post(f"/en/research/reports/{manuscript.pk}/submit/")
    assert Manuscript.objects.get().state == "writing"


# --- What must not happen -------------------------------------------------------------------------
def test_an_editor_without_the_second_factor_or_of_another_branch_is_nobody_here(client, settings):
    manuscript = whole()
    actions.submit(manuscript, by=manuscript.writers.get().user, absolute=absolute)
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_staff("research.publish_report"))
    assert client.get(address(manuscript, "check")).status_code == 404
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(make_staff("research.publish_report", branch=make_organization()))
    assert client.get(address(manuscript, "check")).status_code == 404
    assert client.post(f"/en/research/reports/{manuscript.pk}/accept/").status_code == 404
    branch = make_organization()
    Report.objects.update(branch=branch)
    client.force_login(make_staff("research.publish_report", branch=branch))
    assert client.get(address(manuscript, "check")).status_code == 200


def accepted():
    manuscript, editor = whole(), make_staff(is_superuser=True)
    actions.submit(manuscript, by=manuscript.writers.get().user, absolute=absolute)
    actions.accept(manuscript, by=editor, absolute=absolute)
    return manuscript, editor


def test_what_readers_see_is_not_written_on():
    manuscript, editor = accepted()
    publish(manuscript.report, by=editor)
    with pytest.raises(Refused, match="Withdraw it first"):
        actions.open_again(manuscript, by=editor)
    withdraw(manuscript.report, by=editor)
    actions.open_again(manuscript, by=editor)
    with pytest.raises(Refused, match="still being written"):
        publish(manuscript.report, by=editor)


def test_what_staff_corrected_is_in_the_text_that_is_opened_again():
    manuscript, editor = accepted()
    Report.objects.update(title_kk="Corrected", ethics="Corrected, too", class_size=None)
    actions.open_again(manuscript, by=editor)
    content = Manuscript.objects.get().content
    assert (content["about"]["title"], content["terms"]["ethics"]) == ("Corrected", "Corrected, too")
    assert (content["about"]["class_size"], content["about"]["school"]) == ("", "Үлгі мектебі")
    assert problems_of(content) == []


def test_nothing_of_a_removed_pupil_is_published():
    manuscript = whole()
    manuscript.content["lessons"][0]["interviews"]["C"] = "Secret of C"
    manuscript.content["lessons"][0]["stages"][0] |= {"observed": {"A": "Seen", "C": "Secret"}, "odd": "Secret"}
    manuscript.save()
    actions.submit(manuscript, by=manuscript.writers.get().user, absolute=absolute)
    actions.accept(manuscript, by=make_staff(is_superuser=True), absolute=absolute)
    assert "Secret" not in str(Report.objects.get().body)


def test_a_pupil_who_gets_another_letter_keeps_what_was_said(client):
    manuscript = whole()
    client.force_login(manuscript.writers.get().user)
    for letter in ("", "B"):  # saved in the middle of typing
        sent = {"question": "How?", "rationale": "Hard.", "seen": seen(client, manuscript, "focus"), "autosave": "1"}
        sent |= rows({"letter": letter, "typifies": "тез есептейтін оқушылар"}, before=1)
        assert client.post(address(manuscript, "focus"), sent).status_code == 200
    lesson = Manuscript.objects.get().content["lessons"][0]
    assert lesson["interviews"] == {"B": "Ұнады."}
    assert lesson["stages"][0]["observed"] == {"B": "Есептеп шықты."}


def test_a_page_with_fields_of_former_pupils_is_told_so(client):
    manuscript = whole()
    client.force_login(manuscript.writers.get().user)
    before = seen(client, manuscript, "lesson-1")
    manuscript.content["pupils"] = [{"letter": "Z", "typifies": "others"}]
    manuscript.save()
    answer = client.post(address(manuscript, "lesson-1"), {**LESSON, **rows(), "seen": before, "autosave": "1"})
    assert answer.status_code == 409
    sent = {**LESSON, **rows(), "seen": seen(client, manuscript, "lesson-1"), "autosave": "1"}
    client.post(address(manuscript, "lesson-1"), sent)
    assert Manuscript.objects.get().content["lessons"][0]["interviews"]["A"] == "Ұнады."


def test_a_lesson_can_be_taken_away_and_an_empty_one_is_none(client):
    manuscript = whole()
    client.force_login(manuscript.writers.get().user)
    client.post(address(manuscript, "lesson-3"), {"seen": seen(client, manuscript, "lesson-3"), **rows({"title": ""})})
    assert len(Manuscript.objects.get().content["lessons"]) == 2
    sent = {**LESSON, "seen": seen(client, manuscript, "lesson-2"), **rows(), "remove_lesson": "1"}
    assert client.post(address(manuscript, "lesson-2"), sent)["Location"] == address(manuscript, "outcome")
    assert len(Manuscript.objects.get().content["lessons"]) == 1


def test_a_writer_sees_their_own_picture_and_readers_only_what_was_agreed_to(client):
    manuscript, _editor = accepted()
    photo = manuscript.report.photos.create(image="photos/sample.jpg", width=900, height=600)
    store("photos/sample-400.webp", picture().read())
    path = "/media/photos/sample-400.webp"
    assert client.get(path).status_code == 404
    client.force_login(account("stranger"))
    assert client.get(path).status_code == 404
    client.force_login(manuscript.writers.get().user)
    answer = client.get(path)
    assert (len(b"".join(answer)) > 0, "no-store" in answer["Cache-Control"]) == (True, True)
    client.logout()
    Report.objects.update(status="published", published_at="2025-01-01T00:00Z")
    page = manuscript.report.get_absolute_url()
    assert (client.get(path).status_code, "sample-400" in client.get(page).text) == (404, False)
    photo.consent = True
    photo.save()
    assert (len(b"".join(client.get(path))) > 0, "sample-400" in client.get(page).text) == (True, True)


def test_nobody_sends_mails_to_everybody(client):
    manuscript = begin()
    user = manuscript.writers.get().user
    for number in range(30):
        with suppress(Refused):
            actions.invite(manuscript, email=f"stranger{number}@example.org", by=user, absolute=absolute)
    assert len(letters_sent()) == actions.MOST_ASKED
    with pytest.raises(Refused, match="asked many people"):
        actions.invite(manuscript, email="late@example.org", by=user, absolute=absolute)


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("about", {"grade_from": "5", "grade_to": "0"}),
        ("about", {"class_size": "1" * 30}),
        ("abstract", {"keywords": "a;" * 300}),
    ],
)
def test_what_no_column_can_hold_is_said_before_it_is_sent(section, wrong):
    content = deepcopy(WHOLE)
    content[section] |= wrong
    manuscript = begin()
    manuscript.content = content
    manuscript.save()
    with pytest.raises((Refused, ValidationError)):
        actions.submit(manuscript, by=manuscript.writers.get().user, absolute=absolute)


def test_from_preschool_to_the_first_grade_is_in_order():
    content = deepcopy(WHOLE)
    content["about"] |= {"grade_from": "0", "grade_to": "1"}
    assert problems_of(content) == []


@pytest.mark.parametrize("key", ["writers", "about", "pictures"])
def test_hand_made_nonsense_gets_no_error_of_ours(client, key):
    manuscript = begin()
    client.force_login(manuscript.writers.get().user)
    sent = {"leave_out": "abc", "title": "a\x00b", "seen": seen(client, manuscript, "about"), "files": "x"}
    assert client.post(address(manuscript, key), sent).status_code in (200, 302, 404)
    assert "\x00" not in str(Manuscript.objects.get().content)
