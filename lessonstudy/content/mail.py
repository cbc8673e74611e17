"""Mails are owed in the transaction of what they tell of, and sent by the worker: a rollback drops both."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task


def owe(name, *, to, language, **words):
    """Owe one address the mail `email/<name>` in a language, filled with the words."""
    with override(language):
        subject = render_to_string(f"email/{name}.subject.txt", words)
        text = render_to_string(f"email/{name}.txt", words)
    send_mail.enqueue(to, " ".join(subject.split()), text)


@task()
def send_mail(to, subject, text):
    EmailMessage(subject, text, to=[to]).send()
