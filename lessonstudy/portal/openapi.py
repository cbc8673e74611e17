"""The API described for programs (OpenAPI 3.1.0), from the very tables that its answers are written with."""

from lessonstudy.content.data import ADDRESS, COMMON_SCHEMAS, NUMBER, STRING, TEXT, list_of, or_null, ref, structure
from lessonstudy.search.filters import LONGEST, YearFilter
from lessonstudy.search.query import RELEVANCE

from .offered import OFFERED

USUAL, MOST = 20, 100
COUNT = {**NUMBER, "minimum": 1}
PAGING = {
    "page": {"schema": {**COUNT, "default": 1}, "description": "One page of a long list"},
    "per_page": {"schema": {**COUNT, "maximum": MOST, "default": USUAL}, "description": "How many records on a page"},
}
ABOUT = (
    "The public archive of Lesson Study in Kazakhstan, to be read by programs: without a key, from any site. "
    "Every text is an object of languages (kk, ru, en) with those it exists in; original_language says which came "
    "first. Every field is always there: null, [] or {} where nothing is known. Fields may be added; none is renamed "
    "or removed within v1. Answers carry an ETag: send it back in If-None-Match and get 304 while nothing has changed."
)

CHOICE = {
    "FacetChoice": structure(
        {"value": STRING, "label": TEXT, "count": NUMBER, "url": ADDRESS},
        description="A value the list can be narrowed to, how many records remain then, and the address of that list.",
    )
}
PROBLEM = {
    "Problem": {
        "type": "object",
        "properties": {
            "type": STRING,
            "title": STRING,
            "status": NUMBER,
            "detail": STRING,
            "errors": list_of(structure({"parameter": STRING, "value": STRING, "detail": STRING})),
        },
        "required": ["type", "title", "status", "detail"],
        "description": "RFC 9457. The detail is in the language of Accept-Language (kk, ru, en).",
    }
}
PROBLEMS = {
    "400": "A parameter is unknown or has an impossible value: see errors.",
    "404": "There is no such record, or it is not public.",
    "410": "The record was withdrawn.",
}


def description(absolute):
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lesson Study in Kazakhstan", "version": "1", "description": ABOUT},
        "servers": [{"url": absolute("/api/v1")}],
        "paths": {path: {"get": operation} for offered in OFFERED.values() for path, operation in paths(offered)},
        "components": {"schemas": schemas(), "responses": {code: problem(about) for code, about in PROBLEMS.items()}},
    }


# --- Paths ----------------------------------------------------------------------------------------
def paths(offered):
    name = offered.record.name
    yield (
        f"/{offered.word}/",
        {
            "operationId": f"list{name}",
            "summary": offered.title,
            "parameters": parameters(offered),
            "responses": responses(f"{name}List", "400"),
        },
    )
    number = {"name": "number", "in": "path", "required": True, "schema": NUMBER}
    yield (
        f"/{offered.word}/{{number}}/",
        {
            "operationId": f"get{name}",
            "summary": offered.model._meta.verbose_name,
            "parameters": [{**number, "description": "The last part of its id."}],
            "responses": responses(name, "404", "410"),
        },
    )


def responses(name, *problems):
    found = {"description": "Found", "content": {"application/json": {"schema": ref(name)}}}
    return {
        "200": found,
        "304": {"description": "Not changed since"},
        **{code: {"$ref": f"#/components/responses/{code}"} for code in problems},
    }


def problem(about):
    return {"description": about, "content": {"application/problem+json": {"schema": ref("Problem")}}}


def parameters(offered):
    own = {
        "q": {"schema": {**STRING, "maxLength": LONGEST}, "description": "Words, in any of the three languages"},
        "sort": {
            "schema": {"enum": [RELEVANCE, offered.filter_class.default_order]},
            "description": "relevance only together with q, and then the usual order",
        },
    }
    facets = {name: facet(offered.filter_class.base_filters[name]) for name in offered.filters}
    return [{"name": name, "in": "query", **about} for name, about in {**own, **facets, **PAGING}.items()]


def facet(known):
    if isinstance(known, YearFilter):
        return {"schema": {**STRING, "pattern": r"^(\d{4}|XXXX)$"}, "description": "XXXX: the year is not stated"}
    if known.names is None:
        return {"schema": STRING, "description": "a value that the facets of a list name"}
    return {"schema": {"enum": list(known.names)}}


# --- Schemas --------------------------------------------------------------------------------------
def schemas():
    found = {**COMMON_SCHEMAS, **CHOICE, **PROBLEM}
    for offered in OFFERED.values():
        found |= offered.item.schemas() | offered.record.schemas()
        found[f"{offered.record.name}List"] = list_schema(offered)
    return found


def list_schema(offered):
    return structure(
        {
            "count": NUMBER,
            "page": NUMBER,
            "pages": NUMBER,
            "next": or_null(ADDRESS),
            "previous": or_null(ADDRESS),
            "facets": {"type": "object", "properties": dict.fromkeys(offered.filters, list_of(ref("FacetChoice")))},
            "items": list_of(ref(offered.item.name)),
        }
    )
