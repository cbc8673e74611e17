"""Gives every Translated model its column per language, and every Publishable its history.

modeltranslation imports this module once all models are loaded. History must be registered after the languages
(else every save breaks), so both stand here, for all rooms.
"""

import simple_history
from django.apps import apps
from modeltranslation.translator import TranslationOptions, translator

from .models import Publishable, Translated

for model in [model for model in apps.get_models() if issubclass(model, Translated)]:
    translator.register(
        model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": model.translated_fields})
    )
    if issubclass(model, Publishable):
        simple_history.register(model, app=model._meta.app_config.name, excluded_fields=list(model.translated_fields))
