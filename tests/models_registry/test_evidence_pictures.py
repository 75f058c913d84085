"""Evidence inside a page: small pictures, pages of PDFs, the rights of the file, bounded work."""

import io

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dandvan.documents.pdf import page_picture, page_total
from dandvan.errors import DomainError
from models_registry.services.files import DOCX, store_file
from models_registry.views.evidence import MOST_PAGES, PAGE_SIDE, THUMB_SIDE
from tests.access.test_query_counts import queries
from tests.models_registry.model_steps import on, reported_model, submitted_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with on(11, 20):
        yield


def pdf(pages=1, size=(595, 842)):
    stream = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page(page_size=size)
        paper.save(stream)
    return stream.getvalue()


def photo(size=(1200, 900), color="green"):
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, "JPEG")
    return stream.getvalue()


def stored(user, dv_model, name, content, title=""):
    upload = SimpleUploadedFile(name, content)
    return store_file(user=user, upload=upload, dv_model=dv_model, title=title)


def address(kind, row, **kwargs):
    return reverse(f"models_registry:file_{kind}", kwargs={"pk": row.pk, **kwargs})


def size_of(content):
    with Image.open(io.BytesIO(content)) as picture:
        return picture.format, picture.size


@pytest.fixture
def dv_model(owner, year):
    return submitted_model(owner, year)


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


# --- drawing ---


@pytest.mark.parametrize(
    ("size", "expected"),
    [((595, 842), (255, 360)), ((14400, 14400), (360, 360)), ((14400, 3), (360, 1))],
)
def test_page_is_drawn_small_however_large_it_is(size, expected):
    assert size_of(page_picture(pdf(size=size), 1, longest=360)) == ("JPEG", expected)


def test_page_of_a_long_file_is_drawn_alone():
    paper = pdf(500)

    assert page_total(paper) == 500
    assert size_of(page_picture(paper, 500, longest=90))[0] == "JPEG"
    with pytest.raises(DomainError):
        page_picture(paper, 501, longest=90)


