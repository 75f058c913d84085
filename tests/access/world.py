"""One commune with a row of everything, and one person in every position to it.

The owner's and his fellows' objects bear words that outsiders must not read (`INSIDE`,
`DRAFTS`, `GRAVE`); the tests look for them in every page that opens.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from PIL import Image

from awards.enums import NominationState
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Award,
    Dossier,
    Evaluation,
    Nomination,
)
from awards.services.achievement_report import (
    confirm_achievement_report,
    start_achievement_report,
)
from awards.services.dossier import appraise_dossier, check_dossier
from awards.services.honor import EntryInput, give_register_number, record_handover
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from awards.services.period_review import make_review
from awards.services.printer import save_printer
from awards.services.showcase import release_items
from dandvan.documents.overprint import Overprint
from dandvan.models import WorkingDate
from dandvan.roles import Role
from dandvan.sheets import read_pasted
from models_registry.enums import (
    ImpedimentEffect,
    ImpedimentKind,
    Mark,
    MemberPart,
    RosterKind,
    TeamPart,
)
from models_registry.models import (
    AssessmentTeam,
    Attachment,
    AwardKind,
    Commune,
    DanVanModel,
    Decision,
    EmulationYear,
    Impediment,
    ModelReview,
    Notice,
    RosterImport,
    User,
)
from models_registry.services.acceptance import CorrectionInput, return_model
from models_registry.services.assessor_marks import give_marks
from models_registry.services.district import cancel_list, leave_out, make_list
from models_registry.services.files import store_file
from models_registry.services.participation import register_oneself
from models_registry.services.praise import check_praise, propose_praise
from models_registry.services.propagation import PropagationInput, record_propagation
from models_registry.services.replication import AdoptionInput, record_replication
from models_registry.services.roster import import_roster, preview_roster
from models_registry.services.site_visit import PersonSeen, VisitInput, record_site_visit
from models_registry.services.story import add_picture, offer_story, release_story, start_story
from models_registry.services.yearly import record_fact
from tests.awards.award_steps import (
    closed,
    confirmed_report,
    filled_dossier,
    sent_report,
    upward_kind,
    voted,
)
from tests.awards.web_cast import WebCast, concluded, make_web_cast, on, open_meeting
from tests.factories import make_commune, make_draft, make_individual, make_plan, make_user
from tests.models_registry.district_cast import make_district, sent_list
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_decision,
    marks_for,
    recognized_model,
    reported_model,
    submitted_model,
)

WORKING_DAY = datetime.date(2024, 11, 20)
PHONE = "0987 654 321"
EVIDENCE = "bien-ban-hop-dan.pdf"
CORRECTION = "Ghi rõ số hộ đã ký cam kết"
ASKED = "Bản sao biên bản giao điểm thu gom"
OWN_VIEW = "Đã hỏi ba hộ ở đầu làng"
VISIT_NOTE = "Điểm thu gom ở bến nước để sạch"
MARK_REASON = "Đã đối chiếu sổ cân rác của chi hội"
DRAFT_NAME = "Bếp ăn tập thể còn viết dở"
IMPEDIMENT = "Chậm nộp báo cáo tự kiểm điểm"
IMPEDIMENT_PAPER = "305-CV/ĐU"
BLOCKING = "Có đơn tố cáo đang được xác minh"
BLOCKING_PAPER = "12-GM/UBKT"
RETURN_NOTE = "Ban Thường vụ yêu cầu làm lại phần này"

# Read by the people of the model and by those who review it.
INSIDE = (PHONE, EVIDENCE, CORRECTION, RETURN_NOTE, MARK_REASON, ASKED)
# Read by those who review models and by the team, never by the people of the model.
LOOKED_AT = (VISIT_NOTE, OWN_VIEW)
# Read by owner, members and the clerk.
DRAFTS = (DRAFT_NAME,)
# Read by clerk and chairman.
GRAVE = (IMPEDIMENT, IMPEDIMENT_PAPER, BLOCKING, BLOCKING_PAPER)


@dataclass
class World:
    """People by what they are, and the objects that addresses name."""

    cast: WebCast
    people: dict[str, User]
    models: dict[str, DanVanModel]
    evidence: Attachment
    draft_file: Attachment
    decision: Decision
    evaluation: Evaluation
    nominations: dict[str, Nomination]
    reports: dict[str, AchievementReport]
    meetings: dict[str, AppraisalMeeting]
    dossiers: dict[str, Dossier]
    around: dict[str, Model]

    @property
    def commune(self) -> Commune:
        """The commune in which everything happens."""
        return self.cast.commune

    @property
    def year(self) -> EmulationYear:
        """Its year."""
        return self.cast.year

    @property
    def owner(self) -> User:
        """Who registered the models and is nominated."""
        return self.cast.nominee


def build_world() -> World:
    """A commune on 20/11/2024; every object in a state in which its pages have something to say.

    Uploads go to MEDIA_ROOT: point it at a directory that is thrown away.
    """
    WorkingDate.objects.create(pk=1, day=WORKING_DAY)
    commune = make_commune(agency_symbol="UBND", council_symbol="HĐTĐKT")
    cast = make_web_cast(commune, make_plan(commune))
    # The owner shall see nothing by a seat in the council.
    cast.council.members.filter(individual=cast.nominee.individual).delete()
    cast.nominee.individual.phone = PHONE
    cast.nominee.individual.save(update_fields=["phone"])
    people = _people(cast)
    models, decision = _models(cast, people["member"])
    awards = _awards(cast)
    around = _around(cast, models["recognized"])
    around["roster"] = _village_list(cast.clerk)
    around |= _honors(cast, awards["nominations"]["sent"])
    around |= _made_known(cast, people["publicist"], models["recognized"])
    _own_view(cast, models["reported"])
    _impede(
        cast, ImpedimentKind.COMPLAINT, BLOCKING, BLOCKING_PAPER, since=WORKING_DAY, blocks=True
    )
    _put_bytes()
    return World(
        cast=cast,
        people=people,
        models=models,
        decision=decision,
        evidence=models["recognized"].attachments.get(),
        draft_file=models["draft"].attachments.get(),
        around=around,
        **awards,
    )


def _around(cast: WebCast, recognized: DanVanModel) -> dict[str, Model]:
    """Around the models: the owner takes part, his model spreads, he proposes praise."""
    adoption = AdoptionInput(since=WORKING_DAY, place="Xã Kon Hà Nừng")
    with on(20):
        helper = make_individual(cast.commune, "Siu Văn Giúp")
        checked = propose_praise(user=cast.nominee, individual=helper, reason="Việc khéo")
        return {
            "participation": register_oneself(user=cast.nominee, pledge="Vận động hộ"),
            "replication": record_replication(
                user=cast.clerk, model_id=recognized.pk, adoption=adoption
            ),
            "proposed": propose_praise(user=cast.nominee, individual=helper, reason="Việc tốt"),
            "checked": check_praise(user=cast.clerk, praise_id=checked.pk),
            "person": cast.nominee.individual,
            "village": recognized.villages.get(),
            "review": ModelReview.objects.create(
                dv_model=recognized,
                year=cast.year,
                date=WORKING_DAY,
                outcome="continues",
                text="Vẫn duy trì",
                by=cast.clerk,
            ),
            "visit": _visit(cast, recognized),
            "team": _team(cast),
            "notice": Notice.objects.filter(user=cast.nominee).latest("pk"),
            "year": cast.year,
            **_lists(cast),
            "request": _request(cast),
            "collective": cast.commune.collectives.order_by("pk").first(),
            "period_review": make_review(user=cast.clerk, year=cast.year, kind="final"),
        }


def _honors(cast: WebCast, nomination: Nomination) -> dict[str, Model]:
    """The owner was honored; the clerk wrote down that it was handed over, and has a printer."""
    decision = make_decision(cast.clerk, cast.award_kind.authority, cast.signer, "115/QĐ-UBND")
    award = Award.objects.create(
        nomination=nomination,
        award_kind=nomination.award_kind,
        year=cast.year,
        individual=nomination.evaluation.individual,
        decision=decision,
        money=360_000,
    )
    with on(20), transaction.atomic():
        give_register_number(award)
        handed = EntryInput(WORKING_DAY, occasion="Họp giao ban")
        (entry,) = record_handover(user=cast.clerk, award_ids=[award.pk], handed=handed)
        shift = save_printer(user=cast.clerk, printer="HP", overprint=Overprint())
    return {"award": award, "entry": entry, "shift": shift}


def _made_known(cast: WebCast, writer: User, recognized: DanVanModel) -> dict[str, Model]:
    """Stories being written, waiting and out; a loudspeaker series; a model on the public page."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "PNG")
    photo = SimpleUploadedFile("anh.png", stream.getvalue(), "image/png")
    rows: dict[str, Model] = {}
    with on(20):
        for name in ("story", "offered", "released"):
            told = start_story(user=writer, kind="news", title=f"Tin {name}", text="Việc tốt.")
            rows[name] = told
        released = rows["released"].pk
        rows["picture"] = add_picture(
            user=writer, story_id=released, upload=photo, caption="Bà con"
        )
        for name in ("offered", "released"):
            offer_story(user=writer, story_id=rows[name].pk)
        release_story(user=cast.chair, story_id=released)
        given = PropagationInput(way="loudspeaker", title="Bản tin", starts=WORKING_DAY)
        rows["propagation"] = record_propagation(user=writer, given=given)
        (rows["shown"],) = release_items(user=cast.chair, model_ids=[recognized.pk])
    return rows


