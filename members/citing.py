"""People and organizations as authors."""

import re

from lessonstudy.content.citing.citation import Author, text_in


def authors(roles, kinds, language, organizations=()):
    """Those who made it, in their order and each once; the organizations where nobody is named."""
    people = {}
    for role in roles:
        if role.role in kinds:
            people.setdefault(role.person_id or role.printed_name, author(role, language))
    return list(people.values()) or organization_authors(organizations, language)


def organization_authors(organizations, language):
    return [Author(text_in(organization, "name", language), is_person=False) for organization in organizations]


def author(role, language):
    """With the affiliation of that time; an ORCID only of those who have a page."""
    person = role.person
    if person is None:
        return printed_author(role, language)
    if role.printed_name and not person.is_public:  # no more is told of them than was printed
        return Author(role.printed_name, is_person=False)
    given = " ".join(filter(None, (text_in(person, part, language) for part in ("given_name", "patronymic"))))
    return Author(
        family=text_in(person, "family_name", language),
        given=given,
        affiliations=affiliations(role, language),
        orcid=person.orcid if person.is_public else "",
    )


def affiliations(role, language):
    organization = text_in(role.organization, "name", language) if role.organization else ""
    return tuple(filter(None, [organization or text_in(role, "affiliation", language)]))


def printed_author(role, language):
    """Of whom there is no record: divided into family and given name where a comma or initials say how."""
    family, given = divided(role.printed_name)
    return Author(family, given, affiliations(role, language), is_person=bool(given))


INITIALS = r"(?P<given>(?:\w{1,2}\.[\s-]*)+)"
DIVIDED = (
    r"(?P<family>[^,]+), (?P<given>.+)",
    rf"(?P<family>[\w-]+) {INITIALS}",
    rf"{INITIALS}(?P<family>[\w-]{{3,}})",
)


def divided(name):
    """(family, given): of "Smith, John", "Smith J. A.", "J. A. Smith"; of any other name the whole and nothing."""
    match = next(filter(None, (re.fullmatch(pattern, name) for pattern in DIVIDED)), None)
    return (match["family"], match["given"].strip()) if match else (name, "")
