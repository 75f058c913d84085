"""Issuing: bytes kept for ever, a number given once, the law of the paper's day."""

import hashlib
from datetime import date, datetime

import pytest

from dandvan import clock
from dandvan.documents.model import (
    Header,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
)
from dandvan.errors import DomainError
from models_registry.enums import DocumentKind
from models_registry.models import IssuedDocument, LegalBasis, PaperNumber
from models_registry.queries_law import bases_on, recipients_for, signers_on
from models_registry.services.issuing import TEMPLATE_VERSION, issue_document
from tests.factories import make_authority, make_individual, make_signer

DAY = date(2024, 11, 19)


@pytest.fixture(autouse=True)
def _working_day():
    with clock.at(datetime(2024, 11, 20, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


@pytest.fixture
def authority(commune):
    return make_authority(commune)


def letter(text="Nội dung.", symbol="TTr-UBND"):
    return OfficialDocument(
        kind="proposal",
        rule_set=RuleSet.NUMBERED,
        type_name="Tờ trình",
        subject_line="Về việc thử",
        header=Header(("Ủy ban nhân dân", "xã Tơ Tung")),
        number_line=NumberLine(symbol) if symbol else None,
        place="Tơ Tung",
        date=DAY,
        body=(Paragraph(text),),
        print_state=PrintState.FOR_SIGNATURE,
    )


def issue(commune, clerk, authority, **overrides):
    given = {
        "user": clerk,
        "commune": commune,
        "kind": DocumentKind.PROPOSAL,
        "title": "Tờ trình thử",
        "document": letter(),
        "date": DAY,
        "authority": authority,
        "number_text": "58/TTr-UBND",
        **overrides,
    }
    return issue_document(**given)


def test_issuing_keeps_bytes_hash_data_and_template_version(commune, clerk, authority):
    issued = issue(commune, clerk, authority)

    stored = IssuedDocument.objects.get(pk=issued.pk)
    content = bytes(stored.content)
    assert content[:5] == b"%PDF-"
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.data["print_state"] == "issued"
    assert stored.data["number_line"] == {"_": "NumberLine", "symbol": "TTr-UBND", "number": 58}
    assert (str(stored.paper), stored.date) == ("58/TTr-UBND", DAY)
    assert stored.template_version == TEMPLATE_VERSION


def test_issuing_refuses_a_number_used_before(commune, clerk, authority):
    issue(commune, clerk, authority)

    with pytest.raises(DomainError) as refused:
        issue(commune, clerk, authority, title="Tờ trình khác")

    assert refused.value.reasons == (
        "Số 58/TTr-UBND năm 2024 của Chủ tịch Ủy ban nhân dân xã Tơ Tung đã dùng cho văn bản "
        "ngày 19/11/2024. Nhập số khác.",
    )
    assert IssuedDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"number_text": ""}, "Nhập số văn bản, ví dụ 12/TTr-UBND."),
        (
            {"number_text": "58/BC-UBND"},
            "Ký hiệu của văn bản này là TTr-UBND. Nhập số dạng 12/TTr-UBND.",
        ),
        (
            {"date": date(2024, 11, 21)},
            "Ngày ban hành 21/11/2024 chưa tới. Kiểm tra lại ngày.",
        ),
        ({"authority": None}, "Chưa khai báo cơ quan ban hành của xã vào ngày này."),
    ],
)
def test_issuing_names_what_is_missing(commune, clerk, authority, overrides, sentence):
    with pytest.raises(DomainError) as refused:
        issue(commune, clerk, **{"authority": authority, **overrides})

    assert refused.value.reasons == (sentence,)
    assert (IssuedDocument.objects.count(), PaperNumber.objects.count()) == (0, 0)


def test_issuing_a_correction_names_the_old_paper_once(commune, clerk, authority):
    old = issue(commune, clerk, authority)
    new = issue(commune, clerk, authority, number_text="59/TTr-UBND", replaces=old)

    assert new.replaces == old
    with pytest.raises(DomainError) as refused:
        issue(commune, clerk, authority, number_text="60/TTr-UBND", replaces=old)
    assert refused.value.reasons == (
        "Tờ trình số 58/TTr-UBND ngày 19/11/2024 đã có văn bản khác thay thế.",
    )


def test_issuing_a_sheet_takes_no_number_and_keeps_its_own_day(commune, clerk):
    sheet = OfficialDocument(
        kind="evaluation_sheet",
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Phiếu đánh giá",
        date=date(2024, 11, 15),
        body=(Paragraph("Nội dung."),),
    )

    issued = issue(
        commune, clerk, None, document=sheet, kind=DocumentKind.EVALUATION_SHEET, number_text=""
    )

    assert (issued.paper, issued.date, issued.data["date"]) == (None, DAY, "2024-11-15")


def test_bases_follow_the_day_and_the_kind_of_paper(commune):
    for order, (code, start, end, used_in) in enumerate(
        (
            ("old", date(2017, 10, 1), date(2023, 12, 31), ["proposal"]),
            ("new", date(2024, 1, 1), None, ["proposal"]),
            ("other", None, None, ["award_decision"]),
            ("all", None, None, []),
        )
    ):
        LegalBasis.objects.create(
            commune=commune,
            code=code,
            order=order,
            citation=code,
            used_in=used_in,
            valid_from=start,
            valid_to=end,
        )

    def codes(day):
        return [row.code for row in bases_on(commune, day, "proposal")]

    assert codes(date(2023, 12, 31)) == ["old", "all"]
    assert codes(date(2024, 1, 1)) == ["new", "all"]


def test_recipients_end_with_the_archive_line(commune):
    assert recipients_for(commune, DocumentKind.PROPOSAL, DAY) == ("Lưu: VT, VP",)
    assert recipients_for(commune, DocumentKind.MINUTES, DAY) == ("Lưu: VT, Hồ sơ",)


def test_signers_of_a_day_leave_out_those_before_and_after(commune):
    chairman = make_signer(make_individual(commune, "Nguyễn Hữu Thạnh"))
    make_signer(make_individual(commune, "Phạm Đức Toàn"), valid_from=date(2024, 11, 20))
    make_signer(make_individual(commune, "Lê Văn Cũ"), valid_to=date(2024, 11, 18))

    assert signers_on(commune, DAY, "ubnd") == (chairman,)