def _request(cast: WebCast) -> Model:
    """Another model of the owner lacks evidence; somebody asked for it."""
    marks = marks_for(cast.year, Mark.NOT_ENOUGH)
    asked = [
        row.__class__(row.quality, row.mark, row.reason, need=ASKED, due=row.due) for row in marks
    ]
    dv_model = assessed_model(cast.nominee, cast.clerk, cast.year, name="Còn thiếu", marks=asked)
    return dv_model.assessments.get().requests.all()[0]


def _own_view(cast: WebCast, reported: DanVanModel) -> None:
    """The leader of the team says what he thinks of the reported model."""
    for day, reason in ((17, "Chưa đi xem"), (18, OWN_VIEW)):
        marks = [replace(row, reason=reason) for row in marks_for(cast.year)]
        with on(day):
            give_marks(user=cast.chair, model_id=reported.pk, marks=marks)


def _visit(cast: WebCast, dv_model: DanVanModel) -> Model:
    """Somebody looked at the recognized model on the spot; its people do not read the note."""
    visit = VisitInput(
        date=WORKING_DAY,
        seen=VISIT_NOTE,
        conclusion="Làm đúng như báo cáo.",
        place="Bến nước",
        people=[PersonSeen("Siu Văn Làng", "trưởng làng")],
    )
    return record_site_visit(user=cast.clerk, model_id=dv_model.pk, visit=visit)


