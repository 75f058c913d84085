"""Issuing the papers of a dossier and reading them on the web."""

import io
from datetime import date, datetime

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from awards.documents.bundle import build_bundle
from awards.documents.papers import dossier_papers
from awards.models import Dossier, DossierDocument
from awards.services.papers import issue_own_papers, issue_proposal_papers
from dandvan import clock
from dandvan.documents.model import OfficialDocument, Paragraph, PrintState, RuleSet
from dandvan.documents.pdf import page_count, render_pdf
from dandvan.errors import DomainError
from dandvan.roles import Role
from models_registry.models import (
    Attachment,
    IssuedDocument,
    PaperNumber,
    Signer,
    YearlyRecord,
)
from tests.awards.paper_cast import issue_cast_minutes, make_paper_cast
from tests.awards.pdf_text import page_texts
from tests.factories import make_commune, make_user

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _working_day():
    with clock.at(datetime(2024, 11, 20, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


@pytest.fixture
def cast():
    return make_paper_cast()


def sign(cast, number_text="58/TTr-UBND", **overrides):
    given = {
        "user": cast.clerk,
        "dossier": cast.dossier,
        "number_text": number_text,
        "date": cast.day,
        "signer": cast.signer,
        **overrides,
    }
    proposal = issue_proposal_papers(**given)
    cast.dossier.proposal = proposal
    cast.dossier.save(update_fields=["proposal"])
    return proposal


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


# -- issuing ------------------------------------------------------------------------------------


def test_issuing_stores_every_paper_of_the_dossier(cast):
    proposal = sign(cast)
    dossier = Dossier.objects.get(pk=cast.dossier.pk)

    assert str(proposal.paper) == "58/TTr-UBND"
    assert [row.document.kind for row in dossier.documents.order_by("order")] == [
        "proposal",
        *["evaluation_sheet"] * 3,
        *["achievement_report"] * 3,
        "model_summary",
    ]
    assert all(paper.issued for paper in dossier_papers(dossier))


def test_issued_papers_stay_as_they_were_when_the_records_change(cast):
    proposal = sign(cast)
    before = bytes(proposal.content)
    cast.nominations[1].subject.full_name = "Tên Đã Đổi"
    cast.nominations[1].subject.save()
    client = client_of(cast.clerk)

    url = reverse(
        "awards:paper_pdf", kwargs={"pk": cast.dossier.pk, "kind": "to-trinh", "state": "ban-hanh"}
    )
    response = client.get(url)

    assert response.content == before
    assert response["Content-Disposition"] == 'attachment; filename="to-trinh-58-TTr-UBND.pdf"'
    assert "Trịnh Quốc Dương" in " ".join(page_texts(response.content))


def test_issuing_twice_is_refused(cast):
    sign(cast)

    with pytest.raises(DomainError) as refused:
        sign(cast, "59/TTr-UBND")

    assert refused.value.reasons == ("Hồ sơ này đã ban hành tờ trình số 58/TTr-UBND.",)
    assert IssuedDocument.objects.filter(kind="proposal").count() == 1


def test_issuing_a_second_round_replaces_the_prints_of_the_first(cast):
    first = sign(cast)
    cast.dossier.documents.update(is_current=False)
    cast.dossier.proposal = None
    second = sign(cast, "60/TTr-UBND")

    assert second.replaces == first
    assert cast.dossier.documents.filter(is_current=True).count() == 8
    assert cast.dossier.documents.count() == 16


def test_a_number_in_use_leaves_nothing_behind(cast):
    sign(cast)
    other = Dossier.objects.get(pk=cast.dossier.pk)
    other.proposal = None
    documents = IssuedDocument.objects.count()

    with pytest.raises(DomainError) as refused:
        sign(cast, dossier=other)

    assert refused.value.reasons[0].startswith("Số 58/TTr-UBND năm 2024 của Chủ tịch")
    assert IssuedDocument.objects.count() == documents
    assert DossierDocument.objects.filter(is_current=True).count() == 8


def test_signer_who_is_not_valid_on_the_day_is_refused(cast):
    cast.signer.valid_to = date(2024, 11, 18)
    cast.signer.save(update_fields=["valid_to"])

    with pytest.raises(DomainError) as refused:
        sign(cast)

    assert refused.value.reasons == (
        "Nguyễn Hữu Thạnh – Chủ tịch không có thẩm quyền ký thay mặt Ủy ban nhân dân xã Tơ Tung "
        "vào ngày 19/11/2024. Chọn người ký khác hoặc sửa ngày.",
    )
    assert PaperNumber.objects.filter(symbol="TTr-UBND").count() == 0


def test_missing_signer_is_refused(cast):
    with pytest.raises(DomainError) as refused:
        sign(cast, signer=None)

    assert refused.value.reasons == (
        "Chưa có người ký hợp lệ vào ngày 19/11/2024. Khai báo người ký của xã.",
    )


def test_minutes_without_number_stop_the_proposal_until_they_have_one():
    cast = make_paper_cast(with_minutes="")

    with pytest.raises(DomainError) as refused:
        sign(cast)
    assert refused.value.reasons == (
        "Biên bản họp Hội đồng ngày 18/11/2024 chưa có số, ngày. Ban hành biên bản trước.",
    )

    issue_cast_minutes(cast, "07/BB-HĐTĐKT")
    assert str(sign(cast).paper) == "58/TTr-UBND"


def test_every_cited_paper_that_lacks_something_is_named_at_once(cast):
    YearlyRecord.objects.filter(individual=cast.nominations[1].subject).update(paper_number="")
    cast.dv_model.recognitions.all().delete()

    with pytest.raises(DomainError) as refused:
        sign(cast, signer=None)

    assert refused.value.reasons == (
        "Chưa có người ký hợp lệ vào ngày 19/11/2024. Khai báo người ký của xã.",
        "Mô hình “Hiến đất, góp công mở rộng đường làng” chưa có quyết định công nhận.",
        "Xếp loại cá nhân của Ông Trịnh Quốc Dương chưa có số hoặc ngày văn bản.",
    )


def test_own_papers_are_issued_without_number_or_proposal():
    cast = make_paper_cast(award_code="GK_XA")
    issued = issue_own_papers(user=cast.clerk, dossier=cast.dossier, date=cast.day)

    assert [row.kind for row in issued][:2] == ["candidate_list", "model_summary"]
    assert [row.paper for row in issued] == [None] * 9


# -- bundle -------------------------------------------------------------------------------------


def upload(cast, rule, content, mime="application/pdf", suffix=".pdf", title="Thông báo xếp loại"):
    attachment = Attachment(
        commune=cast.commune,
        original_name=f"tep{suffix}",
        title=title,
        mime=mime,
        suffix=suffix,
        size=len(content),
        sha256=str(hash(content)),
        uploaded_by=cast.clerk,
        uploaded_at=clock.now(),
    )
    attachment.file.save(f"tep{suffix}", ContentFile(content), save=True)
    component = cast.commune.dossier_components.get(level="upward", rule=rule)
    cast.dossier.items.create(
        component=component,
        attachment=attachment,
        paper_number="97/TB-UBND",
        paper_date=date(2024, 11, 13),
        added_by=cast.clerk,
        added_at=clock.now(),
    )


@pytest.fixture
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def scan(text):
    return render_pdf(
        OfficialDocument(kind="scan", rule_set=RuleSet.PLAIN_SHEET, body=(Paragraph(text),))
    )


def test_contents_page_names_every_part_on_its_real_page(cast, uploads):
    upload(cast, "rating_papers", scan("Thông báo xếp loại năm"))
    sign(cast)
    bundle = build_bundle(cast.dossier)
    texts = page_texts(bundle)

    with pikepdf.open(io.BytesIO(bundle)) as opened, opened.open_outline() as outline:
        flat = [row for top in outline.root for row in (top, *top.children)]
        pages = {page.objgen: number for number, page in enumerate(opened.pages, start=1)}
        starts = {row.title: pages[row.destination[0].objgen] for row in flat}
    contents = dict(list(starts.items())[1:])
    assert next(iter(starts.items())) == ("Mục lục hồ sơ", 1)
    assert list(contents)[:4] == [
        "Tờ trình số 58/TTr-UBND",
        "Danh sách tập thể, cá nhân đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện "
        "Kbang trong phong trào thi đua “Dân vận khéo” năm 2024",
        "Tổng hợp mô hình “Dân vận khéo” của tập thể, cá nhân được đề nghị khen thưởng năm 2024",
        "Biên bản họp xét khen thưởng số 07/BB-HĐTĐKT",
    ]
    assert list(contents)[-1] == "Thông báo xếp loại số 97/TB-UBND ngày 13/11/2024"
    for title, page in contents.items():
        last_words = title.split()[-1]
        assert f"{last_words} {page} " in f"{texts[0]} "
    assert "TỜ TRÌNH" in texts[contents["Tờ trình số 58/TTr-UBND"] - 1]
    assert "Phụ lục I DANH SÁCH" in texts[list(contents.values())[1] - 1]
    assert "BIÊN BẢN" in texts[list(contents.values())[3] - 1]
    assert "Thông báo xếp loại năm" in texts[list(contents.values())[-1] - 1]
    assert page_count(bundle) == len(texts)


def test_a_broken_upload_is_named_and_stops_the_bundle(cast, uploads):
    upload(cast, "rating_papers", b"%PDF-1.4 nothing")

    with pytest.raises(DomainError) as refused:
        build_bundle(cast.dossier)

    assert refused.value.reasons[0].startswith("“Thông báo xếp loại số 97/TB-UBND")


def test_bundle_of_a_dossier_that_is_not_issued_bears_no_number(cast):
    texts = page_texts(build_bundle(cast.dossier))

    assert "58/TTr-UBND" not in " ".join(texts)
    assert "DỰ THẢO" not in " ".join(texts)


# -- pages --------------------------------------------------------------------------------------


def paper_urls(cast):
    nomination = cast.nominations[1]
    return {
        "proposal": reverse(
            "awards:dossier_paper", kwargs={"pk": cast.dossier.pk, "kind": "to-trinh"}
        ),
        "minutes": reverse("awards:meeting_minutes", kwargs={"pk": cast.meeting.pk}),
        "report": reverse("awards:report_paper", kwargs={"pk": nomination.achievement_report.pk}),
        "sheet": reverse("awards:evaluation_paper", kwargs={"pk": nomination.evaluation.pk}),
        "bundle": reverse("awards:dossier_bundle", kwargs={"pk": cast.dossier.pk}),
    }


def test_pages_of_papers_open_for_who_may_read_them(cast):
    urls = paper_urls(cast)
    nominee = make_user(
        cast.commune, "doituong", Role.PARTICIPANT, individual=cast.nominations[1].subject
    )
    outsider = make_user(cast.commune, "nguoikhac", Role.PARTICIPANT, full_name="Phan Văn Ngoài")
    stranger = make_user(make_commune("khac"), "nguoila", Role.CLERK, full_name="Phan Thị Lạ")

    def answers(user):
        client = client_of(user)
        return {name: client.get(url).status_code for name, url in urls.items()}

    everything = dict.fromkeys(urls, 200)
    assert answers(cast.clerk) == everything
    assert answers(make_user(cast.commune, "xem", Role.VIEWER)) == everything
    # The nominee of this cast also sits in the council.
    assert answers(nominee) == everything
    assert answers(outsider) == dict.fromkeys(urls, 404)
    assert answers(stranger) == dict.fromkeys(urls, 404)


def test_a_nominee_outside_the_council_reads_only_his_own_report_and_sheet(cast):
    person = cast.nominations[1].subject
    person.council_posts.update(valid_to=date(2024, 11, 19))
    client = client_of(make_user(cast.commune, "doituong", Role.PARTICIPANT, individual=person))
    other = cast.nominations[2].achievement_report

    found = {name: client.get(url).status_code for name, url in paper_urls(cast).items()}
    assert found == {"proposal": 404, "minutes": 404, "report": 200, "sheet": 200, "bundle": 404}
    assert client.get(reverse("awards:report_paper", kwargs={"pk": other.pk})).status_code == 404


def test_page_shows_pictures_prints_and_warnings(cast):
    client = client_of(cast.clerk)
    page = client.get(paper_urls(cast)["proposal"])

    pictures = [url for _, url in page.context["shown"]]
    assert len(pictures) == 4
    assert [label for label, *_ in page.context["prints"]] == ["Dự thảo", "Bản trình ký"]
    assert "Kế hoạch phát động của xã chưa có số" in page.content.decode()
    picture = client.get(pictures[0])
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", PNG)
    assert client.get(pictures[0].replace("trang-1", "trang-9")).status_code == 404


def test_prints_that_do_not_exist_are_not_found(cast):
    client = client_of(cast.clerk)
    given = {"pk": cast.dossier.pk, "kind": "to-trinh"}

    def status(**kwargs):
        return client.get(reverse("awards:paper_pdf", kwargs={**given, **kwargs})).status_code

    assert status(state="trinh-ky") == 200
    assert status(state="ban-hanh") == 404
    assert status(state="trinh-ky", kind="khong-co") == 404
    assert status(state="trinh-ky", kind="bien-ban", object_id=999) == 404
    sign(cast)
    assert (status(state="trinh-ky"), status(state="ban-hanh")) == (404, 200)


def test_draft_is_marked_and_the_print_for_signature_is_clean(cast):
    client = client_of(cast.clerk)
    texts = {
        state: " ".join(
            page_texts(
                client.get(
                    reverse(
                        "awards:paper_pdf",
                        kwargs={"pk": cast.dossier.pk, "kind": "to-trinh", "state": state},
                    )
                ).content
            )
        )
        for state in ("du-thao", "trinh-ky")
    }

    assert "DỰ THẢO" in texts["du-thao"]
    assert "DỰ THẢO" not in texts["trinh-ky"]


def test_name_of_a_print_for_signature_changes_with_the_content(cast):
    client = client_of(cast.clerk)
    url = reverse(
        "awards:paper_pdf", kwargs={"pk": cast.dossier.pk, "kind": "to-trinh", "state": "trinh-ky"}
    )
    before = client.get(url)["Content-Disposition"]
    again = client.get(url)["Content-Disposition"]
    Signer.objects.update(post="Quyền Chủ tịch")
    after = client.get(url)["Content-Disposition"]

    assert before == again
    assert before != after


def test_print_state_of_a_paper_never_issued_is_for_signature(cast):
    from dandvan.documents.prints import paper_pdf

    paper = dossier_papers(cast.dossier)[0]

    assert paper_pdf(paper, PrintState.ISSUED) == paper_pdf(paper, PrintState.FOR_SIGNATURE)
