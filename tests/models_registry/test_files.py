"""Files told by their content: photos shrunk, forbidden and belying ones refused."""

import io
import re
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dandvan.errors import DomainError, NotAllowed
from models_registry.models import Attachment
from models_registry.queries_files import attachments_visible_to
from models_registry.services.files import clean_name, remove_file, store_file
from tests.factories import make_draft
from tests.models_registry.model_steps import reported_model, submitted_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(owner, year):
    return make_draft(owner, year)


def picture(kind="JPEG", size=(3000, 1500), **options):
    stream = io.BytesIO()
    Image.new("RGB", size, "green").save(stream, kind, **options)
    return stream.getvalue()


def pdf(**options):
    stream = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(stream, **options)
    return stream.getvalue()


def office(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.PNG", "PNG"), ("a.webp", "WEBP")]
)
def test_photo_becomes_a_small_jpeg(owner, draft, name, kind):
    stored = store_file(user=owner, upload=upload(name, picture(kind)), dv_model=draft)

    with stored.file.open() as stream, Image.open(stream) as kept:
        assert (kept.format, kept.size) == ("JPEG", (2000, 1000))
    assert (stored.mime, stored.suffix, stored.original_name) == ("image/jpeg", ".jpg", name)
    assert re.fullmatch(r"to-tung/[0-9a-f]{32}\.jpg", stored.file.name)


def test_heic_photo_is_taken(owner, draft):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    stored = store_file(
        user=owner, upload=upload("IMG_1.HEIC", picture("HEIF", (64, 64))), dv_model=draft
    )

    with stored.file.open() as stream, Image.open(stream) as kept:
        assert kept.format == "JPEG"


def test_photo_is_turned_upright_and_loses_its_exif(owner, draft):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Hãng máy"
    content = picture("JPEG", (400, 200), exif=exif.tobytes())

    stored = store_file(user=owner, upload=upload("a.jpg", content), dv_model=draft)

    with stored.file.open() as stream, Image.open(stream) as kept:
        assert (kept.size, dict(kept.getexif())) == ((200, 400), {})


def test_office_files_are_evidence_but_never_merged(owner, clerk, draft):
    word = store_file(
        user=owner, upload=upload("a.docx", office("word/document.xml")), dv_model=draft
    )
    table = store_file(
        user=owner, upload=upload("a.xlsx", office("xl/workbook.xml")), dv_model=draft
    )

    assert (word.is_mergeable, table.suffix) == (False, ".xlsx")
    with pytest.raises(DomainError) as refused:
        store_file(
            user=clerk, upload=upload("a.docx", office("word/document.xml")), merge_only=True
        )
    assert refused.value.reasons == (
        "Không nhận tệp “a.docx” ở đây. Chỉ nhận ảnh (jpg, png, heic, webp) hoặc pdf.",
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "thu.exe",
            b"MZ",
            "Không nhận tệp “thu.exe”. Chỉ nhận ảnh (jpg, png, heic, webp), pdf, docx, xlsx.",
        ),
        ("a.pdf", b"", "Tệp “a.pdf” không có nội dung. Chọn lại tệp."),
        (
            "a.pdf",
            b"MZ\x90\x00" + b"\0" * 200,
            "Tệp “a.pdf” không phải PDF (nội dung giống tệp .exe). Kiểm tra lại tệp rồi gửi.",
        ),
        (
            "a.jpg",
            pdf(),
            "Tệp “a.jpg” không phải ảnh (nội dung là PDF). Kiểm tra lại tệp rồi gửi.",
        ),
        (
            "a.pdf",
            picture(size=(9, 9)),
            "Tệp “a.pdf” không phải PDF (nội dung là ảnh). Kiểm tra lại tệp rồi gửi.",
        ),
        (
            "a.docx",
            office("xl/workbook.xml"),
            "Tệp “a.docx” không phải Word (docx) (nội dung là Excel (xlsx)). "
            "Kiểm tra lại tệp rồi gửi.",
        ),
        (
            "a.jpg",
            picture(size=(900, 900))[:3000],
            "Ảnh “a.jpg” bị hỏng, không đọc được. Chụp lại hoặc chọn ảnh khác.",
        ),
    ],
)
def test_wrong_file_is_refused_and_nothing_is_stored(
    owner, draft, tmp_path, name, content, sentence
):
    with pytest.raises(DomainError) as refused:
        store_file(user=owner, upload=upload(name, content), dv_model=draft)

    assert (refused.value.reasons, refused.value.field) == ((sentence,), "upload")
    assert (Attachment.objects.count(), list(tmp_path.rglob("*"))) == (0, [])


