"""The table of contents of the site: what has a language, then the few addresses that have none."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from lessonstudy.portal import api, persons, sitemaps
from lessonstudy.portal import views as portal
from lessonstudy.portal.citations import article_jats, citation, crossref
from lessonstudy.portal.counting import count, counts
from lessonstudy.portal.oai import oai
from lessonstudy.portal.permanent import permanent

# Without this the admin's own sign-in page would skip the second factor.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    *i18n_patterns(
        path("", include("lessonstudy.portal.urls")),
        path("", include("lessonstudy.news.urls")),
        path("", include("events.urls")),
        path("", include("research.urls")),
        path("", include("journal.urls")),
        path("", include("members.urls")),
    ),
    path("", portal.root, name="root"),
    re_path(r"^id/(?P<kind>[a-z]+)/(?P<number>[1-9][0-9]{0,17})$", permanent, name="permanent"),
    re_path(r"^id/(?P<kind>[a-z]+)/(?P<number>[1-9][0-9]{0,17})\.(?P<name>bib|ris|csl)$", citation, name="citation"),
    re_path(r"^id/article/(?P<number>[1-9][0-9]{0,17})\.jats$", article_jats, name="article-jats"),
    re_path(r"^id/(?P<kind>article|issue|event)/(?P<number>[1-9][0-9]{0,17})\.crossref$", crossref, name="crossref"),
    path("api/v1/openapi.json", api.openapi, name="api-description"),
    path("api/v1/<slug:word>/", api.records, name="api-list"),
    re_path(r"^api/v1/(?P<word>[a-z]+)/(?P<number>[1-9][0-9]{0,17})/$", api.record, name="api-record"),
    re_path(r"^api/(?P<rest>(?:.*/)?)$", api.missing),
    path("media/<path:path>", portal.media, name="media"),
    path("styleguide/", portal.styleguide, name="styleguide"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap-section"),
    path("oai", oai, name="oai"),
    path("count", count, name="count"),
    path("counts.csv", counts, name="counts"),
    path("robots.txt", portal.robots, name="robots"),
    path("healthz", portal.healthz, name="healthz"),
    path("admin/personal-data/", admin.site.admin_view(persons.personal_data), name="personal-data"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
