"""A button that fetches the file which registers DOIs."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from lessonstudy.content.metadata import addresses_of


class DepositMixin:
    """`deposit(absolute, record)` of a subclass gives the file, or None if there is nothing to register."""

    @action(description=_("Crossref deposit"), url_path="crossref", icon="fingerprint")
    def crossref(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        if record.is_public and self.deposit(addresses_of(request), record):
            return HttpResponseRedirect(reverse("crossref", args=[record.address_kind(), record.pk]))
        said = gettext("There is nothing to register: only what is published and has a DOI goes to Crossref.")
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(record.edit_url)
