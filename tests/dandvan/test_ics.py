"""Calendar files as RFC 5545 wants them."""

from datetime import UTC, date, datetime

from dandvan.ics import DayEvent, calendar_file, escaped, folded


def test_file_of_one_event_is_exact():
    event = DayEvent("dot-1@x", "Sơ kết; 6 tháng", date(2024, 6, 30), date(2024, 6, 30))

    body = calendar_file("Lịch", [event], datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)).decode()

    assert body.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dan van kheo//Lich phong trao//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Lịch",
        "BEGIN:VEVENT",
        "UID:dot-1@x",
        "DTSTAMP:20240102T030405Z",
        "DTSTART;VALUE=DATE:20240630",
        "DTEND;VALUE=DATE:20240701",
        "SUMMARY:Sơ kết\\; 6 tháng",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_text_is_escaped():
    assert escaped("a,b;c\\d\r\ne\nf") == "a\\,b\\;c\\\\d\\ne\\nf"


def test_long_line_folds_between_letters_and_unfolds_to_itself():
    line = "SUMMARY:" + "ữ" * 100

    lines = folded(line).split(b"\r\n")

    assert max(len(piece) for piece in lines) <= 75
    assert lines[0].decode() + "".join(piece.decode()[1:] for piece in lines[1:]) == line
    assert {piece[:1] for piece in lines[1:]} == {b" "}
