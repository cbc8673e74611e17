"""DOI, ISSN, ORCID: pasted with their address they are kept, mistyped they are refused."""

import pytest
from django.core.exceptions import ValidationError

from lessonstudy.content.identifiers import DoiField, IssnField, OrcidField

DOI, ISSN, ORCID = DoiField(max_length=200), IssnField(max_length=9), OrcidField(max_length=19)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (DOI, "10.1000/182", "10.1000/182"),
        (DOI, " https://doi.org/10.1000/sample(7)a ", "10.1000/sample(7)a"),
        (DOI, "http://dx.doi.org/10.1000/182", "10.1000/182"),
        (DOI, "doi: 10.1000/182", "10.1000/182"),
        (ISSN, "2308-7668", "2308-7668"),
        (ISSN, "ISSN 2434-561X", "2434-561X"),
        (ORCID, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (ORCID, "0000-0002-1694-233X", "0000-0002-1694-233X"),
    ],
)
def test_right_ones_are_kept_bare(field, typed, kept):
    assert field.clean(typed, None) == kept
    assert field.formfield().clean(typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (DOI, "11.1000/182"),
        (DOI, "10.1000"),
        (DOI, "10.1000/a b"),
        (DOI, "https://doi.org/"),
        (ISSN, "2308-7669"),
        (ISSN, "23087668"),
        (ISSN, "2308-766X"),
        (ORCID, "0000-0002-1825-0098"),
        (ORCID, "0000-0002-1825-097"),
        (ORCID, "https://example.org/0000-0002-1825-0097"),
    ],
)
def test_wrong_ones_are_refused_in_words(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed, None)


@pytest.mark.parametrize("field", [ISSN, ORCID])
def test_any_one_digit_mistyped_is_noticed(field):
    right = {ISSN: "2308-7668", ORCID: "0000-0002-1825-0097"}[field]
    for place, digit in enumerate(right):
        for other in set("0123456789") - {digit} if digit.isdigit() else ():
            with pytest.raises(ValidationError):
                field.clean(right[:place] + other + right[place + 1 :], None)
