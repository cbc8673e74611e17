"""Mails are owed in the transaction of what they tell of, and sent by the worker: a rollback drops both."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task


def owe(name, *, to, language, **words):
    """Owe one address the mail `email/<name>` in a language, filled with the words."""
    with override(language):
        subject = render_to_string(f"email/{name}.subject.txt", words)
        text = render_to_string(f"email/{name}.txt", words)
    send_mail.enqueue(to, " ".join(subject.split()), text)


def page_in(request, language):
    """Makes names of pages whole addresses, in the language of a mail."""

    def absolute(name, *args):
        with override(language):
            return request.build_absolute_uri(reverse(name, args=args))

    return absolute


@task()
def send_mail(to, subject, text):
    EmailMessage(subject, text, to=[to]).send()
