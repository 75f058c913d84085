"""Tờ trình đề nghị khen thưởng to the level above, with its annexes."""

from __future__ import annotations

from datetime import date

from awards.documents.candidate_list import candidate_annex
from awards.documents.meetings import meetings_of, minutes_citation
from awards.documents.model_summary import summary_annex
from awards.documents.nominees import Nominee, NomineeList, models_of_nominees, nominees_of
from awards.models import Dossier
from awards.queries_resting import recognizing_decisions
from dandvan.documents.model import (
    Block,
    Heading,
    HeadingLevel,
    ListItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
)
from models_registry.documents.wording import (
    commune_header,
    counted,
    decision_citation,
    plan_citation,
    signature,
)
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import Signer
from models_registry.queries_law import bases_on, recipients_for, signers_on

_BODY_NAME = "Ủy ban nhân dân"


def build_proposal(
    dossier: Dossier,
    day: date,
    *,
    signer: Signer | None = None,
    print_state: PrintState = PrintState.DRAFT,
) -> OfficialDocument:
    """The tờ trình as it is on `day`; annexes: danh sách, then the summary of models.

    Without `signer` the one of the dossier signs, else the head of that day.
    """
    commune = dossier.commune
    nominees = nominees_of(dossier, day)
    return OfficialDocument(
        kind=DocumentKind.PROPOSAL,
        rule_set=RuleSet.NUMBERED,
        type_name="Tờ trình",
        subject_line=proposal_subject(dossier),
        header=commune_header(commune),
        number_line=NumberLine(f"TTr-{commune.agency_symbol}"),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        addressees=_addressees(dossier),
        bases=proposal_bases(dossier, nominees, day),
        body=_body(dossier, nominees),
        signatures=(signature(signer or proposal_signer(dossier, day), _BODY_NAME),),
        recipients=_recipients(dossier, day),
        annexes=(candidate_annex(dossier, day), summary_annex(dossier, day)),
        print_state=print_state,
    )


def proposal_signer(dossier: Dossier, day: date) -> Signer | None:
    """Who signs: the signer chosen for the dossier, else the first one valid on the day."""
    if dossier.signer is not None:
        return dossier.signer
    return next(iter(signers_on(dossier.commune, day, SignerBody.UBND)), None)


def proposal_subject(dossier: Dossier) -> str:
    """What the tờ trình is about; a later round says so."""
    movement = dossier.year.plan.movement_name
    later = f" (đợt {dossier.round})" if dossier.round > 1 else ""
    return (
        f"Về việc đề nghị tặng {dossier.award_kind.name} "
        f"trong phong trào thi đua “{movement}” năm {dossier.year.year}{later}"
    )


def _addressees(dossier: Dossier) -> tuple[str, ...]:
    office = dossier.receiving_office
    return tuple(filter(None, (dossier.award_kind.authority.name, office.name if office else "")))


def _recipients(dossier: Dossier, day: date) -> tuple[str, ...]:
    """Nơi nhận without those already addressed: "Như trên" stands for them."""
    addressed = _addressees(dossier)
    lines = recipients_for(dossier.commune, DocumentKind.PROPOSAL, day)
    return tuple(line for line in lines if not any(row.startswith(line) for row in addressed))


def proposal_bases(dossier: Dossier, nominees: NomineeList, day: date) -> tuple[str, ...]:
    """Căn cứ lines in order of rank: law of the day, then those of `own_bases`."""
    law = (row.citation for row in bases_on(dossier.commune, day, DocumentKind.PROPOSAL))
    return (*law, *own_bases(dossier, nominees))


def own_bases(dossier: Dossier, nominees: NomineeList) -> tuple[str, ...]:
    """Căn cứ lines below the law: plans, decisions on models, minutes of the council."""
    plan = dossier.year.plan
    own = [
        plan.parent_citation,
        plan_citation(plan),
        *map(decision_citation, recognizing_decisions(models_of_nominees(nominees.all))),
        *map(minutes_citation, meetings_of(row.nomination for row in nominees.all)),
    ]
    return tuple(f"Căn cứ {text}" for text in own if text)


def _body(dossier: Dossier, nominees: NomineeList) -> tuple[Block, ...]:
    ubnd, authority = dossier.commune.ubnd_name, dossier.award_kind.authority.name
    movement, year = dossier.year.plan.movement_name, dossier.year.year
    return (
        Paragraph(
            f"Thực hiện phong trào thi đua “{movement}” năm {year}, {ubnd} đã tổ chức đăng ký, "
            "theo dõi, thẩm định và công nhận mô hình; đánh giá đối tượng theo Mục IV của Kế hoạch "
            "phát động phong trào; họp Hội đồng bình xét khen thưởng."
        ),
        Paragraph(
            f"{ubnd} kính đề nghị {authority} xem xét, tặng {award_words(dossier)} cho "
            f"{nominees.counts or 'các tập thể, cá nhân'} đã có thành tích xuất sắc trong phong "
            f"trào thi đua “{movement}” năm {year}, gồm:"
        ),
        *_named(nominees),
        Paragraph("(Có danh sách, báo cáo thành tích và hồ sơ kèm theo)"),
        Paragraph(f"Kính đề nghị {authority} xem xét, quyết định."),
    )


def award_words(dossier: Dossier) -> str:
    """The form of the award alone: "Giấy khen"; other kinds by their name."""
    kind = dossier.award_kind
    return kind.name.removesuffix(f" của {kind.authority.name}")


def _named(nominees: NomineeList) -> tuple[Block, ...]:
    """Everybody by name, under one heading per kind when there are both."""
    blocks: list[Block] = []
    parts = [
        (rows, noun, title)
        for rows, noun, title in (
            (nominees.collectives, "tập thể", "Tập thể"),
            (nominees.individuals, "cá nhân", "Cá nhân"),
        )
        if rows
    ]
    for number, (rows, noun, title) in enumerate(parts, start=1):
        if len(parts) > 1:
            label = f"{title}: {counted(len(rows), noun)}"
            blocks.append(Heading(HeadingLevel.CLAUSE, f"{number}.", label))
        blocks.extend(ListItem(_named_line(row)) for row in rows)
    return tuple(blocks)


def _named_line(nominee: Nominee) -> str:
    if nominee.is_collective or not nominee.post:
        return nominee.name
    return f"{nominee.name}, {nominee.post}"
