"""Events of evaluation, nomination, council and dossiers."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import Any

from django.utils import timezone

from awards.enums import Ballot, CouncilPost, FindingMark, ItemRule, OutcomeResult
from awards.models import Award, CouncilMember, DossierComponent
from awards.services.achievement_report import (
    confirm_achievement_report,
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from awards.services.council import create_meeting, issue_minutes, save_attendance
from awards.services.council_closing import close_meeting
from awards.services.council_vote import record_vote
from awards.services.demo.evidence import signed_scan
from awards.services.demo.world import DemoWorld, as_date, read_demo
from awards.services.dossier import (
    add_item,
    add_nomination,
    appraise_dossier,
    check_dossier,
    create_dossier,
    decide_dossier,
    send_dossier,
    sign_dossier,
)
from awards.services.evaluation import conclude_evaluation, mark_finding, open_evaluation
from awards.services.honor import EntryInput, record_handover
from awards.services.nomination import (
    agree_nomination,
    propose_nomination,
    put_forward_nomination,
)
from dandvan import clock
from models_registry.enums import CriterionMode
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import record_decision

MARKS = {"D": FindingMark.MET, "K": FindingMark.NOT_MET}
PROVISIONAL = (
    "Huyện và Đảng ủy xã chỉ công nhận chính thức trong tháng 12; hồ sơ phải gửi trước 10/12/2024."
)


class AwardEvents:
    """Plans every event of the awards' part of the demo."""

    def __init__(self, world: DemoWorld) -> None:
        """Read the demo files of the awards."""
        self.world = world
        self.clerk = world.users["O12"]
        self.bloc = world.users["O02"]
        self.chair = world.users["O04"]
        self.evaluations = read_demo("evaluations")["evaluations"]
        self.council = read_demo("council")
        content = read_demo("dossiers")
        self.nominations = {row["code"]: row for row in content["nominations"]}
        self.dossiers = content["dossiers"]
        self.checklist = content["checklist"]
        people = read_demo("people")
        self.texts = {
            row["code"]: row["achievement"]
            for row in [*people["details"], *people["collective_reports"]]
        }

    def plan_all(self) -> None:
        """Put everything into the world's calendar."""
        plan = self.world.plan_event
        for row in self.evaluations:
            day = row["concluded"] or "2024-11-15"
            plan(day, f"đánh giá {row['code']}", partial(self._evaluate, row), hour=14)
        for row in self.nominations.values():
            self._plan_nomination(row)
        for row in self.council["meetings"]:
            plan(row["date"], f"họp {row['code']}", partial(self._meet, row), hour=16, minute=20)
        for row in self.dossiers:
            first = min(self.nominations[code]["proposed"] for code in row["nominees"])
            plan(first, f"lập {row['code']}", partial(self._create, row), hour=15, minute=10)
            for day, edge, _ in row["history"]:
                act = getattr(self, f"_{edge}")
                plan(day, f"{row['code']}: {edge}", partial(act, row), hour=17)
            if given := row.get("handed_over"):
                plan(given["day"], f"trao {row['code']}", partial(self._hand_over, row), hour=16)

    def _plan_nomination(self, row: dict[str, str]) -> None:
        """Proposal, agreement, putting forward and the achievement report of one nominee."""
        plan, code = self.world.plan_event, row["code"]
        plan(row["proposed"], f"đề xuất {code}", partial(self._propose, row), hour=15)
        hour = 8 if row["agreed"] != row["proposed"] else 15
        plan(row["agreed"], f"thống nhất {code}", partial(self._agree, code), hour=hour, minute=30)
        if row["put_forward"]:
            plan(row["put_forward"], f"đưa ra {code}", partial(self._put_forward, code), hour=8)
        if not row["dossier"]:
            return
        plan(row["proposed"], f"báo cáo {code}", partial(self._write_report, row), hour=16)
        if row["put_forward"]:
            plan(row["put_forward"], f"xác nhận {code}", partial(self._confirm, row), hour=10)

    # -- evaluation --------------------------------------------------------------------------

    def _evaluate(self, row: dict[str, Any]) -> None:
        """Open a sheet, mark its judged criteria, conclude unless one stays open."""
        world = self.world
        evaluation = open_evaluation(
            user=self.clerk, year=world.year(row["year"]), subject=world.subject(row["subject"])
        )
        world.evaluations[row["code"]] = evaluation
        for code, (mark, reason) in row["findings"].items():
            criterion = world.plan.criteria.get(code=code)
            if criterion.mode == CriterionMode.JUDGED and mark in MARKS:
                mark_finding(
                    user=self.clerk,
                    evaluation_id=evaluation.pk,
                    criterion=criterion,
                    mark=MARKS[mark],
                    reason=world.with_codes(reason),
                )
        if row["concluded"]:
            conclude_evaluation(
                user=self.clerk,
                evaluation_id=evaluation.pk,
                outcome=world.with_codes(row["outcome"]),
            )

    # -- nomination and report ------------------------------------------------------------------

    def _award_kind(self, code: str) -> Any:
        """An award kind of the plan file by its code."""
        return self.world.commune.award_kinds.get(code=code)

    def _propose(self, row: dict[str, str]) -> None:
        self.world.nominations[row["code"]] = propose_nomination(
            user=self.clerk,
            evaluation=self.world.evaluations[row["evaluation"]],
            award_kind=self._award_kind(row["award"]),
        )

    def _agree(self, code: str) -> None:
        agree_nomination(user=self.bloc, nomination_id=self.world.nominations[code].pk)

    def _put_forward(self, code: str) -> None:
        put_forward_nomination(user=self.chair, nomination_id=self.world.nominations[code].pk)

    def _write_report(self, row: dict[str, str]) -> None:
        """Write and submit the achievement report in the nominee's own account."""
        world = self.world
        nomination = world.nominations[row["code"]]
        report = start_achievement_report(user=self.clerk, nomination=nomination)
        text = world.with_codes(self.texts[row["subject"]])
        if row["proposed"].startswith("2023"):
            text = self._text_of_2023(row)
        report = save_achievement_report(
            user=self.clerk,
            report_id=report.pk,
            version=report.version,
            values={"achievement": text},
        )
        submit_achievement_report(user=self._nominee_user(row), report_id=report.pk)

    def _text_of_2023(self, row: dict[str, str]) -> str:
        """What was known at the end of 2023."""
        results = self.world.models["M-23-01"].reports.get(is_current=True).text
        name = self.world.models["M-23-01"].name
        return f"Năm 2023 xây dựng mô hình “{name}”. {results}"

    def _nominee_user(self, row: dict[str, str]) -> Any:
        """Account of the nominee, or of the head of a nominated collective."""
        code = "O09" if row["subject"] == "TT-PN" else row["subject"]
        return self.world.users[code]

    def _confirm(self, row: dict[str, str]) -> None:
        """The head confirms; for others the clerk records the signed paper."""
        report = self.world.nominations[row["code"]].achievement_report
        day = as_date(row["put_forward"])
        if row["subject"].startswith("O") and row["subject"] != "O33":
            confirm_achievement_report(user=self.chair, report_id=report.pk, confirmed_on=day)
            return
        scan = signed_scan(
            "Báo cáo thành tích đã xác nhận", [(str(report), "đã ký")], self.clerk, day
        )
        confirm_achievement_report(
            user=self.clerk,
            report_id=report.pk,
            confirmed_on=day,
            paper=PaperTrace(
                signer=self.world.signers["O04"], number="Báo cáo", date=day, scan=scan
            ),
        )

    # -- council ---------------------------------------------------------------------------------

    def _meet(self, row: dict[str, Any]) -> None:
        """Hold a meeting: attendance, votes, closing, minutes."""
        world = self.world
        day = as_date(row["date"])
        council = next(c for c in world.councils if c.holds_on(day))
        members = {m.individual.code: m for m in council.members.select_related("individual")}
        start, end = (
            timezone.make_aware(datetime.combine(day, time.fromisoformat(text)))
            for text in row["time"].split("-")
        )
        secretary = next(m for m in members.values() if m.post == CouncilPost.SECRETARY)
        user = world.users[row["secretary"]]
        meeting = create_meeting(
            user=user,
            council=council,
            year=world.year(day.year),
            starts_at=start,
            place=row["place"],
            chair=members[row["chair"]],
            secretary=secretary,
            ballot=Ballot(row["ballot"]),
        )
        world.meetings[row["code"]] = meeting
        absent = {a["person"]: a["reason"] for a in row["absent"]}
        save_attendance(
            user=user,
            meeting_id=meeting.pk,
            rows=[(m, code not in absent, absent.get(code, "")) for code, m in members.items()],
        )
        for vote in row["votes"]:
            self._vote(row, vote, members)
        close_meeting(user=user, meeting_id=meeting.pk, ends_at=end)
        issue_minutes(
            user=user,
            meeting_id=meeting.pk,
            number_text=row["minutes"],
            date=as_date(row["minutes_date"]),
        )

    def _vote(
        self, row: dict[str, Any], vote: dict[str, Any], members: dict[str, CouncilMember]
    ) -> None:
        """The count for one nominee."""
        nomination = next(
            self.world.nominations[n["code"]]
            for n in self.nominations.values()
            if n["meeting"] == row["code"] and n["subject"] == vote["subject"]
        )
        record_vote(
            user=self.world.users[row["secretary"]],
            meeting_id=self.world.meetings[row["code"]].pk,
            nomination=nomination,
            votes_for=vote["for"],
            votes_against=vote["against"],
            not_voting=[members[code] for code in vote.get("not_voting", [])],
            led_by=members[vote["led_by"]] if "led_by" in vote else None,
        )

    # -- dossiers ----------------------------------------------------------------------------------

    def _create(self, row: dict[str, Any]) -> None:
        """Make the dossier, put its nominees and the papers needed at the check into it."""
        world = self.world
        first = world.nominations[row["nominees"][0]]
        dossier = create_dossier(
            user=self.clerk,
            year=world.year(row["year"]),
            award_kind=first.award_kind,
            supplementary_to=world.dossiers.get(row.get("supplementary_to", "")),
        )
        world.dossiers[row["code"]] = dossier
        for code in row["nominees"]:
            add_nomination(
                user=self.clerk, dossier_id=dossier.pk, nomination=world.nominations[code]
            )
        for rule in (ItemRule.RATING_PAPERS, ItemRule.PARTY_AND_VILLAGES):
            self._add_papers(row, rule)

    def _add_papers(self, row: dict[str, Any], rule: ItemRule) -> None:
        """Scans of the papers that the checklist names for one part."""
        dossier = self.world.dossiers[row["code"]]
        component = DossierComponent.objects.filter(
            commune=self.world.commune, level=dossier.award_kind.level, rule=rule
        ).first()
        if component is None:
            return
        titles = {
            ItemRule.RATING_PAPERS: "Văn bản xếp loại năm",
            ItemRule.PARTY_AND_VILLAGES: "Văn bản về Đảng ủy và danh sách làng văn hóa",
            ItemRule.SIGNED_SCAN: "Bản chụp bộ hồ sơ đã ký",
        }
        line = next(r for r in self.checklist if r["item"].startswith(titles[rule]))
        numbers = [part.strip() for part in line[row["code"]].split(",")]
        for number in numbers:
            if "/" not in number and rule != ItemRule.SIGNED_SCAN:
                continue
            day = self._paper_day(number)
            scan = signed_scan(titles[rule], [(number, "bản chụp")], self.clerk, day)
            add_item(
                user=self.clerk,
                dossier_id=dossier.pk,
                component=component,
                attachment=scan,
                paper_number=number if "/" in number else "",
                paper_date=day,
            )

    @staticmethod
    def _paper_day(number: str) -> Any:
        """Date of a paper named in the yearly facts; today for others."""
        for fact in read_demo("yearly")["facts"]:
            if fact["paper"] == number:
                return as_date(fact["date"])
        return clock.today()

    def _check(self, row: dict[str, Any]) -> None:
        check_dossier(user=self.clerk, dossier_id=self.world.dossiers[row["code"]].pk)

    def _appraise(self, row: dict[str, Any]) -> None:
        appraise_dossier(user=self.clerk, dossier_id=self.world.dossiers[row["code"]].pk)

    def _sign(self, row: dict[str, Any]) -> None:
        sign_dossier(
            user=self.chair,
            dossier_id=self.world.dossiers[row["code"]].pk,
            number_text=row["proposal"],
            date=as_date(row["proposal_date"]),
            signer=self.world.signers[row["signer"]],
            provisional_reason=PROVISIONAL,
        )

    def _send(self, row: dict[str, Any]) -> None:
        self._add_papers(row, ItemRule.SIGNED_SCAN)
        dossier = self.world.dossiers[row["code"]]
        send_dossier(user=self.clerk, dossier_id=dossier.pk, sent_on=self._paper_day(""))

    def _decide(self, row: dict[str, Any]) -> None:
        """Record the answer of the level above for each nominee."""
        world = self.world
        dossier = world.dossiers[row["code"]]
        decision = record_decision(
            user=self.clerk,
            authority=dossier.award_kind.authority,
            number_text=row["decision"],
            date=as_date(row["decision_date"]),
            title="Về việc tặng Giấy khen",
        )
        outcomes = []
        for code in row["nominees"]:
            result, _, reason = self.nominations[code]["outcome"].partition(": ")
            granted = result == OutcomeResult.GRANTED
            outcomes.append(
                (world.nominations[code], OutcomeResult(result), "" if granted else reason)
            )
        decide_dossier(user=self.clerk, dossier_id=dossier.pk, decision=decision, outcomes=outcomes)

    def _hand_over(self, row: dict[str, Any]) -> None:
        """Everybody that the dossier's decision honored, with the money."""
        given = row["handed_over"]
        awards = Award.objects.filter(nomination__dossier=self.world.dossiers[row["code"]])
        record_handover(
            user=self.clerk,
            award_ids=[award.pk for award in awards],
            handed=EntryInput(as_date(given["day"]), occasion=given["occasion"]),
            paid=EntryInput(as_date(given["day"]), receipt_number=given["receipt"]),
        )
