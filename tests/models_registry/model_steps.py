"""A model brought to a state by its edges, for tests that start in the middle of its life."""

from __future__ import annotations

import datetime
import hashlib

from django.db import transaction

from dandvan import clock
from models_registry.enums import Mark, ReportKind
from models_registry.models import (
    Attachment,
    Authority,
    DanVanModel,
    Decision,
    EmulationYear,
    Signer,
    User,
)
from models_registry.services.assessment import MarkInput, assess_model
from models_registry.services.move_model import locked_model, take_edge
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import DecisionRow, decide_on_models, record_decision
from tests.factories import make_draft


def on(month: int, day: int, hour: int = 9, *, year: int = 2024):
    """Act at an hour of a day of the cast's year."""
    return clock.at(datetime.datetime(year, month, day, hour))  # noqa: DTZ001 -- made aware there


def make_scan(
    user: User, dv_model: DanVanModel | None = None, *, name: str = "ban-chup.pdf"
) -> Attachment:
    """The row of a file of the user's commune; nothing lies on the disk."""
    content = b"%PDF-1.4 scan"
    return Attachment.objects.create(
        commune=user.commune,
        dv_model=dv_model,
        file=f"{user.commune.code}/{name}",
        original_name=name,
        mime="application/pdf",
        suffix=".pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
        uploaded_at=clock.now(),
    )


def step(dv_model: DanVanModel, edge: str, user: User, **trace) -> DanVanModel:
    """One edge of the flow, with its lock."""
    with transaction.atomic():
        locked = locked_model(dv_model.pk, user=user)
        take_edge(locked, edge, user=user, **trace)
    dv_model.refresh_from_db()
    return dv_model


def submitted_model(owner: User, year: EmulationYear, **overrides) -> DanVanModel:
    """Sent on 04/3/2024, with a code."""
    with on(3, 4):
        dv_model = make_draft(owner, year, **overrides)
        number = DanVanModel.objects.exclude(code="").count() + 1
        dv_model.code = f"MH-{year.year}-{number:02d}"
        dv_model.submitted_on = clock.today()
        dv_model.save(update_fields=["code", "submitted_on"])
        return step(dv_model, "submit", owner)


def accepted_model(owner: User, clerk: User, year: EmulationYear, **overrides) -> DanVanModel:
    """Accepted on 06/3/2024."""
    dv_model = submitted_model(owner, year, **overrides)
    with on(3, 6):
        return step(dv_model, "accept", clerk)


def reported_model(owner: User, clerk: User, year: EmulationYear, **overrides) -> DanVanModel:
    """With a result report of 25/10/2024."""
    dv_model = accepted_model(owner, clerk, year, **overrides)
    with on(10, 25):
        dv_model.reports.create(
            kind=ReportKind.RESULT,
            date=clock.today(),
            text="Đã có 06 điểm thu gom.",
            written_by=owner,
            written_at=clock.now(),
        )
        return step(dv_model, "report", owner)


def marks_for(year: EmulationYear, mark: str = Mark.MET, **by_code: str) -> list[MarkInput]:
    """One mark for every quality of the plan; single ones by code."""
    return [
        MarkInput(
            quality,
            by_code.get(quality.code, mark),
            f"Căn cứ về {quality.name.lower()}",
            need=f"Sổ theo dõi về {quality.name.lower()}",
            due=datetime.date(year.year, 11, 21),
        )
        for quality in year.plan.qualities.all()
    ]


def assessed_model(
    owner: User,
    clerk: User,
    year: EmulationYear,
    *,
    marks: list[MarkInput] | None = None,
    **overrides,
) -> DanVanModel:
    """Assessed by the clerk on 05/11/2024, every quality met unless told otherwise."""
    dv_model = reported_model(owner, clerk, year, **overrides)
    with on(11, 5):
        assess_model(
            user=clerk,
            model_id=dv_model.pk,
            date=clock.today(),
            team="Đoàn thẩm định",
            conclusion="Đề nghị công nhận.",
            marks=marks or marks_for(year),
        )
    dv_model.refresh_from_db()
    return dv_model


def make_decision(
    user: User,
    authority: Authority,
    signer: Signer,
    number: str = "112/QĐ-UBND",
    date: datetime.date = datetime.date(2024, 11, 15),
) -> Decision:
    """A decision of the commune with its scan."""
    return record_decision(
        user=user,
        authority=authority,
        number_text=number,
        date=date,
        title="Kết quả xét công nhận mô hình năm 2024",
        signer=signer,
        scan=make_scan(user, name=f"{number.split('/')[0]}.pdf"),
    )


def recognized_model(
    owner: User,
    clerk: User,
    year: EmulationYear,
    decision: Decision,
    **overrides,
) -> DanVanModel:
    """Recognized by this decision, recorded by the clerk from its signed paper."""
    dv_model = assessed_model(owner, clerk, year, **overrides)
    with on(11, 20):
        decide_on_models(
            user=clerk,
            decision=decision,
            rows=[DecisionRow(dv_model.pk, "recognized")],
            paper=PaperTrace(
                decision.signer, str(decision.paper), decision.paper.date, decision.scan
            ),
        )
    dv_model.refresh_from_db()
    return dv_model
