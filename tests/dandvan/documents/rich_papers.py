"""Sample papers with every block, of every rule set and print state."""

from dandvan.documents.model import (
    CenteredTitle,
    Column,
    GroupRow,
    Header,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    ListItem,
    NumberedItem,
    Paragraph,
    PrintState,
    RuleSet,
    Run,
    RunStyle,
    SignatureBlock,
    SignatureRow,
    Table,
)
from tests.dandvan.documents.papers import (
    VICE_CHAIR,
    make_body,
    make_list_annex,
    make_minutes,
    make_proposal,
)

LIST = make_list_annex(1).body[0]
GROUPED = Table(
    (Column("STT"), Column("Họ và tên", 4)),
    (GroupRow("I. CÁ NHÂN"), ("1", "Siu Mẫu\nlàng Leng")),
    total=("", "Tổng cộng"),
    caption="Bảng 1",
)
EVERY_BLOCK = (
    Heading(HeadingLevel.PART, "Phần I", "Kết quả"),
    Heading(HeadingLevel.SECTION, "I.", "Tình hình"),
    Heading(HeadingLevel.ARTICLE, "Điều 1.", "Phạm vi"),
    Heading(HeadingLevel.CLAUSE, "1.", "Tập thể"),
    Paragraph(("Nghe ", Run(" dân nói,  ", RunStyle.BOLD), Run(" nói dân hiểu", RunStyle.ITALIC))),
    Paragraph("Hai dòng\n viết tay"),
    NumberedItem("Tặng Giấy khen.", label="Điều 2.", bold_label=True),
    ListItem("02 tập thể"),
    LabelValues((LabelValue("Họ và tên", "Siu Mẫu"), LabelValue("Kỷ luật", ""))),
    CenteredTitle("QUYẾT ĐỊNH:"),
)


def make_rich(**overrides):
    """A tờ trình with every block and two annexes, the first one landscape and signed."""
    given = {
        "body": (*EVERY_BLOCK, GROUPED, *make_body(3)),
        "annexes": (
            make_list_annex(3, landscape=True, signatures=(VICE_CHAIR,)),
            make_list_annex(2, title="Danh sách tập thể"),
        ),
    }
    return make_proposal(**(given | overrides))


TWO_SIGN = SignatureRow(
    (
        SignatureBlock(("Người lập",), dateline="Tơ Tung, ngày 05 tháng 11 năm 2024"),
        SignatureBlock(("Xác nhận",), note="(Ký, đóng dấu)", name_posts=("Chủ tịch",), name="A"),
    )
)
PAPERS = {
    "proposal": make_rich(),
    "draft": make_rich(print_state=PrintState.DRAFT, addressees=("Ông A", "Bà B")),
    "for signature": make_rich(print_state=PrintState.FOR_SIGNATURE, date=None),
    "letter": make_proposal(type_name="", subject_line="bổ sung hồ sơ", form_mark="Mẫu số 07"),
    "decision": make_proposal(
        type_name="Quyết định",
        authority_line="Chủ tịch Ủy ban nhân dân xã",
        addressees=(),
        header=Header(("Ủy ban nhân dân", "xã Tơ Tung"), superior=("Huyện Kbang",)),
    ),
    "minutes": make_minutes(),
    "decree form": make_rich(
        rule_set=RuleSet.DECREE_FORM,
        number_line=None,
        title_notes=("(Áp dụng cho tập thể)",),
        signatures=(TWO_SIGN,),
        recipients=(),
        annexes=(),
    ),
    "plain sheet": make_rich(
        rule_set=RuleSet.PLAIN_SHEET, landscape=True, number_line=None, foot_note="Bản sao"
    ),
    "no header": make_proposal(header=None, rule_set=RuleSet.PLAIN_SHEET, signatures=()),
    "annexes alone": make_rich(rule_set=RuleSet.ANNEX),
}