def _team(cast: WebCast) -> Model:
    """A team that the chairman leads."""
    team = AssessmentTeam.objects.create(
        year=cast.year,
        decision_number="97/QĐ-UBND",
        decision_date=datetime.date(2024, 10, 14),
    )
    team.members.create(individual=cast.chair.individual, part=TeamPart.LEADER)
    return team


def _lists(cast: WebCast) -> dict[str, Model]:
    """Lists for the level above: a cancelled one, one that was sent, one that is being made."""
    make_district(cast.commune)
    given_up = make_list(user=cast.clerk, year=cast.year)
    cancel_list(user=cast.clerk, registration_id=given_up.pk, note="Lập nhầm")
    first = make_list(user=cast.clerk, year=cast.year)
    later = first.rows.get(name="Đã tiếp nhận")
    leave_out(user=cast.clerk, registration_id=first.pk, row_id=later.pk, left_out=True)
    sent = sent_list(cast.clerk, cast.signer, cast.year, day=WORKING_DAY)
    draft = make_list(user=cast.clerk, year=cast.year)
    return {"list": draft, "list_row": draft.rows.get(), "list_sent": sent}


def _people(cast: WebCast) -> dict[str, User]:
    """One account for each column of the access table."""
    commune = cast.commune
    other = make_commune("khac", name="xã Khác (giả định)", place_name="Khác")
    return {
        "owner": cast.nominee,
        "member": make_user(commune, "thanhvien", Role.PARTICIPANT, full_name="Siu Thị Viên"),
        "participant": cast.outsider,
        "clerk": cast.clerk,
        "bloc": cast.bloc,
        "chair": cast.chair,
        "publicist": make_user(commune, "vanhoa", Role.PUBLICIST, full_name="Bế Thị Văn"),
        "viewer": make_user(commune, "xem", Role.VIEWER, full_name="Nông Văn Xem"),
        "administrator": make_user(commune, "quantri", Role.ADMIN),
        "secretary": cast.secretary,
        "council_member": cast.member,
        "roleless": make_user(commune, "chuacovaitro", full_name="Rơ Châm Văn Mới"),
        "stranger": make_user(other, "nguoila", Role.CLERK, full_name="Phan Thị Lạ"),
    }


