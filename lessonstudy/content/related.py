"""What belongs to records, fetched with one statement per level instead of one per relation.

A page of an event shows thirty relations. `prefetch_related` would ask for each; here all relations of a level (the
sessions, roles, files of an event; then the people of those roles) are parts of one UNION, each row a JSON array.
Rich text of related records is left out: pages name them, and nobody reads it there.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from django.db import connection
from django.db.models import JSONField
from django.db.models.base import ModelState

from .dates import PartialDate


def fetch_related(records, *lookups):
    """Fill the related objects named by the lookups ("sessions__roles__person") of the records, and return the records.

    What a foreign key points to is the same object wherever it appears. "photos:first" fetches only the first of each.
    """
    levels, known = [(records, tree_of(lookups))], {}
    while levels:
        wanted = [_relation(group, name, below) for group, tree in levels for name, below in tree.items() if group]
        rows = _ask([relation for relation in wanted if relation.numbers], known)
        levels = [(relation.attach(rows, known), relation.below) for relation in wanted]
    return records


def fetch(model, numbers):
    """{number: record} of the model, without rich text: for lists."""
    if not numbers:
        return {}
    columns, *_ = columns_of(model)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {key} IN ({','.join(map(str, numbers))})")  # noqa: S608
        rows = [row_of(model, values) for (values,) in cursor.fetchall()]
    return {row.pk: row for row in rows}


def follow(record, lookup):
    """What is at the end of the way ("issue__journal"); None if it breaks off."""
    for name in lookup.split("__"):
        record = record and getattr(record, name)
    return record


@cache
def tree_of(lookups):
    """("a__b", "a__c") -> {"a": {"b": {}, "c": {}}}"""
    tree = {}
    for lookup in lookups:
        branch = tree
        for name in lookup.split("__"):
            branch = branch.setdefault(name, {})
    return tree


def _relation(records, name, below):
    name, _colon, first = name.partition(":")
    field = type(records[0])._meta.get_field(name)
    kind = (
        One if field.many_to_one or (field.one_to_one and field.concrete) else Through if field.many_to_many else Many
    )
    relation = kind(records, field, below)
    relation.only_first = bool(first)
    return relation


class Rows(list):
    """What was fetched, where Django expects a queryset: managers give it out by `.all()`. It cannot be filtered."""

    def all(self):
        return self


class Relation:
    """One relation of some records of a kind: what to ask for, and where to put the answer."""

    def __init__(self, records, field, below):
        self.records, self.field, self.below = records, field, below
        self.model = field.related_model
        self.numbers = self.wanted()

    def wanted(self):
        return {record.pk for record in self.records}

    def select(self, key):
        columns, _, _ = columns_of(self.model)
        numbers = ",".join(map(str, sorted(self.numbers)))
        return f"SELECT {key}, {self.source}, {columns} FROM {self.table} WHERE {self.condition(numbers)}"  # noqa: S608

    def condition(self, numbers):
        return f"{self.source} IN ({numbers})"

    def attach(self, rows, known):
        """Give each record its rows, in the model's order."""
        by_source = defaultdict(list)
        for source, row in rows.get(id(self), ()):
            by_source[source].append(row)
        for record in self.records:
            found = in_order(self.model, by_source[record.pk])
            record.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = Rows(found)
            self.look_back(record, found)
        return list({id(row): row for rows in by_source.values() for row in rows}.values())

    def look_back(self, record, rows):
        pass


class Many(Relation):
    """The rows that point to the records by a foreign key."""

    def condition(self, numbers):
        if not self.only_first:
            return super().condition(numbers)
        column, key = quoted(self.field.field.column), quoted(self.model._meta.pk.column)
        order = ", ".join(key if name == "pk" else quoted(name) for name in self.model._meta.ordering)
        table = quoted(self.model._meta.db_table)
        first = f"SELECT f.{key} FROM {table} f WHERE f.{column} = {self.source} ORDER BY {order} LIMIT 1"  # noqa: S608
        return f"{self.source} IN ({numbers}) AND {table}.{key} = ({first})"

    @property
    def table(self):
        return quoted(self.model._meta.db_table)

    @property
    def source(self):
        return f"{self.table}.{quoted(self.field.field.column)}"

    @property
    def name(self):
        return self.field.get_accessor_name()

    def look_back(self, record, rows):
        for row in rows:
            self.field.field.set_cached_value(row, record)


