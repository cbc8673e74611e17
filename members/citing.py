"""People and organizations as authors."""

from lessonstudy.content.citing.citation import Author, text_in


def authors(roles, kinds, language, organizations=()):
    """Those who made it, in their order and each once; the organizations where nobody is named."""
    people = {}
    for role in roles:
        if role.role in kinds:
            people.setdefault(role.person_id, author(role, language))
    return list(people.values()) or [
        Author(text_in(organization, "name", language), is_person=False) for organization in organizations
    ]


def author(role, language):
    """With the affiliation of that time; an ORCID only of those who have a page."""
    person = role.person
    if role.printed_name and not person.is_public:  # no more is told of them than was printed
        return Author(role.printed_name, is_person=False)
    given = " ".join(filter(None, (text_in(person, part, language) for part in ("given_name", "patronymic"))))
    organization = text_in(role.organization, "name", language) if role.organization else ""
    printed = text_in(role, "affiliation", language)
    return Author(
        family=text_in(person, "family_name", language),
        given=given,
        affiliations=tuple(filter(None, [organization or printed])),
        orcid=person.orcid if person.is_public else "",
    )