def test_page_with_a_giant_picture_inside_is_refused():
    stream = io.BytesIO()
    with pikepdf.new() as paper:
        page = paper.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(
            paper,
            b"\0",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60000,
            Height=60000,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
        page.Contents = paper.make_stream(b"q 500 0 0 500 0 0 cm /P Do Q")
        paper.save(stream)

    with pytest.raises(DomainError) as refused:
        page_picture(stream.getvalue(), 1, longest=360)

    assert refused.value.reasons == (
        "Trang này có ảnh quá lớn nên không vẽ ra được; mở tệp gốc để xem.",
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 hong", b"khong phai"])
def test_broken_file_is_a_refusal(content):
    with pytest.raises(DomainError):
        page_picture(content, 1, longest=360)
    with pytest.raises(DomainError):
        page_total(content)


# --- addresses ---


def test_thumbs_of_photo_and_pdf(at_desk, owner, dv_model):
    image = stored(owner, dv_model, "a.jpg", photo())
    paper = stored(owner, dv_model, "a.pdf", pdf(3))

    got = [at_desk.get(address("thumb", row)) for row in (image, paper)]

    assert [size_of(answer.content) for answer in got] == [
        ("JPEG", (360, 270)),
        ("JPEG", (255, THUMB_SIDE)),
    ]
    for answer in got:
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_unchanged_picture_is_not_sent_again_but_rights_are_asked(
    client, clerk, participant, owner, dv_model
):
    row = stored(owner, dv_model, "a.pdf", pdf(2))
    client.force_login(clerk)
    thumb, page = address("thumb", row), address("page", row, number=1)
    etag = client.get(thumb).headers["ETag"]
    row.file.storage.delete(row.file.name)

    same = client.get(thumb, headers={"if-none-match": etag})
    other = client.get(page, headers={"if-none-match": etag})
    client.force_login(participant)
    strange = client.get(thumb, headers={"if-none-match": etag})

    assert row.sha256[:32] in etag
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert (other.status_code, strange.status_code) == (200, 404)


def test_page_of_a_file_shows_its_pages(at_desk, owner, dv_model):
    row = stored(owner, dv_model, "biên bản.pdf", pdf(2), title="Biên bản họp dân")

    page = at_desk.get(address("pages", row))

    assert page.context["shown"] == [(n, address("page", row, number=n)) for n in (1, 2)]
    assert 'alt="Trang 2 của Biên bản họp dân"' in page.content.decode()
    drawn = at_desk.get(address("page", row, number=2))
    assert size_of(drawn.content) == ("JPEG", (1060, PAGE_SIDE))
    assert [at_desk.get(address("page", row, number=n)).status_code for n in (0, 3)] == [404, 404]


def test_a_file_of_500_pages_shows_its_first_ones(at_desk, owner, dv_model):
    row = stored(owner, dv_model, "dài.pdf", pdf(500))

    page = at_desk.get(address("pages", row))

    assert len(page.context["shown"]) == MOST_PAGES
    assert "Tệp có 500 trang, ở đây chỉ hiện 40 trang đầu." in page.content.decode()
    assert at_desk.get(address("page", row, number=MOST_PAGES + 1)).status_code == 404


def test_other_kinds_have_no_picture(at_desk, owner, dv_model):
    word = stored(owner, dv_model, "a.jpg", photo())
    word.mime, word.suffix = DOCX, ".docx"
    word.save(update_fields=["mime", "suffix"])

    assert at_desk.get(address("thumb", word)).status_code == 404
    assert at_desk.get(address("pages", word)).status_code == 404
    assert at_desk.get(address("page", word, number=1)).status_code == 404


@pytest.mark.parametrize("broken", [None, b"%PDF-1.7 hong"])
def test_missing_or_broken_file_says_so_in_place(at_desk, owner, dv_model, broken):
    row = stored(owner, dv_model, "a.pdf", pdf())
    name = row.file.name
    row.file.storage.delete(name)
    if broken is not None:
        row.file.storage.save(name, ContentFile(broken))

    thumb = at_desk.get(address("thumb", row))
    page = at_desk.get(address("pages", row))

    assert (thumb.status_code, thumb.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "Không xem trước được" in thumb.content.decode()
    assert "no-store" in thumb.headers["Cache-Control"]
    assert "Tệp không còn trên máy chủ hoặc bị hỏng." in page.content.decode()


def test_removed_file_is_not_there(at_desk, owner, dv_model):
    row = stored(owner, dv_model, "a.pdf", pdf())
    row.removed_at = dv_model.created_at
    row.save(update_fields=["removed_at"])

    answers = [
        at_desk.get(address("thumb", row)),
        at_desk.get(address("pages", row)),
        at_desk.get(address("page", row, number=1)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


# --- pages ---


def pages_with_evidence(dv_model):
    key = [dv_model.pk]
    return [
        reverse("models_registry:model_detail", args=key),
        reverse("models_registry:model_assess", args=key),
        reverse("admin:models_registry_danvanmodel_workbench", args=key),
        reverse("admin:models_registry_danvanmodel_act", args=[dv_model.pk, "assess"]),
    ]


def test_pages_show_tiles_and_ask_as_often_for_three_files_as_for_one(at_desk, owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    rows = [stored(owner, dv_model, "a.jpg", photo(), title="Điểm gom “số 1”")]
    urls = pages_with_evidence(dv_model)
    one = [queries(at_desk, url)[0] for url in urls]
    rows += [stored(owner, dv_model, f"{n}.pdf", pdf(n + 1)) for n in range(2)]

    got = [queries(at_desk, url) for url in urls]

    assert [count for count, _ in got] == one
    for _, answer in got:
        page = answer.content.decode()
        assert f'<img src="{address("thumb", rows[0])}" alt="Điểm gom “số 1”"' in page
        assert f'<a href="{address("pages", rows[1])}"><img' in page
        assert 'alt="Trang đầu của 0.pdf"' in page
        assert page.count('height="270" loading="lazy"') == 3


def test_who_may_not_see_evidence_sees_no_tile(client, participant, owner, year):
    dv_model = submitted_model(owner, year)
    row = stored(owner, dv_model, "a.jpg", photo())
    client.force_login(participant)

    page = client.get(reverse("models_registry:model_detail", args=[dv_model.pk])).content.decode()

    assert address("thumb", row) not in page
    assert client.get(address("thumb", row)).status_code == 404
