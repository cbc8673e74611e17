"""What is found: entries (narrow, to count), cards (to show), the labels of facets, and the words in use."""

from django.db import models

from lessonstudy.content.languages import Translated


class Entry(models.Model):
    """One thing that can be found. The engine keeps its tokens under the same number."""

    record = models.CharField(max_length=60)  # "events.event"
    number = models.BigIntegerField()
    visible_from = models.DateTimeField()
    stands_first = models.BooleanField(default=False)
    date = models.DateTimeField(null=True)
    facets = models.TextField()  # "what:event kind:conference year:2021"
    digest = models.CharField(max_length=32)
    due = models.DateTimeField(null=True, db_index=True)  # to be described anew then: something it mentions appears

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="search_entry_once")]

    def __str__(self):
        return f"{self.record} {self.number}"


class Card(Translated):
    """How an entry looks in results: its title, the line below it, and the text that snippets are taken from."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="card")
    original_language = models.CharField(max_length=2)
    path = models.CharField(max_length=400)  # after the language: "events/sample/#files"
    title = models.CharField(max_length=600)
    context = models.CharField(max_length=600)
    text = models.TextField()
    sort_key = models.CharField(max_length=80)

    translated_fields = ("title", "context", "text", "sort_key")
    text_groups = (("title", "context"),)


class Label(Translated):
    """What a facet's value is called if it is a record: "series:city-conference"."""

    token = models.CharField(max_length=200, unique=True)
    original_language = models.CharField(max_length=2)
    title = models.CharField(max_length=400)

    translated_fields = ("title",)


class Word(models.Model):
    """A word that was in use once, to propose when someone mistypes it. Ask the index whether it still is."""

    text = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True)
    sound = models.CharField(max_length=80, db_index=True)

    def __str__(self):
        return self.text


class FileText(models.Model):
    """The text inside a stored file, read by the worker. Kept by the file's stored name, whoever owns it."""

    name = models.CharField(max_length=255, unique=True)
    text = models.TextField()

    def __str__(self):
        return self.name
