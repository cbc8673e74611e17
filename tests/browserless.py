"""Fills in and sends a form of the admin as a browser would: from its HTML, without a browser."""

from html.parser import HTMLParser

from django.utils.html import strip_tags


class FormReader(HTMLParser):
    """What a browser would send of the form with that id, if nothing in it were touched."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.data = form_id, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        elif self.inside and "disabled" not in attrs:
            self.handle_field(tag, attrs)

    def handle_field(self, tag, attrs):
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                self.add(name, attrs.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self.select = (name, "multiple" in attrs)
        elif tag == "option" and self.select and "selected" in attrs:
            self.add(self.select[0], attrs.get("value") or "")
        elif tag == "textarea":
            self.textarea = name
            self.data.setdefault(name, [""])

    def handle_data(self, text):
        if self.inside and self.textarea:
            self.data[self.textarea][0] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def add(self, name, value):
        self.data.setdefault(name, []).append(value)


def read_form(response, form_id):
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    assert reader.data, "there is no such form on the page"
    for values in reader.data.values():
        if len(values) == 1 and values[0].startswith("\n"):
            values[0] = values[0][1:]
    return {name: values for name, values in reader.data.items() if "__prefix__" not in name}


def form_id_of(address):
    return f"{address.strip('/').split('/')[2]}_form"


def open_form(client, address):
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return read_form(response, form_id_of(address))


def send(client, address, button="_save", **changes):
    """Open the form, change some fields, press the button."""
    return client.post(address, {**open_form(client, address), **changes, button: "1"})


def errors_of(response):
    """Every sentence of complaint on the page, of the form and of its rows."""
    if response.context is None:
        return []
    form = response.context["adminform"].form
    found = [strip_tags(sentence) for sentences in form.errors.values() for sentence in sentences]
    for inline in response.context["inline_admin_formsets"]:
        found += [str(s) for errors in inline.formset.errors for sentences in errors.values() for s in sentences]
        found += [str(s) for s in inline.formset.non_form_errors()]
    return found


def messages_of(client):
    response = client.get("/admin/")
    return [str(message) for message in response.context["messages"]]
