"""Random legal and illegal acts by random people never leave a model in a wrong state.

Half of the drawn acts are a sensible next step by somebody who may take it, so that models
come far; the other half is anything by anybody. After every act the whole state is checked;
after a refused one it must be what it was before.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.roles import Relation
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import (
    CorrectionStatus,
    Mark,
    MemberPart,
    ModelState,
    RecognitionOutcome,
    ReportKind,
)
from models_registry.models import Authority, DanVanModel, EmulationYear, Signer, User
from models_registry.queries import model_actors, person_in_model
from models_registry.services.acceptance import (
    CorrectionInput,
    accept_model,
    close_model,
    extend_return,
    return_model,
    unaccept_model,
    withdraw_correction,
)
from models_registry.services.assessment import assess_model, reassess_model
from models_registry.services.recognition import (
    DecisionRow,
    decide_on_models,
    paper_of_decision,
    reconsider_model,
    record_decision,
)
from models_registry.services.registration import (
    answer_correction,
    restore_model,
    resubmit_model,
    save_draft,
    submit_model,
    withdraw_model,
)
from models_registry.services.reporting import return_report, send_result, write_report
from tests.factories import make_authority, make_draft, make_signer
from tests.models_registry.model_steps import make_scan, marks_for

BARRED_EDGES = {"accept", "return", "return_report", "assess", "reassess"} | {
    "recognize",
    "decline",
    "reconsider",
    "revoke",
}
OUTCOME_OF_STATE = {
    ModelState.RECOGNIZED: RecognitionOutcome.RECOGNIZED,
    ModelState.DECLINED: RecognitionOutcome.DECLINED,
    ModelState.REVOKED: RecognitionOutcome.REVOKED,
}


@dataclass
class World:
    """Two models and everybody who may try something with them."""

    year: EmulationYear
    authority: Authority
    signer: Signer
    people: dict[str, User]
    models: list[DanVanModel]
    numbers: int = field(default=0)


Act = Callable[[World, User, DanVanModel, int], object]


def _submit(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    return submit_model(
        user=user,
        model_id=dv_model.pk,
        late_reason="Trưởng làng nộp phiếu giấy muộn" if pick % 2 else "",
        on_behalf_source="paper" if pick % 3 else "",
    )


def _save(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    goal = "" if pick % 5 == 0 else f"Mỗi làng có {pick % 7 + 1:02d} điểm thu gom."
    return save_draft(
        user=user,
        model_id=dv_model.pk,
        version=dv_model.version - (pick % 4 == 0),
        values={"goal": goal},
    )


def _corrections(pick: int) -> list[CorrectionInput]:
    """None, one or two things to mend."""
    rows = [("goal", "missing", "Ghi chỉ tiêu bằng con số."), ("report", "wrong", "Cộng lại.")]
    return [CorrectionInput(*row) for row in rows[: pick % 3]]


def _return(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    return return_model(user=user, model_id=dv_model.pk, corrections=_corrections(pick))


def _return_report(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    return return_report(user=user, model_id=dv_model.pk, corrections=_corrections(pick))


def _answer(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    row = dv_model.corrections.order_by("status", "id").last()
    return row and answer_correction(user=user, correction_id=row.pk, answer=f"Đã sửa {pick}.")


def _withdraw_correction(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    row = dv_model.corrections.order_by("status", "id").last()
    return row and withdraw_correction(user=user, correction_id=row.pk)


def _answer_all(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    for row in dv_model.corrections.filter(status=CorrectionStatus.OPEN):
        answer_correction(user=user, correction_id=row.pk, answer="Đã sửa theo góp ý.")
    if dv_model.state == ModelState.RETURNED:
        return resubmit_model(user=user, model_id=dv_model.pk, on_behalf_source="spoken")
    return None


def _extend(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    due = clock.today() + datetime.timedelta(days=pick % 9 - 1)
    return extend_return(user=user, model_id=dv_model.pk, due=due, note="Mưa lũ, làng bị cắt")


def _report(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    write_report(
        user=user,
        model_id=dv_model.pk,
        kind=ReportKind.PROGRESS if pick % 4 == 0 else ReportKind.RESULT,
        date=clock.today(),
        text=f"Đã có {pick % 9 + 1:02d} điểm thu gom.",
        on_behalf_source="paper",
    )
    return send_result(user=user, model_id=dv_model.pk, on_behalf_source="paper")


def _assess(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
    marks = marks_for(world.year, Mark.NOT_MET if pick % 5 == 0 else Mark.MET)
    return assess_model(
        user=user,
        model_id=dv_model.pk,
        date=clock.today(),
        team="Đoàn thẩm định",
        conclusion="Đã xem sổ ghi và hỏi người dân.",
        marks=marks[: 1 if pick % 7 == 1 else None],
    )


def _decide(outcome: RecognitionOutcome) -> Act:
    """A decision on one model, by its signer or recorded from its paper."""

    def act(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
        world.numbers += 1
        decision = record_decision(
            user=user,
            authority=world.authority,
            number_text=f"{world.numbers}/QĐ-UBND",
            date=clock.today(),
            title="Kết quả xét công nhận mô hình",
            signer=world.signer,
            scan=make_scan(user, name=f"{world.numbers}.pdf"),
        )
        return decide_on_models(
            user=user,
            decision=decision,
            rows=[DecisionRow(dv_model.pk, outcome, "Theo biên bản thẩm định." * (pick % 3))],
            paper=paper_of_decision(decision) if pick % 2 else None,
        )

    return act


def _noted(service: Callable[..., object]) -> Act:
    """A service that asks for nothing but a note."""

    def act(world: World, user: User, dv_model: DanVanModel, pick: int) -> object:
        return service(user=user, model_id=dv_model.pk, note="Có lý do." * (pick % 4 and 1))

    return act


ACTS: dict[str, Act] = {
    "save": _save,
    "submit": _submit,
    "accept": _noted(accept_model),
    "return": _return,
    "answer": _answer,
    "answer_all": _answer_all,
    "withdraw_correction": _withdraw_correction,
    "extend": _extend,
    "unaccept": _noted(unaccept_model),
    "report": _report,
    "return_report": _return_report,
    "assess": _assess,
    "reassess": _noted(reassess_model),
    "recognize": _decide(RecognitionOutcome.RECOGNIZED),
    "decline": _decide(RecognitionOutcome.DECLINED),
    "revoke": _decide(RecognitionOutcome.REVOKED),
    "reconsider": _noted(reconsider_model),
    "close": _noted(close_model),
    "withdraw": _noted(withdraw_model),
    "restore": _noted(restore_model),
}
# What somebody sensible would do next: (act, who) by state.
NEXT: dict[str, list[tuple[str, str]]] = {
    ModelState.DRAFT: [("submit", "owner"), ("submit", "clerk")],
    ModelState.SUBMITTED: [("accept", "other_clerk"), ("return", "other_clerk")],
    ModelState.RETURNED: [("answer_all", "clerk"), ("answer_all", "owner")],
    ModelState.ACCEPTED: [("report", "owner"), ("report", "clerk"), ("answer_all", "clerk")],
    ModelState.REPORTED: [("assess", "bloc"), ("return_report", "other_clerk")],
    ModelState.ASSESSED: [("recognize", "chair"), ("decline", "chair"), ("reassess", "bloc")],
    ModelState.DECLINED: [("reconsider", "chair")],
    ModelState.RECOGNIZED: [("revoke", "chair")],
    ModelState.WITHDRAWN: [("restore", "other_clerk")],
    ModelState.NOT_CARRIED_OUT: [("save", "owner")],
    ModelState.REVOKED: [("recognize", "chair")],
}


def _snapshot(dv_model: DanVanModel) -> dict[str, object]:
    """Everything that an act on this model may write."""
    values = model_to_dict(dv_model) | {"state": dv_model.state, "version": dv_model.version}
    values.pop("villages", None)
    for name in ("movements", "further_areas", "co_owners"):
        values.pop(name, None)
    return values | {
        "transitions": list(dv_model.transitions.values_list("pk", flat=True)),
        "corrections": list(dv_model.corrections.values_list("pk", "status", "answer", "due")),
        "reports": list(dv_model.reports.values_list("pk", "is_current", "text", "late_days")),
        "assessments": list(dv_model.assessments.values_list("pk", "round")),
        "recognitions": list(dv_model.recognitions.values_list("pk", "outcome")),
    }


def _check_trace(dv_model: DanVanModel) -> None:
    """The state is exactly what the trace tells, and every step of it was a lawful one."""
    state = ModelState.DRAFT.value
    for row in dv_model.transitions.select_related("by", "signer").order_by("id"):
        edge = MODEL_FLOW.edges[row.edge]
        assert row.from_state == state, row.edge
        assert state in edge.sources, row.edge
        assert edge.target is None or row.to_state == edge.target, row.edge
        who = model_actors(dv_model, row.by)
        assert edge.who & who or (edge.by_paper and row.signer_id), row.edge
        assert not edge.note_required or row.note.strip(), row.edge
        person = row.signer.individual_id if row.signer else row.by.individual_id
        if row.edge in BARRED_EDGES:
            assert not person_in_model(dv_model, person), row.edge
        state = row.to_state
    assert dv_model.state == state


def _check_state(dv_model: DanVanModel) -> None:
    """What must be true of a model in its state."""
    state = ModelState(dv_model.state)
    open_rows = dv_model.corrections.filter(status=CorrectionStatus.OPEN)
    results = dv_model.reports.filter(kind=ReportKind.RESULT, is_current=True)
    assert results.count() <= 1
    sent = dv_model.transitions.filter(edge="submit").exists()
    assert bool(dv_model.code) == sent
    assert (dv_model.submitted_on is not None) == sent
    assert (state == ModelState.WITHDRAWN) == bool(dv_model.withdrawn_from)
    if state == ModelState.RETURNED:
        assert dv_model.corrections.exists()
        assert dv_model.return_due is not None
    if state in {ModelState.REPORTED, ModelState.ASSESSED, *OUTCOME_OF_STATE}:
        assert not open_rows.exists()
        assert results.exists()
    if state in {ModelState.ASSESSED, *OUTCOME_OF_STATE}:
        marks = dv_model.assessments.last().marks.all()
        qualities = dv_model.year.plan.qualities.all()
        assert sorted(row.quality_id for row in marks) == sorted(row.pk for row in qualities)
    if state == ModelState.RECOGNIZED:
        assert {row.mark for row in dv_model.assessments.last().marks.all()} == {Mark.MET}
    if state in OUTCOME_OF_STATE:
        assert dv_model.recognitions.order_by("pk").last().outcome == OUTCOME_OF_STATE[state]


@pytest.fixture
def world(
    year: EmulationYear,
    owner: User,
    participant: User,
    clerk: User,
    other_clerk: User,
    bloc_member: User,
    chair: User,
    viewer: User,
    administrator: User,
    stranger: User,
) -> World:
    """One model of an ordinary person, one of the clerk in which the chairman takes part."""
    with clock.at(datetime.datetime(2024, 3, 4, 9)):  # noqa: DTZ001 -- made aware there
        models = [make_draft(owner, year), make_draft(clerk, year, name="Một cửa lưu động")]
        models[1].members.create(individual=chair.individual, part=MemberPart.HELPER)
    people = {
        "owner": owner,
        "participant": participant,
        "clerk": clerk,
        "other_clerk": other_clerk,
        "bloc": bloc_member,
        "chair": chair,
        "viewer": viewer,
        "administrator": administrator,
        "stranger": stranger,
    }
    authority = make_authority(year.plan.commune)
    return World(year, authority, make_signer(chair.individual), people, models)


ROLES = [
    "administrator",
    "bloc",
    "chair",
    "clerk",
    "other_clerk",
    "owner",
    "participant",
    "stranger",
    "viewer",
]
STEPS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 1),
        st.sampled_from(sorted(ACTS)),
        st.sampled_from(ROLES),
        st.integers(0, 840),
        st.integers(0, 6),
    ),
    min_size=20,
    max_size=40,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    # Looking for the shortest wrong story takes minutes: the refused one says enough.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_random_acts_never_reach_an_inconsistent_state(world: World, steps: list) -> None:
    reached: set[str] = set()
    with transaction.atomic():
        _play(world, steps, reached)
        transaction.set_rollback(True)
    assert reached <= set(ModelState.values)


def _play(world: World, steps: list, reached: set[str]) -> None:
    """Do one story; `reached` collects the states seen."""
    day = datetime.datetime(2024, 3, 4, 9)  # noqa: DTZ001 -- made aware by clock.at
    for sensible, which, act_name, who, pick, days in steps:
        dv_model = DanVanModel.objects.get(pk=world.models[which].pk)
        if sensible:
            choices = NEXT[dv_model.state]
            act_name, who = choices[pick % len(choices)]
        day += datetime.timedelta(days=days)
        before = _snapshot(dv_model)
        with clock.at(day):
            refused = _try(ACTS[act_name], world, world.people[who], dv_model, pick)
        after = DanVanModel.objects.get(pk=dv_model.pk)
        if refused is not None:
            assert all(reason.endswith((".", "?")) for reason in refused.reasons)
            assert _snapshot(after) == before, (act_name, who)
        _check_trace(after)
        _check_state(after)
        reached.add(after.state)


def _try(
    act: Act, world: World, user: User, dv_model: DanVanModel, pick: int
) -> DomainError | None:
    """The refusal of the act, if it was refused."""
    try:
        with transaction.atomic():
            act(world, user, dv_model, pick)
    except DomainError as refusal:
        return refusal
    return None


@pytest.mark.django_db
def test_random_acts_reach_every_state(world: World) -> None:
    """The property above says nothing if the drawn stories never came far: this one does."""
    reached: set[str] = set()
    stories = (
        "submit:owner return:other_clerk answer_all:owner accept:other_clerk "
        "report:owner assess:bloc recognize:chair revoke:chair",
        "submit:owner accept:other_clerk report:owner assess:bloc decline:chair",
        "submit:owner accept:other_clerk close:clerk",
        "submit:owner withdraw:owner restore:clerk",
    )
    for story in stories:
        with transaction.atomic():
            for words in story.split():
                act_name, who = words.split(":")
                _play(world, [(False, 0, act_name, who, 14, 1)], reached)
            transaction.set_rollback(True)
    assert reached == set(ModelState.values) - {ModelState.DRAFT}
    assert Relation.OWNER in model_actors(world.models[0], world.people["owner"])
