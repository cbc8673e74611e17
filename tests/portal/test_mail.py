"""Mail goes through a real SMTP conversation."""

from email import message_from_bytes, policy
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress

from tests.factories import make_staff

pytestmark = pytest.mark.django_db


class Mailbox:
    def __init__(self):
        self.letters = []

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server, session, envelope
    ):
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


def test_staff_sign_in_with_a_code_from_their_mail(client, mailbox):
    user = make_staff()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.cookies["django_language"] = "kk"
    client.post("/accounts/login/code/", {"email": user.email})
    (letter,) = mailbox.letters
    assert letter["To"] == user.email
    code = next(word for word in letter.get_content().split() if word.isupper() and len(word) >= 6 and word.isascii())
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)
