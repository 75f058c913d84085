"""Word files of papers on the web: beside every PDF, for the same readers, with the same words."""

import io
from datetime import datetime

import docx
import pytest
from django.test import Client
from django.urls import reverse

from awards.models import AchievementReport, Dossier, DossierDocument
from awards.services.papers import issue_proposal_papers
from dandvan import clock
from dandvan.roles import Role
from models_registry.models import IssuedDocument, Signer
from tests.awards.paper_cast import make_paper_cast
from tests.dandvan.documents.word import lines_in
from tests.factories import make_commune, make_user

pytestmark = pytest.mark.django_db

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def _working_day():
    with clock.at(datetime(2024, 11, 20, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


@pytest.fixture
def cast():
    return make_paper_cast()


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def proposal_url(cast, state):
    kwargs = {"pk": cast.dossier.pk, "kind": "to-trinh", "state": state}
    return reverse("awards:dossier_paper_docx", kwargs=kwargs)


def sign(cast):
    proposal = issue_proposal_papers(
        user=cast.clerk,
        dossier=cast.dossier,
        number_text="58/TTr-UBND",
        date=cast.day,
        signer=cast.signer,
    )
    cast.dossier.proposal = proposal
    cast.dossier.save(update_fields=["proposal"])


def file_name_of(response):
    return response["Content-Disposition"].partition('filename="')[2].rstrip('"')


def lines_of(response):
    return lines_in(docx.Document(io.BytesIO(response.content)))


def marks_of(response):
    head = docx.Document(io.BytesIO(response.content)).sections[0].header
    return [paragraph.text for paragraph in head.paragraphs if paragraph.text.isupper()]


def test_every_print_has_its_word_file_beside_the_pdf(cast):
    page = client_of(cast.clerk).get(
        reverse("awards:dossier_paper", kwargs={"pk": cast.dossier.pk, "kind": "to-trinh"})
    )
    words = [word for _, _, _, word, _ in page.context["prints"]]
    text = page.content.decode()

    assert words == [proposal_url(cast, "du-thao"), proposal_url(cast, "trinh-ky")]
    assert text.count("Tải bản Word") == 2
    assert all(f'href="{url}"' in text for url in words)
    assert "sửa trong Word không đổi dữ liệu đã nhập ở đây" in text


def test_draft_is_marked_and_the_word_file_for_signature_has_blanks(cast):
    client = client_of(cast.clerk)
    draft, clean = (client.get(proposal_url(cast, state)) for state in ("du-thao", "trinh-ky"))

    assert (draft["Content-Type"], clean["Content-Type"]) == (WORD_TYPE, WORD_TYPE)
    assert (marks_of(draft), marks_of(clean)) == (["DỰ THẢO"], [])
    assert f"Số: {' ' * 6}/TTr-UBND" in lines_of(clean)
    assert file_name_of(draft) == f"to-trinh-{cast.dossier.code}-du-thao.docx"


def test_word_file_is_named_as_its_pdf(cast):
    client = client_of(cast.clerk)
    for state in ("du-thao", "trinh-ky"):
        word = proposal_url(cast, state)
        pdf = client.get(word.replace(".docx", ".pdf"))

        assert file_name_of(client.get(word)) == file_name_of(pdf).replace(".pdf", ".docx")


def test_word_file_of_an_issued_paper_says_what_was_issued(cast):
    client = client_of(cast.clerk)
    before = lines_of(client.get(proposal_url(cast, "trinh-ky")))
    sign(cast)
    Signer.objects.update(post="Quyền Chủ tịch")
    response = client.get(proposal_url(cast, "ban-hanh"))
    issued = lines_of(response)

    assert file_name_of(response) == "to-trinh-58-TTr-UBND.docx"
    assert "Số: 58/TTr-UBND" in issued
    assert [line for line in issued if "CHỦ TỊCH" in line] == [
        line for line in before if "CHỦ TỊCH" in line
    ]
    assert len(issued) == len(before)
    assert client.get(proposal_url(cast, "trinh-ky")).status_code == 404


def test_page_of_an_issued_paper_says_that_the_pdf_counts(cast):
    sign(cast)
    page = client_of(cast.clerk).get(
        reverse("awards:dossier_paper", kwargs={"pk": cast.dossier.pk, "kind": "to-trinh"})
    )

    assert "bản có giá trị là bản PDF đã ban hành" in page.content.decode()
    assert page.content.decode().count("Tải bản Word") == 1


def test_word_file_of_a_paper_whose_nominee_has_left_is_still_there(cast):
    sign(cast)
    nomination = cast.nominations[0]
    evaluation = nomination.evaluation_id
    nomination.dossier = None
    nomination.save(update_fields=["dossier"])
    kwargs = {"kind": "phieu-danh-gia", "object_id": evaluation, "state": "ban-hanh"}
    url = reverse("awards:dossier_paper_docx", kwargs={"pk": cast.dossier.pk, **kwargs})
    kept = DossierDocument.objects.filter(document__data__kind=f"phieu-danh-gia:{evaluation}")

    assert kept.count() == 1
    assert "PHIẾU ĐÁNH GIÁ" in " ".join(lines_of(client_of(cast.clerk).get(url)))


def test_every_issued_paper_can_be_read_back_as_word(cast):
    sign(cast)
    client = client_of(cast.clerk)
    titles = {}
    for document in IssuedDocument.objects.all():
        slug, _, number = document.data["kind"].partition(":")
        more = {"object_id": int(number)} if number else {}
        kwargs = {"pk": cast.dossier.pk, "kind": slug, "state": "ban-hanh", **more}
        if slug in ("to-trinh", "phieu-danh-gia", "bao-cao-thanh-tich", "bao-cao-mo-hinh"):
            url = reverse("awards:dossier_paper_docx", kwargs=kwargs)
            word = docx.Document(io.BytesIO(client.get(url).content))
            titles.setdefault(slug, []).append(word.core_properties.title)

    counts = {slug: len(found) for slug, found in titles.items()}
    assert counts == {
        "to-trinh": 1,
        "phieu-danh-gia": 3,
        "bao-cao-thanh-tich": 3,
        "bao-cao-mo-hinh": 1,
    }
    assert all(title for found in titles.values() for title in found)


def test_minutes_report_and_sheet_have_word_files_of_their_own(cast):
    client = client_of(cast.clerk)
    report = AchievementReport.objects.get(nomination=cast.nominations[1])
    evaluation = cast.nominations[1].evaluation
    asked = {
        "meeting_minutes_docx": (cast.meeting.pk, "ban-hanh", "bien-ban-07-BB-HDTDKT.docx"),
        "report_paper_docx": (report.pk, "du-thao", "bao-cao-thanh-tich"),
        "evaluation_paper_docx": (evaluation.pk, "du-thao", "phieu-danh-gia"),
    }
    for name, (pk, state, start) in asked.items():
        response = client.get(reverse(f"awards:{name}", kwargs={"pk": pk, "state": state}))

        assert response["Content-Type"] == WORD_TYPE
        assert file_name_of(response).startswith(start)
        assert "None" not in " ".join(lines_of(response)).split()


def test_word_files_are_for_the_readers_of_the_paper(cast):
    url = proposal_url(cast, "du-thao")
    stranger = make_user(make_commune(code="xa-khac", name="Khác"), "khac", Role.CLERK)
    publicist = make_user(cast.commune, "tuyentruyen", Role.PUBLICIST)

    assert client_of(stranger).get(url).status_code == 404
    assert client_of(publicist).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert client_of(cast.clerk).post(url).status_code == 405
    assert Dossier.objects.get().proposal is None
