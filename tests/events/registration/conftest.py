import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def refusals_in_english(language_of_the_site):
    """What actions refuse is compared in English."""
    with translation.override("en"):
        yield
