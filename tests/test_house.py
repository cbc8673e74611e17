"""The whole house at once: nothing forgotten, nothing left over."""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets
from django.core.management import call_command
from django.db import models

from lessonstudy.content.languages import LANGUAGES, Translated
from lessonstudy.content.models import Publishable
from lessonstudy.portal.registry import PUBLIC_MODELS
from tests.factories import make_staff

ROOT = settings.BASE_DIR
OUR_APPS = ("members", "events", "research", "journal", "news")
OUR_MODELS = [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]

# Text that says the same in every language, or is kept as printed.
SAME_IN_ALL_LANGUAGES = {
    "label", "original_name", "printed_name", "credit", "registration", "official_number", "platform", "publisher",
    "pages", "doi", "udc", "mrnti", "issn", "orcid", "references", "board_number", "slug", "time_zone", "ethics",
}  # fmt: skip


def sources(pattern):
    folders = ["lessonstudy", "events", "research", "journal", "members", "templates"]
    return [path for folder in folders for path in sorted((ROOT / folder).rglob(pattern))]


def test_every_publishable_is_in_the_registry():
    publishable = {
        model for model in OUR_MODELS if issubclass(model, Publishable) and "istorical" not in model.__name__
    }
    assert publishable == set(PUBLIC_MODELS)


def is_text(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices


@pytest.mark.parametrize("model", [m for m in OUR_MODELS if issubclass(m, Translated)], ids=lambda m: m.__name__)
def test_every_public_text_field_is_translatable(model):
    columns = {f"{name}_{language}" for name in model.translated_fields for language in LANGUAGES}
    plain = {
        field.name
        for field in model._meta.get_fields()
        if is_text(field)
        and field.editable
        and type(field) in (models.CharField, models.TextField)
        and field.name not in {*model.translated_fields, *columns, *SAME_IN_ALL_LANGUAGES}
    }
    assert plain == set()


@pytest.mark.django_db
def test_every_editable_field_stands_in_its_admin_form(rf):
    request = rf.get("/")
    request.user = make_staff(is_superuser=True)
    forgotten = {}
    for model in PUBLIC_MODELS:
        form = site.get_model_admin(model).get_fieldsets(request)
        shown = set(flatten_fieldsets(form))
        editable = {field.name for field in [*model._meta.fields, *model._meta.many_to_many] if field.editable}
        originals = set(model.translated_fields)  # their columns per language are the ones to fill in
        if missing := {name for name in editable - originals - shown - {"id"} if not name.startswith("sort_key")}:
            forgotten[model.__name__] = missing
    assert forgotten == {}


def test_no_template_is_unused():
    everything = "\n".join(
        path.read_text() for path in [*sources("*.html"), *sources("*.py"), ROOT / "lessonstudy/settings.py"]
    )
    # Found by Django, allauth or the admin by their place alone.
    by_place = re.compile(r"^(django/|\d{3}\.html|base\.html)")
    names = [str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")]
    assert [name for name in names if not by_place.match(name) and f"{name}" not in everything] == []


def test_every_component_has_its_styles_or_needs_none():
    styled = {path.stem for path in (ROOT / "static/css/components").glob("*.css")}
    assert {"header", "footer", "gallery", "files", "figures", "roles", "filter", "page_head"} <= styled


def test_every_setting_is_documented():
    read = set(re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', (ROOT / "lessonstudy/settings.py").read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/deploy.md").read_text(), re.M))
    assert read == documented


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def in_production(data, *command):
    """Run a management command as production would, with its own data folder."""
    kept = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
    environment = {"SECRET_KEY": "".join(map(chr, range(40, 100))), "DATA_DIR": str(data), "DEBUG": "0", **kept}
    line = [sys.executable, "manage.py", *command]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_production_settings_raise_no_warning(tmp_path):
    answer = in_production(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_the_migrations_make_an_empty_database_ready(tmp_path):
    answer = in_production(tmp_path, "migrate", "-v0")
    assert answer.returncode == 0, answer.stderr
    assert in_production(tmp_path, "migrate", "--check").returncode == 0


def test_static_files_are_collected_for_production(tmp_path):
    answer = in_production(tmp_path, "collectstatic", "--noinput", "-v0")
    assert answer.returncode == 0, answer.stderr
    assert list((tmp_path / "static/css").glob("site.*.css.br"))


def test_templates_carry_no_inline_style_or_script():
    wrong = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)")
    assert [path.name for path in (ROOT / "templates").rglob("*.html") if wrong.search(path.read_text())] == []


def test_no_string_of_a_template_is_outside_the_catalogues():
    bare = re.compile(r">\s*[A-Za-zА-Яа-я]{4,}[^<{]*<")
    said = re.compile(r"{{.*?}}|{#.*?#}|{%\s*(comment|blocktranslate).*?end\1\s*%}", re.S)
    same_everywhere = {"500.html", "styleguide.html"}  # each says the same in all three
    found = {
        path.name: bare.findall(said.sub("", path.read_text()))
        for path in (ROOT / "templates").rglob("*.html")
        if path.name not in same_everywhere and "admin" not in path.parts
    }
    allowed = re.compile(r">(ISSN|DOI|ORCID)<")
    assert {name: words for name, words in found.items() if [w for w in words if not allowed.match(w)]} == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_message_is_translated(language, tmp_path):
    """The catalogue holds every string of the code and the templates, none empty, none fuzzy."""
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    statistics = subprocess.run(
        ["msgfmt", "--statistics", "-o", str(tmp_path / "out.mo"), str(folder / "django.po")],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert "untranslated" not in statistics.stderr
    assert "fuzzy" not in statistics.stderr
    assert (tmp_path / "out.mo").read_bytes() == (folder / "django.mo").read_bytes()
