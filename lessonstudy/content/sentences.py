"""What templates say with a number or in a context (`say.events(3)`): makemessages finds neither in Jinja templates."""

from django.utils.translation import ngettext, pgettext_lazy

SEARCH = pgettext_lazy("section", "Search")
SERIES = pgettext_lazy("plural", "series")


def events(number):
    return ngettext("%(number)s event", "%(number)s events", number) % {"number": number}


def posts(number):
    return ngettext("%(number)s post", "%(number)s posts", number) % {"number": number}


def posters(number):
    return ngettext("%(number)s poster", "%(number)s posters", number) % {"number": number}


def reports(number):
    return ngettext("%(number)s report", "%(number)s reports", number) % {"number": number}


def people(number):
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}


def schools(number):
    return ngettext("%(number)s school", "%(number)s schools", number) % {"number": number}


def more_of_schools(number):
    return ngettext("More from this school", "More from these schools", number)


def members(number):
    return ngettext("%(number)s member", "%(number)s members", number) % {"number": number}


def teachers(number):
    return ngettext("%(number)s teacher", "%(number)s teachers", number) % {"number": number}


def teachers_at_most(number):
    return ngettext("at most %(number)s teacher", "at most %(number)s teachers", number) % {"number": number}


def days(number):
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


def minutes(number):
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", number) % {"minutes": number}
