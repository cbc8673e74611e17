"""What others find a publication by: DOI, ISSN, ORCID, and its pages.

Numbers pasted as addresses are kept bare; mistyped ones are refused.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")

PAGES = re.compile(r"\w+(?:\s*[-–—]\s*\w+)?")


def doi_address(doi):
    """The whole address of a DOI; empty without one."""
    return doi and f"https://doi.org/{doi}"


def orcid_address(orcid):
    return orcid and f"https://orcid.org/{orcid}"


def check_doi(value):
    """A DOI (ISO 26324): a prefix 10.1234, a slash, a suffix. It has no check digit."""
    if not DOI.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is not a DOI: it begins with 10., a number and a slash, as in 10.1000/182."),
            params={"value": value},
        )


def check_issn(value):
    """An ISSN (ISO 3297): eight digits, the last of them a check digit modulo 11."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", value):
        raise ValidationError(_("“%(value)s” is not an ISSN: write it as 2308-7668."), params={"value": value})
    digits = [10 if digit == "X" else int(digit) for digit in value.replace("-", "")]
    if sum(digit * weight for digit, weight in zip(digits, range(8, 0, -1), strict=True)) % 11:
        raise mistyped(value)


def check_orcid(value):
    """An ORCID iD: sixteen digits, the last of them a check digit (ISO/IEC 7064, MOD 11-2)."""
    if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", value):
        raise ValidationError(
            _("“%(value)s” is not an ORCID: write it as 0000-0002-1825-0097."), params={"value": value}
        )
    total = 0
    for digit in value.replace("-", ""):
        total = (total + (10 if digit == "X" else int(digit))) * 2
    if (total // 2) % 11 != 1:
        raise mistyped(value)


def span_of(pages):
    """ "12–19" -> ["12", "19"]."""
    return re.findall(r"\w+", pages)


def check_pages(value):
    """One page, or the first and the last."""
    span = span_of(value)
    if not PAGES.fullmatch(value):
        raise ValidationError(_("“%(value)s” are not pages: write 12–19, or 12 for one page."), params={"value": value})
    if all(page.isdecimal() for page in span) and int(span[0]) > int(span[-1]):
        raise ValidationError(_("The last page comes before the first: “%(value)s”."), params={"value": value})


def mistyped(value):
    return ValidationError(
        _("One of the digits of “%(value)s” is wrong: its last digit, which checks the others, does not fit."),
        params={"value": value},
    )


class IdentifierFormField(forms.CharField):
    def __init__(self, *, bare, **kwargs):
        super().__init__(**kwargs)
        self.bare = bare

    def to_python(self, value):
        return self.bare(super().to_python(value))


class IdentifierField(models.CharField):
    """A number given by others, kept without the address it may be pasted with."""

    prefix = ""

    def bare(self, value):
        return re.sub(self.prefix, "", value or "", count=1, flags=re.IGNORECASE).strip()

    def clean(self, value, instance):
        return super().clean(self.bare(value), instance)

    def formfield(self, **kwargs):
        """Longer things may be typed than are kept: the number is what is left of them."""
        return super().formfield(**{"form_class": IdentifierFormField, "bare": self.bare, **kwargs, "max_length": None})


class DoiField(IdentifierField):
    prefix = r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi[:\s]\s*)+"
    default_validators = [check_doi]


class IssnField(IdentifierField):
    prefix = r"^\s*ISSN:?\s*"
    default_validators = [check_issn]


class OrcidField(IdentifierField):
    prefix = r"^\s*https?://orcid\.org/"
    default_validators = [check_orcid]