def _pdf() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as sheet:
        sheet.add_blank_page()
        sheet.save(stream)
    return stream.getvalue()


def _with_file(dv_model: DanVanModel, user: User, name: str) -> DanVanModel:
    store_file(user=user, upload=SimpleUploadedFile(name, _pdf()), dv_model=dv_model)
    return dv_model


def _models(cast: WebCast, member: User) -> tuple[dict[str, DanVanModel], Decision]:
    """The owner's models, one for each state that opens pages; the member takes part in all."""
    owner, clerk, year = cast.nominee, cast.clerk, cast.year
    with on(20):
        decision = make_decision(clerk, cast.award_kind.authority, cast.signer)
    with on(4, month=3):
        draft = make_draft(owner, year, name=DRAFT_NAME)
    models = {
        "draft": draft,
        "submitted": submitted_model(owner, year, name="Đã gửi"),
        "returned": submitted_model(owner, year, name="Trả lại"),
        "accepted": accepted_model(owner, clerk, year, name="Đã tiếp nhận"),
        "reported": reported_model(owner, clerk, year, name="Đã báo cáo"),
        "recognized": recognized_model(
            owner,
            clerk,
            year,
            decision,
            name="Ngõ xanh, vườn sạch",
            marks=[row.__class__(row.quality, row.mark, MARK_REASON) for row in marks_for(year)],
        ),
    }
    for dv_model in models.values():
        dv_model.members.create(individual=member.individual, part=MemberPart.HELPER)
    with on(15):
        for name in ("draft", "returned"):
            _with_file(models[name], owner, EVIDENCE)
        _with_file(models["reported"], clerk, EVIDENCE)
        return_model(
            user=clerk,
            model_id=models["returned"].pk,
            corrections=[CorrectionInput("need", "missing", CORRECTION)],
            note=RETURN_NOTE,
        )
    _keep_file_of_recognized(models["recognized"], clerk)
    for dv_model in models.values():
        dv_model.refresh_from_db()
    return models, decision


def _village_list(clerk: User) -> RosterImport:
    """A list of villages that the clerk brought in."""
    sheet = read_pasted("Mã\tTên làng\nL77\tKon Ka")
    found = preview_roster(user=clerk, kind=RosterKind.VILLAGES, sheet=sheet)
    return import_roster(
        user=clerk, kind=RosterKind.VILLAGES, sheet=sheet, choices={}, seen=found.fingerprint
    )


def _put_bytes() -> None:
    """Scans of the shared steps are rows alone; here they are opened, too."""
    for row in Attachment.objects.all():
        path = Path(row.file.path)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_pdf())


def _impede(
    cast: WebCast, kind: str, reason: str, paper: str, *, since: datetime.date, blocks: bool = False
) -> None:
    """Something that stands against an honor of the owner."""
    Impediment.objects.create(
        individual=cast.nominee.individual,
        kind=kind,
        effect=ImpedimentEffect.BLOCKS if blocks else ImpedimentEffect.WARNS,
        reason=reason,
        paper=paper,
        starts=since,
    )


def _keep_file_of_recognized(dv_model: DanVanModel, clerk: User) -> None:
    """Its evidence came before the decision: put the bytes first, then hang them on it."""
    with on(15):
        stored = store_file(user=clerk, upload=SimpleUploadedFile(EVIDENCE, _pdf()))
    stored.dv_model = dv_model
    stored.save(update_fields=["dv_model"])


