"""What the mails about registrations say, in the language of each letter."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from .desk import Kind, Option
from .links import offer_token
from .models import State, ticket_path
from .qr import qr_png


def written(letter, **others):
    """The mail: text and HTML in the language of the letter, with the ticket of a teacher. `others`: other words."""
    with override(letter.language):
        words = context(letter) | others
        subject = render_to_string("email/registration.subject.txt", words)
        text = render_to_string("email/registration.txt", words)
        html = render_to_string("email/registration.html", words)
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, to=[letter.to])
    mail.extra_headers["Message-ID"] = f"<{letter_name(letter)}>"  # who gets it twice can tell
    mail.attach_alternative(html, "text/html")
    if letter.kind == Kind.TICKET:
        mail.attach("ticket.png", qr_png(words["ticket"]), "image/png")
    return mail


def letter_name(letter):
    return f"registration-{letter.registration_id}-{letter.fact}@{letter.registration.host}"


def context(letter):
    """What the templates of a letter may say."""
    registration, words = letter.registration, letter.words
    desk = registration.desk
    event, site = desk.event, registration.site
    people = [(name, option, State(state)) for name, option, state in words.get("people", [])]
    own = next((text for text in desk.mail_texts.all() if text.kind == letter.kind), None)
    return {
        **words,
        "letter": letter,
        "kind": letter.kind,
        "event": event,
        "event_address": site + event.get_absolute_url(),
        "school": registration.organization,
        "people": [person for person in people if person[2] != State.CANCELLED],
        "own_text": own.shown.text if own else "",
        "until": words.get("until") and local(words["until"], event),
        "address": site + registration.get_absolute_url(),
        "offer": site + reverse("events:registration-offer", args=[event.slug, offer_token(registration)]),
        "ticket": site + ticket_path(words["code"], event) if "code" in words else "",
        "online_link": online_link(letter),
    }


def local(moment, event):
    return localtime(datetime.fromisoformat(moment), event.zone)


def online_link(letter):
    """Only for those who have a place online: of the group, or this teacher."""
    desk = letter.registration.desk
    if letter.is_end or not desk.online_link:
        return ""
    online = letter.registration.participants.filter(state=State.CONFIRMED, option__mode=Option.Mode.ONLINE)
    if letter.participant_id:  # unless another has taken the place meanwhile
        online = online.filter(pk=letter.participant_id, email=letter.to)
    return desk.online_link if online.exists() else ""