class Through(Relation):
    """Many to many, from either side."""

    def __init__(self, records, field, below):
        column = getattr(field, "field", field)
        self.between = quoted(column.remote_field.through._meta.db_table)
        ends = [quoted(column.m2m_column_name()), quoted(column.m2m_reverse_name())]
        self.here, self.there = ends if column is field else ends[::-1]
        accessor = field.name if column is field else field.get_accessor_name()
        self.name = getattr(records[0], accessor).prefetch_cache_name
        super().__init__(records, field, below)

    @property
    def table(self):
        target, key = quoted(self.model._meta.db_table), quoted(self.model._meta.pk.column)
        return f"{target} JOIN {self.between} ON {self.between}.{self.there} = {target}.{key}"

    @property
    def source(self):
        return f"{self.between}.{self.here}"


class One(Relation):
    """What the records point to by a foreign key."""

    def wanted(self):
        missing = (record for record in self.records if not self.field.is_cached(record))
        return {getattr(record, self.field.attname) for record in missing} - {None}

    table = Many.table

    @property
    def source(self):
        return f"{self.table}.{quoted(self.model._meta.pk.column)}"

    def attach(self, rows, known):
        for record in self.records:
            if not self.field.is_cached(record):
                number = getattr(record, self.field.attname)
                self.field.set_cached_value(record, known.get((self.model, number)))
        targets = (self.field.get_cached_value(record) for record in self.records)
        return list({id(target): target for target in targets if target is not None}.values())


def _ask(relations, known):
    """{id(relation): [(number of the record it belongs to, row)]}; what foreign keys point to goes into `known`."""
    selects, models = [], []
    for relation in relations:
        if isinstance(relation, One):
            relation.numbers = {number for number in relation.numbers if (relation.model, number) not in known}
    for relation in relations:
        if relation.numbers:
            models.append(relation)
            selects.append(relation.select(len(selects)))
    if not selects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        answer = cursor.fetchall()
    rows = defaultdict(list)
    for key, source, values in answer:
        relation = models[key]
        row = row_of(relation.model, values)
        if isinstance(relation, One):
            known.setdefault((relation.model, row.pk), row)
        else:
            rows[id(relation)].append((source, row))
    return rows


def row_of(model, values):
    _, names, readers = columns_of(model)
    values = json.loads(values) if isinstance(values, str) else values
    pairs = zip(values, readers, strict=True)
    read = [value if value is None or reader is None else reader(value) for value, reader in pairs]
    return made(model, zip(names, read, strict=True))


def made(model, columns):
    """A record as it comes from the database, without `__init__`: that would set its columns one by one."""
    record = model.__new__(model)
    record._state = ModelState()
    record._state.adding, record._state.db = False, connection.alias
    record.__dict__.update(columns)
    return record


@cache
def columns_of(model):
    """(the JSON array of the model's columns in SQL, their names, how to read each)."""
    # Of a translated text the columns of the languages are read, never the one without a language.
    texts = getattr(model, "translated_fields", ())
    fields = [field for field in model._meta.concrete_fields if not is_rich(field) and field.name not in texts]
    table = quoted(model._meta.db_table)
    columns = ", ".join(f"{table}.{quoted(field.column)}" for field in fields)
    function = "json_build_array" if connection.vendor == "postgresql" else "json_array"
    return f"{function}({columns})", {field.attname: None for field in fields}, [reader_of(field) for field in fields]


def is_rich(field):
    """Long texts, which only the record's own page reads."""
    return isinstance(field, JSONField) or getattr(getattr(field, "translated_field", field), "is_html", False)


def reader_of(field):
    """How a value of the field is read from JSON; None if it is right as it is."""
    if hasattr(field, "from_db_value"):
        return lambda value: field.from_db_value(value, None, connection)
    return READERS.get(field.get_internal_type())


def moment(text):
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


READERS = {
    "DateTimeField": moment,
    "DateField": date.fromisoformat,
    "DecimalField": lambda value: Decimal(str(value)),
    "BooleanField": bool,
}


def in_order(model, rows):
    """The rows as Meta.ordering says (by number if it says nothing); what is empty comes last."""
    if len(rows) < 2:
        return rows
    names = model._meta.ordering or ["pk"]
    return sorted(rows, key=lambda row: [sortable(getattr(row, name)) for name in names])


def sortable(value):
    return value is None, str(value) if isinstance(value, PartialDate) else value


def quoted(name):
    return f'"{name}"'
