"""The first yardstick: an empty Django view, without middleware."""

from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY=get_random_secret_key(), ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__)


def ok(request):
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("", ok)]
application = get_wsgi_application()
