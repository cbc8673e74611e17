"""What every request passes besides Django's own."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to set one up, before they see anything of the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._needs_second_factor(request):
            messages.warning(request, _("Staff sign in with a second factor. Set one up here first."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _needs_second_factor(self, request):
        return (
            settings.STAFF_SECOND_FACTOR
            and request.path.startswith(reverse("admin:index"))
            and request.user.is_authenticated
            and request.user.is_staff
            and not is_mfa_enabled(request.user)
        )


class AdminPolicyMiddleware:
    """Pages of the admin get the looser content security policy which its theme and text editor need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response
