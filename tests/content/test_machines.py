from datetime import UTC, datetime

from lessonstudy.content.machines import machine_file, plain


def test_what_no_file_for_machines_can_hold_is_left_out_and_all_letters_stay():
    assert plain("Ә\x00ж\x0bі\x1f\x7f\ufffe 😀\r\n\tү") == "Әжі 😀\n\tү"


def test_a_file_says_its_type_its_name_and_when_it_changed():
    response = machine_file(b"sample", "text/x-sample", name="sample.x", changed=datetime(2024, 3, 1, tzinfo=UTC))
    assert dict(response.items()) == {
        "Content-Type": "text/x-sample; charset=utf-8",
        "Content-Disposition": 'inline; filename="sample.x"',
        "Last-Modified": "Fri, 01 Mar 2024 00:00:00 GMT",
    }
    assert "Last-Modified" not in machine_file(b"", "text/x-sample", name="sample.x")