def test_word_file_with_macros_is_refused(owner, draft):
    content = office("word/document.xml", "word/vbaProject.bin")

    with pytest.raises(DomainError):
        store_file(user=owner, upload=upload("a.docx", content), dv_model=draft)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "limit"), [("a.jpg", "MAX_PICTURE_BYTES"), ("a.pdf", "MAX_DOCUMENT_BYTES")]
)
def test_file_over_its_limit_is_refused(owner, draft, settings, name, limit):
    content = picture(size=(9, 9)) if name == "a.jpg" else pdf()
    setattr(settings, limit, len(content))
    store_file(user=owner, upload=upload(name, content), dv_model=draft)

    setattr(settings, limit, len(content) - 1)
    with pytest.raises(DomainError) as refused:
        store_file(user=owner, upload=upload(name, content), dv_model=draft)

    assert refused.value.reasons[0].startswith(f"Tệp “{name}” nặng 0 MB, quá mức cho phép")


def test_locked_and_broken_pdf_are_refused(owner, draft):
    locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))

    for content in (locked, b"%PDF-1.7 hong"):
        with pytest.raises(DomainError):
            store_file(user=owner, upload=upload("a.pdf", content), dv_model=draft)
    assert Attachment.objects.count() == 0


def test_same_file_again_is_one_row(owner, draft):
    first = store_file(
        user=owner, upload=upload("a.pdf", pdf(deterministic_id=True)), dv_model=draft
    )
    second = store_file(
        user=owner, upload=upload("b.pdf", pdf(deterministic_id=True)), dv_model=draft
    )

    assert first == second


def test_file_of_a_model_comes_from_its_people(participant, viewer, stranger, draft):
    for user in (participant, viewer, stranger):
        with pytest.raises(NotAllowed):
            store_file(user=user, upload=upload("a.pdf", pdf()), dv_model=draft)
    with pytest.raises(NotAllowed):
        store_file(user=viewer, upload=upload("a.pdf", pdf()))
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\Ảnh\\nhà rông.jpg", "nhà rông.jpg"),
        ("../../etc/passwd", "passwd"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("", "tệp"),
    ],
)
def test_clean_name_is_the_last_part(name, clean):
    assert clean_name(name) == clean


def test_remove_file_keeps_the_bytes_and_is_done_once(owner, participant, draft):
    stored = store_file(user=owner, upload=upload("a.pdf", pdf()), dv_model=draft)

    with pytest.raises(NotAllowed):
        remove_file(user=participant, attachment_id=stored.pk)
    first = remove_file(user=owner, attachment_id=stored.pk)
    again = remove_file(user=owner, attachment_id=stored.pk)

    assert first.removed_at == again.removed_at is not None
    assert stored.file.storage.exists(stored.file.name)
    assert list(attachments_visible_to(owner)) == []


def test_remove_file_refused_while_others_judge_it_or_rest_on_it(owner, clerk, year):
    dv_model = reported_model(owner, clerk, year)
    stored = store_file(user=owner, upload=upload("a.pdf", pdf()), dv_model=dv_model)

    with pytest.raises(DomainError) as refused:
        remove_file(user=owner, attachment_id=stored.pk)

    assert refused.value.reasons == (
        "Mô hình đang ở trạng thái “Đã báo cáo kết quả” nên không gỡ tệp được.",
    )
    loose = store_file(user=clerk, upload=upload("b.pdf", pdf()))
    dv_model.transitions.create(
        edge="assess",
        from_state="reported",
        to_state="assessed",
        at=stored.uploaded_at,
        paper_scan=loose,
    )
    with pytest.raises(DomainError) as refused:
        remove_file(user=clerk, attachment_id=loose.pk)
    assert refused.value.reasons == (
        "Tệp này là căn cứ của một kết quả hoặc văn bản nên không gỡ được.",
    )


def test_attachments_visible_to_people_of_the_model_and_reviewers(
    owner, clerk, bloc_member, participant, viewer, stranger, year
):
    stored = store_file(
        user=owner, upload=upload("a.pdf", pdf()), dv_model=submitted_model(owner, year)
    )

    for user in (owner, clerk, bloc_member):
        assert list(attachments_visible_to(user)) == [stored]
    for user in (participant, viewer, stranger):
        assert list(attachments_visible_to(user)) == []
