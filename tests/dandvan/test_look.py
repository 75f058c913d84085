"""The look: fonts have every letter, pages stay light, forms tie their words to the fields."""

from __future__ import annotations

import gettext
import gzip
import hashlib
import re
import string
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import formats, translation
from fontTools.ttLib import TTFont

from dandvan import navigation
from dandvan.buttons import ActionButton
from dandvan.context_processors import site
from dandvan.forms import PageForm, VnDateField, label_in_sentence, normal_form
from dandvan.models import WorkingDate
from dandvan.roles import Role
from dandvan.templatetags import ui
from dandvan.year_chart import draw_year

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
FONTS = STATIC / "fonts" / "source-sans-3"
SHEETS = ["css/fonts.css", "vendor/bootstrap/bootstrap.css", "css/tokens.css", "css/frame.css"]
SHEETS += ["css/base.css", "css/components.css"]


def vietnamese_letters() -> set[str]:
    """Every Vietnamese letter with every tone, both cases, and the letters of Bahnar names."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}
    return toned | set(string.ascii_letters + string.digits) | set("đĐĭŏĕƀĬŎĔɃ–“”‘’…·×²³₫")


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


# --- Fonts and weight ---------------------------------------------------------------------------


@pytest.mark.parametrize("weight", ["400", "600"])
def test_fonts_have_every_vietnamese_and_bahnar_letter(weight):
    files = sorted(FONTS.glob(f"*-{weight}-*.woff2"))
    known = {chr(code) for path in files for code in TTFont(path).getBestCmap()}

    assert [path.name.split("-")[3] for path in files] == ["bahnar", "latin", "vietnamese"]
    assert sorted(vietnamese_letters() - known) == []


@pytest.mark.parametrize("weight", ["400", "600 700"])
def test_font_faces_serve_every_letter_from_a_font_that_has_it(weight):
    sheet = (STATIC / "css" / "fonts.css").read_text()
    served: set[str] = set()
    for face in re.findall(r"@font-face \{[^}]*\}", sheet):
        if f"font-weight: {weight};" not in face:
            continue
        name = re.search(r'url\("\.\./fonts/source-sans-3/([^"]+)"\)', face).group(1)
        cmap = TTFont(FONTS / name).getBestCmap()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
            served |= {chr(c) for c in range(int(first, 16), int(last or first, 16) + 1)} & {
                chr(c) for c in cmap
            }

    assert sorted(vietnamese_letters() - served) == []


def test_vendored_files_are_the_noted_ones():
    rows = re.findall(
        r"\| `([^`]+)` \|.*`([0-9a-f]{64})`", (STATIC / "vendor/README.md").read_text()
    )

    found = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name, _ in rows}

    assert len(rows) == 8
    assert found == dict(rows)


def page_scripts(template: Path) -> int:
    """Bytes of the scripts of one page: its own, and those that frame and form bring along."""
    own = set(re.findall(r"js/[\w-]+\.js", template.read_text()))
    names = own | {"js/app.js", "js/keep.js"}
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_first_view_stays_within_its_weight():
    css = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in SHEETS)
    scripts = max(page_scripts(file) for file in TEMPLATES.rglob("*.html"))
    fonts = sum(path.stat().st_size for path in FONTS.glob("*.woff2"))
    bootstrap = len(gzip.compress((STATIC / SHEETS[1]).read_bytes(), 9))

    assert bootstrap <= 12_000
    assert css + scripts <= 24_000
    assert css + scripts + fonts <= 80_000


@pytest.mark.parametrize("name", [*SHEETS, "css/admin.css"])
def test_style_sheets_ask_no_other_host(name):
    addresses = re.findall(r"url\(([^)]*)\)", (STATIC / name).read_text())

    foreign = [a for a in addresses if not re.match(r'"?(data:|\.\./)', a)]

    assert foreign == []


# --- Contrast -----------------------------------------------------------------------------------


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"),
        ("ink-soft", "paper"),
        ("ink-soft", "sunken"),
        ("brand", "paper"),
        ("brand", "brand-wash"),
        ("surface", "brand"),
        ("surface", "lacquer"),
        ("ok", "ok-wash"),
        ("wait", "wait-wash"),
        ("bad", "bad-wash"),
        ("gold-ink", "gold-wash"),
        ("off-ink", "sunken"),
    ],
)
def test_token_pairs_can_be_read(ink, ground):
    tokens = dict(
        re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", (STATIC / "css/tokens.css").read_text())
    )

    light, dark = sorted((luminance(tokens[ink]), luminance(tokens[ground])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


# --- Forms --------------------------------------------------------------------------------------


class SampleForm(PageForm):
    name = forms.CharField(label="Tên mô hình", max_length=10, help_text="Ngắn <gọn>.")
    need = forms.CharField(label="Nhu cầu", max_length=2000, widget=forms.Textarea, required=False)
    start = VnDateField(label="Ngày bắt đầu")
    ubnd = forms.ChoiceField(label="UBND xã nào", choices=[("a", "A")])
    areas = forms.MultipleChoiceField(
        label="Nội dung", choices=[("1", "Một")], widget=forms.CheckboxSelectMultiple
    )
    count = forms.IntegerField(label="Số hộ", min_value=1)
    own = forms.CharField(label="Riêng", error_messages={"required": "Câu riêng."})


def render_form(form, **context):
    request = RequestFactory().get("/")
    return render_to_string("components/_form.html", {"form": form, **context}, request)


def test_messages_name_the_field_and_the_remedy():
    form = SampleForm({"name": "x" * 11, "start": "31/02/2024", "ubnd": "b", "count": "0"})

    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "name": ["Rút gọn tên mô hình còn tối đa 10 ký tự (đang có 11)."],
        "start": ["Nhập ngày bắt đầu theo dạng ngày/tháng/năm, ví dụ 20/11/2024."],
        "ubnd": ["Mục đã chọn không có trong danh sách. Chọn lại UBND xã nào."],
        "areas": ["Chọn ít nhất một mục: nội dung."],
        "count": ["Nhập số hộ từ 1 trở lên."],
        "own": ["Câu riêng."],
    }


@pytest.mark.parametrize(
    "typed", ["20/11/2024", "20-11-2024", "20.11.2024", "20112024", " 20 11 2024 ", "2024-11-20"]
)
def test_dates_are_understood_as_people_type_them(typed):
    assert VnDateField().clean(typed) == date(2024, 11, 20)


@pytest.mark.parametrize("typed", ["11/20/2024", "30/02/2024", "2011024", "hôm nay"])
def test_dates_that_are_none_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        VnDateField().clean(typed)


def test_date_is_shown_again_as_it_was_typed_and_as_dd_mm_yyyy():
    shown = str(SampleForm(initial={"start": date(2024, 3, 1)})["start"])
    kept = str(SampleForm({"start": "31/02/2024"})["start"])

    assert 'value="01/03/2024"' in shown
    assert 'inputmode="numeric"' in shown
    assert 'value="31/02/2024"' in kept


def test_text_comes_in_as_precomposed_letters():
    spread = unicodedata.normalize("NFD", "Tiếng kẻng")
    data = QueryDict(mutable=True)
    data.setlist("areas", [spread, "2"])

    assert normal_form(data).getlist("areas") == ["Tiếng kẻng", "2"]
    assert normal_form({"a": spread, "b": 3}) == {"a": "Tiếng kẻng", "b": 3}
    assert normal_form(None) is None


@pytest.mark.parametrize(
    ("label", "inside"), [("Tên làng", "tên làng"), ("UBND xã", "UBND xã"), ("Đơn vị:", "đơn vị")]
)
def test_label_inside_a_sentence(label, inside):
    assert label_in_sentence(label) == inside


def test_refused_form_leads_from_the_summary_to_each_field():
    html = render_form(SampleForm({}))

    ids = set(re.findall(r' id="([^"]+)"', html))
    links = re.findall(r'href="#([^"]+)"', html)
    described = [
        i for group in re.findall(r'aria-describedby="([^"]+)"', html) for i in group.split()
    ]

    assert links == ["id_name", "id_start", "id_ubnd", "id_areas_0", "id_count", "id_own"]
    assert set(links) <= ids
    assert set(described) <= ids
    assert html.count('aria-invalid="true"') == 6
    assert 'tabindex="-1" autofocus' in html


def test_field_is_written_label_hint_error_input():
    html = render_form(SampleForm({}))
    field = html[html.index('id="div_id_name"') : html.index('id="div_id_need"')]

    places = [
        field.index(part) for part in ("<label", "id_name_helptext", "id_name_error", "<input")
    ]

    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert "Ngắn &lt;gọn&gt;." in field
    assert "*" not in field


def test_only_optional_fields_are_marked():
    html = render_form(SampleForm())

    assert html.count("(không bắt buộc)") == 1
    assert "Nhu cầu <span" in html


def test_long_text_counts_and_is_never_cut_by_the_browser():
    html = render_form(SampleForm())

    assert 'data-counter="2000"' in html
    assert 'data-counter-for="id_need">Tối đa 2000 ký tự.' in html
    assert 'maxlength="2000"' not in html


def test_form_carries_its_tokens_and_never_submits_by_autosave():
    html = render_form(SampleForm(), autosave_url="/luu/", keep="k", submit="Gửi đăng ký")

    assert html.count('name="csrfmiddlewaretoken"') == 1
    assert html.count('name="once"') == 1
    assert '<button class="btn main-act" type="submit" name="act" value="submit">' in html
    assert "novalidate" in html
    assert 'new Set(["csrfmiddlewaretoken", "once", "act", ' in (STATIC / "js/keep.js").read_text()


# --- Components ---------------------------------------------------------------------------------


def test_open_act_is_a_button_and_a_refused_one_says_why():
    html = render(
        "{% action_list actions %}",
        actions=[
            ActionButton("Tiếp nhận", "/a/"),
            ActionButton("Kiểm tra xong", "/b/", allowed=False, reasons=["Còn thiếu 2 phần."]),
            ActionButton("Trả lại", "/c/", style="stop", note="required", note_label="Cần gì"),
            ActionButton("Lập biên bản", needs_form_url="/d/"),
        ],
        csrf_token="t",
    )

    assert re.findall(r'<form method="post" action="([^"]+)"', html) == ["/a/", "/c/"]
    assert html.count('name="once"') == 2
    assert html.count('name="csrfmiddlewaretoken"') == 2
    assert re.search(r"disabled>Kiểm tra xong</button><p class=\"why\">Còn thiếu 2 phần.</p>", html)
    assert html.count('name="note"') == 1
    assert '<a class="btn" href="/d/">Lập biên bản</a>' in html


def test_no_act_prints_nothing_or_the_given_words():
    assert render("{% action_list actions %}", actions=[]).strip() == ""
    assert "Không có việc." in render('{% action_list actions none="Không có việc." %}', actions=[])


def test_components_escape_what_people_wrote():
    nasty = "<script>x</script>"
    html = render(
        "{% state n 'ok' %}{% facts n %}{% crumbs n '/' n %}{% dl rows %}{% timeline e %}"
        "{% check_row True n detail=n %}{% empty n %}{% card n %}{{ n }}{% endcard %}"
        "{% file_list files %}{% stat n 1 %}{% year_calendar 2024 w %}",
        n=nasty,
        rows=[(nasty, nasty)],
        e=[{"label": nasty, "who": nasty, "note": nasty}],
        files=[{"name": nasty, "size": 1}],
        w=[{"name": nasty, "starts": date(2024, 1, 1), "ends": date(2024, 2, 1)}],
    )

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 18


def test_frame_around_a_blank_block_prints_nothing():
    assert render('{% frame "aside" "a" %}\n {% endframe %}') == ""
    assert render('{% frame "p" "a" %}x{% endframe %}') == '<p class="a">x</p>'


def test_year_is_drawn_by_places_in_percent():
    windows = [
        {"name": "Đăng ký", "starts": date(2024, 1, 1), "ends": date(2024, 12, 31)},
        {"name": "Sang năm", "starts": date(2024, 12, 1), "ends": date(2025, 1, 15)},
        {"name": "Năm ngoái", "starts": date(2023, 1, 1), "ends": date(2023, 2, 1)},
    ]
    chart = draw_year(2024, windows, date(2024, 7, 1))

    assert [(bar.name, bar.x, bar.width, bar.dates, bar.open_now) for bar in chart.bars] == [
        ("Đăng ký", "0.00", "100.00", "01/01 – 31/12", True),
        ("Sang năm", "91.53", "8.47", "01/12/2024 – 15/01/2025", False),
    ]
    assert chart.bars[0].y != chart.bars[1].y
    assert (chart.today_x, chart.today_label) == ("49.73", "01/07")


def test_year_shows_no_today_of_another_year():
    assert draw_year(2024, [], date(2025, 1, 1)).today_x == ""


@pytest.mark.parametrize(
    ("size", "words"), [(None, ""), (10, "1 KB"), (350_000, "342 KB"), (2_500_000, "2,4 MB")]
)
def test_file_size_in_words(size, words):
    assert ui.file_size(size) == words


@pytest.mark.parametrize(
    ("days", "words"), [(None, ""), (0, "hôm nay"), (1, "hôm qua"), (8, "8 ngày")]
)
def test_waiting_in_words(days, words):
    assert ui.waiting(days) == words


def test_filter_panel_says_how_many_filters_are_on():
    class Filter:
        form = type("F", (forms.Form,), {"q": forms.CharField(required=False, label="Tìm")})(
            {"q": "x"}
        )

    assert "Lọc (1 đang bật)" in render("{% filter_panel f %}", f=Filter())


# --- Pages --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_work_without_a_request_and_say_what_to_do(name):
    html = render_to_string(f"{name}.html")

    assert html.count("<h1>") == 1
    assert "Về trang công việc" in html
    assert not re.search(r"Lỗi \d|[Ee]rror", html)


def test_title_of_a_refused_form_begins_with_loi():
    refused = render_to_string("base.html", {"form": SampleForm({})})
    fresh = render_to_string("base.html", {"form": SampleForm()})

    assert "<title>Lỗi: " in refused
    assert "<title> " in fresh


def test_empty_aside_leaves_one_column():
    assert "<aside" not in render_to_string("base.html", {})


@pytest.mark.parametrize("file", sorted((ROOT / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_templates_hold_no_inline_code(file):
    text = file.read_text()

    assert (
        re.findall(
            r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?!ce=)[a-z]+=|https?://(?!www\.w3)", text
        )
        == []
    )


# --- Navigation ---------------------------------------------------------------------------------


def page(request: object) -> HttpResponse:
    return HttpResponse()


# A project of three pages, for the tests of the navigation.
urlpatterns = [
    path("", page, name="home"),
    path("mo-hinh/", include(([path("", page, name="model_list")], "models_registry"))),
    path("ho-so/", include(([path("", page, name="dossier_list")], "awards"))),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.PARTICIPANT, ["Việc của tôi", "Mô hình"]),
        (Role.CLERK, ["Việc của tôi", "Mô hình", "Hồ sơ khen thưởng"]),
    ],
)
def test_entries_without_a_page_or_role_are_hidden(role, labels):
    groups = navigation.side_groups(frozenset({role}), "/mo-hinh/7/")

    assert [link.label for _, links in groups for link in links] == labels


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("shown", "marked"),
    [("/", [True, False]), ("/mo-hinh/7/", [False, True]), ("/khac/", [False, False])],
)
def test_the_entry_of_the_shown_page_is_marked(shown, marked):
    tabs = navigation.tab_links(frozenset({Role.PARTICIPANT}), shown)

    assert [link.label for link in tabs] == ["Việc của tôi", "Mô hình"]
    assert [link.current for link in tabs] == marked


COMMON = ["Việc của tôi", "Mô hình", "Đăng ký mô hình", "Khen thưởng", "Thông báo"]
LISTS = [
    "Đăng ký với cấp trên",
    "Rà soát hằng năm",
    "Số liệu của năm",
    "Nhân rộng",
    "Đăng ký tham gia",
    "Biểu dương",
    "Tin, bài",
    "Trang công khai",
    "Sơ kết, tổng kết",
    "Lịch năm",
    "Đánh giá mục IV",
    "Đề nghị khen thưởng",
    "Họp Hội đồng",
    "Hồ sơ khen thưởng",
    "Sổ vàng khen thưởng",
]


@pytest.mark.parametrize(
    ("roles", "labels"),
    [
        ({Role.PARTICIPANT}, [*COMMON, "Nhân rộng", "Biểu dương", "Tin, bài", "Lịch năm"]),
        (
            {Role.PUBLICIST},
            [*COMMON, "Nhân rộng", "Biểu dương", "Tin, bài", "Trang công khai", "Lịch năm"],
        ),
        (
            {Role.ADMIN},
            [
                "Việc của tôi",
                "Mô hình",
                "Khen thưởng",
                "Thông báo",
                "Nhân rộng",
                "Biểu dương",
                "Tin, bài",
                "Lịch năm",
                "Lập tài khoản",
            ],
        ),
        (
            {Role.ADMIN, Role.PARTICIPANT},
            [*COMMON, "Nhân rộng", "Biểu dương", "Tin, bài", "Lịch năm", "Lập tài khoản"],
        ),
        ({Role.VIEWER}, ["Việc của tôi", "Mô hình", "Khen thưởng", "Thông báo", *LISTS]),
        ({Role.CLERK}, [*COMMON, "Việc cần nhắc", *LISTS, "Nhập danh sách", "Làng"]),
        ({Role.MOBILIZATION_BLOC}, [*COMMON, *LISTS]),
        ({Role.CHAIR}, [*COMMON, *LISTS]),
    ],
)
def test_each_role_finds_its_pages_in_the_navigation(roles, labels):
    groups = navigation.side_groups(frozenset(roles), "/")

    assert [link.label for _, links in groups for link in links] == labels


def test_bottom_bar_has_four_places_and_no_registration_for_a_reader():
    builder = navigation.tab_links(frozenset({Role.CLERK}), "/")
    reader = navigation.tab_links(frozenset({Role.VIEWER}), "/")

    assert [link.label for link in builder] == ["Việc của tôi", "Mô hình", "Đăng ký", "Khen thưởng"]
    assert [link.label for link in reader] == ["Việc của tôi", "Mô hình", "Khen thưởng"]


# --- Frame of the page --------------------------------------------------------------------------


def test_frame_names_commune_person_role_and_demo_day(clerk, rf):
    WorkingDate.objects.create(pk=1, day=date(2024, 11, 20))
    request = rf.get("/")
    request.user = clerk

    html = render_to_string("base.html", {}, request)
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())

    assert "Dữ liệu mẫu – ngày làm việc giả định 20/11/2024" in text
    assert "UBND xã Tơ Tung · Năm thi đua 2024" in text
    assert "Võ Thị Thử Văn phòng – thống kê" in text


def test_frame_of_a_real_installation_has_no_demo_banner(clerk, rf):
    request = rf.get("/")
    request.user = clerk

    assert site(request)["ui"]["demo_banner"] == ""


def test_frame_tells_a_stranger_nothing(db, rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert sorted(site(request)["ui"]) == ["demo_banner", "home_url", "year"]


# --- Language -----------------------------------------------------------------------------------


def test_dates_are_shown_and_read_as_dd_mm_yyyy():
    with translation.override("vi"):
        assert formats.date_format(date(2024, 3, 1)) == "01/03/2024"
        assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"


@pytest.mark.parametrize(
    "message",
    ["Toggle navigation", "Filter navigation items", "Skip to main content", "Select a lookup."],
)
def test_stock_words_are_vietnamese(message):
    with translation.override("vi"):
        assert translation.gettext(message) != message


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_catalogue_is_the_written_one(domain):
    folder = ROOT / "dandvan" / "locale" / "vi" / "LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = re.findall(
        r'^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"',
        (folder / f"{domain}.po").read_text(),
        re.MULTILINE,
    )

    pairs = [tuple(part.replace('\\"', '"') for part in pair) for pair in written]

    assert len(pairs) > 5
    assert [pair for pair in pairs if compiled.gettext(pair[0]) != pair[1]] == []