def _award_kinds(cast: WebCast) -> dict[str, AwardKind]:
    """Two real kinds and copies, since a subject is nominated once for each."""
    kinds = {"own": cast.award_kind, "upward": upward_kind(cast)}
    for name in ("agreed", "draft", "sent", "checked"):
        kinds[name] = AwardKind.objects.create(
            commune=cast.commune,
            code=f"GK_{name}",
            name=f"Giấy khen {name}",
            form=cast.award_kind.form,
            level=cast.award_kind.level,
            authority=cast.award_kind.authority,
        )
        kinds[name].criteria.set(cast.award_kind.criteria.all())
    return kinds


def _awards(cast: WebCast) -> dict[str, object]:
    """Sheet, nominations in several states, reports, two meetings, three dossiers."""
    with on(14):
        record_fact(
            user=cast.clerk,
            year=cast.year,
            kind="party_rating",
            value="strong",
            status="final",
            paper_number="1-QĐ/HU",
            paper_date=datetime.date(2024, 11, 14),
            issuer="Huyện ủy",
        )
    since = datetime.date(2024, 10, 24)
    _impede(cast, ImpedimentKind.REMINDER, IMPEDIMENT, IMPEDIMENT_PAPER, since=since)
    evaluation, kinds = concluded(cast), _award_kinds(cast)
    rows = {name: _forward(cast, evaluation, kinds[name]) for name in ("own", "upward")}
    for number, row in enumerate(rows.values()):
        confirmed_report(cast, row) if number == 0 else _second_report(cast, row)
    dossiers = {name: filled_dossier(cast, row) for name, row in rows.items()}
    with on(17, 15):
        for dossier in dossiers.values():
            check_dossier(user=cast.clerk, dossier_id=dossier.pk)
    meeting = closed(cast, voted(cast, *rows.values()))
    with on(18, 17):
        for dossier in dossiers.values():
            appraise_dossier(user=cast.secretary, dossier_id=dossier.pk)
    rows |= {name: _forward(cast, evaluation, kinds[name]) for name in ("draft", "sent", "checked")}
    confirmed_report(cast, rows["checked"])
    dossiers["checked"] = filled_dossier(cast, rows["checked"])
    with on(19):
        check_dossier(user=cast.clerk, dossier_id=dossiers["checked"].pk)
        agreed = propose_nomination(
            user=cast.clerk, evaluation=evaluation, award_kind=kinds["agreed"]
        )
        rows["agreed"] = agree_nomination(user=cast.bloc, nomination_id=agreed.pk)
        draft = start_achievement_report(user=cast.clerk, nomination=rows["draft"])
    for name, row in rows.items():
        rows[name] = Nomination.objects.get(pk=row.pk)
    assert {row.state for row in rows.values()} >= {NominationState.AGREED}
    return {
        "evaluation": evaluation,
        "nominations": rows,
        "reports": {
            "draft": draft,
            "sent": sent_report(cast, rows["sent"]),
            "confirmed": rows["upward"].achievement_report,
        },
        "meetings": {"closed": meeting, "open": open_meeting(cast)},
        "dossiers": {name: Dossier.objects.get(pk=dossier.pk) for name, dossier in dossiers.items()}
        | {"drafting": filled_dossier(cast, rows["sent"])},
    }


def _forward(cast: WebCast, evaluation: Evaluation, kind: AwardKind) -> Nomination:
    """Proposed, agreed and put forward on this sheet."""
    with on(16):
        row = propose_nomination(user=cast.clerk, evaluation=evaluation, award_kind=kind)
        agree_nomination(user=cast.bloc, nomination_id=row.pk)
    with on(17):
        return put_forward_nomination(user=cast.chair, nomination_id=row.pk)


def _second_report(cast: WebCast, row: Nomination) -> AchievementReport:
    """Confirmed by the head of the unit himself."""
    report = sent_report(cast, row)
    with on(17, 10):
        return confirm_achievement_report(
            user=cast.chair, report_id=report.pk, confirmed_on=datetime.date(2024, 11, 17)
        )
