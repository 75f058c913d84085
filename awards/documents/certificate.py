"""Giấy khen: A4 across; the same text serves the full print and pre-printed paper."""

from __future__ import annotations

from awards.documents.nominees import Nominee, nominee_list
from awards.domain.award_money import Payee
from awards.models import Award
from awards.queries_money import payee_of
from dandvan.documents.model import (
    Align,
    Header,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Run,
    RunStyle,
)
from dandvan.vietnamese import long_date
from models_registry.documents.recognition_decision import own_signature
from models_registry.documents.wording import of_commune
from models_registry.enums import AwardForm, AwardLevel, DocumentKind
from models_registry.models import Commune

_PREFIX = {Payee.INDIVIDUAL: "", Payee.COLLECTIVE: "Tập thể ", Payee.HOUSEHOLD: "Hộ gia đình "}


def has_certificate(award: Award) -> bool:
    """Whether the commune itself writes a giấy khen for this honor."""
    kind = award.award_kind
    return bool(kind.level == AwardLevel.OWN and kind.form == AwardForm.GIAY_KHEN)


def build_award_certificate(
    award: Award, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The giấy khen of one honor, dated by its decision, with its number of the golden book."""
    decision = award.decision
    paper, commune = decision.paper, decision.commune
    (nominee,) = nominee_list([award.nomination], paper.date).all
    movement = award.year.plan.movement_name
    return OfficialDocument(
        kind=DocumentKind.AWARD_CERTIFICATE,
        rule_set=RuleSet.CERTIFICATE,
        type_name=AwardForm(award.award_kind.form).label.capitalize(),
        title_notes=("Tặng",),
        header=Header(()),
        place=commune.place_name,
        date=paper.date,
        issuer_name=paper.authority.name,
        authority_line=paper.authority.name,
        body=(
            _line(Run(_name(award, nominee), RunStyle.BOLD)),
            *((_line(_post(nominee, commune)),) if _has_post(nominee) else ()),
            _line(
                f"Đã có thành tích xuất sắc trong phong trào thi đua “{movement}” "
                f"năm {award.year.year}"
            ),
        ),
        signatures=(own_signature(decision),),
        foot_note=f"Quyết định số {paper}\n{long_date(paper.date)}\n"
        f"Số sổ vàng: {award.register_number}",
        print_state=print_state,
        landscape=True,
        title_metadata=f"Giấy khen – {nominee.name}",
    )


def _name(award: Award, nominee: Nominee) -> str:
    """The name in full: a collective with its kind and commune, where the name lacks them."""
    if not nominee.is_collective:
        return nominee.name
    word = _PREFIX[payee_of(award.subject)]
    name = of_commune(nominee.name, award.decision.commune)
    return name if name.lower().startswith(word.strip().lower()) else f"{word}{name}"


def _post(nominee: Nominee, commune: Commune) -> str:
    """Post and unit with the commune, where they do not name it."""
    named = commune.name.lower() in nominee.post.lower()
    return nominee.post if named else f"{nominee.post}, {commune.name}"


def _has_post(nominee: Nominee) -> bool:
    """Whether a line for the post follows: an office's address has no place on a wall."""
    return bool(nominee.post) and not nominee.is_collective


def _line(*content: Run | str) -> Paragraph:
    return Paragraph(content, align=Align.CENTER, indent=False)
