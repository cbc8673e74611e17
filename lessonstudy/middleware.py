"""What every request passes besides Django's own."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class StaffMiddleware:
    """Says in `request.is_confirmed_staff` whether this is staff, with the second factor where it is required.

    Staff without one are sent to set it up before they see anything of the admin; elsewhere they see what readers see.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_staff = request.user.is_active and request.user.is_staff
        lacks_factor = is_staff and settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(request.user)
        request.is_confirmed_staff = is_staff and not lacks_factor
        request.user.lacks_factor = lacks_factor
        if lacks_factor and request.path.startswith(reverse("admin:index")):
            messages.warning(request, _("Staff sign in with a second factor. Set one up here first."))
            return redirect("mfa_index")
        return self.get_response(request)


class RefuseNulMiddleware:
    """No address of ours has a NUL in it, and PostgreSQL cannot even look for one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseBadRequest()
        return self.get_response(request)


class AdminPolicyMiddleware:
    """Pages of the admin get the looser content security policy which its theme and text editor need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response
