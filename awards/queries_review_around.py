"""Tables of a review beside the models: people, sums, evaluations, awards, spreading, telling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.timezone import localtime

from awards.domain.review_figures import Cell, Line, ReviewTable, counted, plain, share
from awards.enums import NominationState, OutcomeResult
from awards.models import Evaluation, Nomination
from awards.queries_evaluation import findings_table
from dandvan.vietnamese import vn_number
from models_registry.enums import (
    FactKind,
    FactStatus,
    FactValue,
    PraiseState,
    PropagationWay,
    StoryState,
)
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    Praise,
    Propagation,
    Replication,
    Story,
    YearlyRecord,
)
from models_registry.queries_figure_totals import FigureTotal, totals_by_kind, totals_until
from models_registry.queries_participation import RosterRow, roster


def participation_table(year: EmulationYear, day: date) -> ReviewTable:
    """Who registered by office and village; five queries."""
    found = roster(year, day)
    lines = [Line(group.key, group.title, _people(group.rows, day)) for group in found.groups]
    lines.append(Line("total", "Toàn xã", _people(found.rows, day)))
    head = ("Đối tượng", "Đã đăng ký", "Đang công tác", "Trong đó đã đăng ký", "Tỷ lệ")
    note = "Tỷ lệ là số đã đăng ký trên số đối tượng của phong trào trong năm."
    return ReviewTable(
        "participation",
        "Đăng ký tham gia",
        "Cơ quan, làng",
        head,
        tuple(lines),
        note,
        (4,),
    )


def _people(rows: Sequence[RosterRow], day: date) -> tuple[Cell, ...]:
    """How many, registered by the day, holding a post, registered among these, in percent."""
    there = [r for r in rows if r.participation and r.participation.registered_on <= day]
    active = sum(row.active for row in rows)
    among = sum(row.active for row in there)
    return (
        plain(len(rows)),
        plain(len(there)),
        plain(active),
        plain(among),
        share(len(there), len(rows)),
    )


def title_table(year: EmulationYear, villages: int, day: date) -> ReviewTable:
    """Villages with the culture title, this year and the last; one query."""
    rows = YearlyRecord.objects.filter(
        commune_id=year.plan.commune_id,
        year__year__in=(year.year, year.year - 1),
        kind=FactKind.CULTURE_TITLE,
        is_current=True,
        paper_date__lte=day,
    )
    counts: Counter[tuple[int, str]] = Counter()
    for number, value, status in rows.values_list("year__year", "value", "status"):
        counts[number, "all"] += 1
        counts[number, value] += 1
        counts[number, status] += 1
    lines = []
    for number in (year.year, year.year - 1):
        known = counts[number, "all"]
        got = counts[number, FactValue.ACHIEVED]
        of = max(villages, known) if number == year.year else known
        words = f"{got}/{of}" if known else "chưa nhập"
        soft = "tạm tính" if counts[number, FactStatus.PROVISIONAL] else "chính thức"
        cells = (Cell(words, got if known else None), Cell(soft if known else "–"))
        lines.append(Line(str(number), f"Năm {number}", cells))
    head = ("Làng đạt danh hiệu văn hóa", "Tình trạng")
    return ReviewTable("title", "Danh hiệu văn hóa của làng", "Năm", head, tuple(lines))


def resource_table(models: Iterable[int], until: date, *, whole: bool) -> ReviewTable:
    """Land, labor days and money, reported and verified; `whole`: every figure counts."""
    rows = DanVanModel.objects.filter(pk__in=list(models))
    totals = totals_by_kind(rows) if whole else totals_until(rows, until)
    lines = tuple(_sum_line(total) for total in totals.values())
    return ReviewTable(
        "resource",
        "Đất, ngày công, tiền",
        "Nguồn lực",
        ("Báo cáo", "Đã kiểm tra", "Ghi chú"),
        lines,
        "Cộng qua các mô hình; mô hình đã rút, không thực hiện, bị thu hồi không tính.",
    )


def _sum_line(total: FigureTotal) -> Line:
    cells = (_amount(total.reported), _amount(total.verified), Cell(total.remark or "–"))
    return Line(total.kind, total.heading, cells)


def _amount(value: Decimal) -> Cell:
    return Cell(vn_number(value), float(value))


def evaluation_table(year: EmulationYear, day: date) -> ReviewTable:
    """Sheets against section IV: how many meet everything, how many do not."""
    tables, _ = findings_table(year)
    lines = []
    for table in tables:
        rows = [row for row in table.rows if _day_of(row.evaluation) <= day]
        unmet = sum(bool(row.unmet) for row in rows)
        pending = sum(bool(row.pending) and not row.unmet for row in rows)
        cells = (
            plain(len(rows)),
            plain(sum(bool(row.evaluation.concluded_on) for row in rows)),
            plain(len(rows) - unmet - pending),
            plain(unmet),
            plain(pending),
        )
        label = str(table.subject_type.label)
        lines.append(Line(table.subject_type.value, label[:1].upper() + label[1:], cells))
    head = ("Số phiếu", "Đã kết luận", "Đạt mọi điều kiện", "Có điều kiện chưa đạt", "Còn chờ")
    return ReviewTable("evaluation", "Đánh giá theo mục IV", "Đối tượng", head, tuple(lines))


def _day_of(evaluation: Evaluation) -> date:
    return localtime(evaluation.created_at).date()


def award_table(year: EmulationYear, day: date) -> ReviewTable:
    """Nominations and what came of them by kind of award, praise in time last; two queries."""
    rows = Nomination.objects.filter(evaluation__year=year, proposed_on__lte=day)
    kinds: dict[int, Counter[str]] = {}
    names: dict[int, str] = {}
    found = rows.exclude(state=NominationState.WITHDRAWN).values_list(
        "award_kind_id",
        "award_kind__name",
        "evaluation__individual_id",
        "outcome__result",
        "award__decision__paper__date",
    )
    for kind, name, person, result, granted_on in found.order_by("award_kind_id", "id"):
        names[kind] = name
        counts = kinds.setdefault(kind, Counter())
        counts["nominated"] += 1
        if granted_on is not None and granted_on <= day:
            counts["person" if person else "group"] += 1
        elif result == OutcomeResult.REFUSED:
            counts["refused"] += 1
        else:
            counts["waiting"] += 1
    columns = ("nominated", "group", "person", "refused", "waiting")
    lines = [
        Line(str(kind), names[kind], tuple(plain(counts[name]) for name in columns))
        for kind, counts in kinds.items()
    ]
    praised = Praise.objects.filter(
        commune_id=year.plan.commune_id,
        state=PraiseState.GRANTED,
        granted_on__year=year.year,
        granted_on__lte=day,
    ).aggregate(all=Count("pk"), people=Count("individual"))
    group = praised["all"] - praised["people"]
    cells = (plain(praised["all"]), plain(group), plain(praised["people"]), plain(0), plain(0))
    lines.append(Line("praise", "Biểu dương kịp thời", cells))
    head = (
        "Đề nghị",
        "Tập thể được khen",
        "Cá nhân được khen",
        "Không được khen",
        "Đang chờ kết quả",
    )
    return ReviewTable("award", "Khen thưởng, biểu dương", "Hình thức", head, tuple(lines))


def spread_table(recognized: Iterable[int], day: date) -> ReviewTable:
    """Recognized models that somebody took over; one query."""
    models = set(recognized)
    rows = Replication.objects.filter(dv_model__in=models, since__lte=day).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    )
    adopted = [pk for (pk,) in rows.values_list("dv_model_id")]
    lines = (
        Line("adopted", "Mô hình được công nhận đã được nhân rộng", (counted(set(adopted)),)),
        Line(
            "alone", "Mô hình được công nhận chưa có nơi áp dụng", (counted(models - {*adopted}),)
        ),
        Line("places", "Nơi đang áp dụng", (plain(len(adopted)),)),
    )
    return ReviewTable("spread", "Nhân rộng", "Nội dung", ("Số lượng",), lines)


def telling_table(year: EmulationYear, day: date) -> ReviewTable:
    """Propagation by way, then news and articles that were released; two queries."""
    commune = year.plan.commune_id
    rows = (
        Propagation.objects.filter(
            commune_id=commune,
            voided_at__isnull=True,
            starts__year=year.year,
            starts__lte=day,
        )
        .order_by()
        .values_list("way")
        .annotate(rows=Count("id"), total=Sum("times"), heard=Sum("people"))
    )
    found = {way: (number, total, heard or 0) for way, number, total, heard in rows}
    lines = [
        Line(way.value, way.label[:1].upper() + way.label[1:], tuple(plain(n) for n in found[way]))
        for way in PropagationWay
        if way in found
    ]
    released = Story.objects.filter(
        commune_id=commune,
        state=StoryState.RELEASED,
        transitions__edge="release",
        transitions__at__date__lte=day,
        transitions__at__date__year=year.year,
    )
    number = released.distinct().count()
    lines.append(Line("story", "Tin, bài đã đăng", (plain(number), plain(number), plain(0))))
    head = ("Số đợt", "Số lần", "Người dự, người nghe")
    return ReviewTable("telling", "Tuyên truyền", "Hình thức", head, tuple(lines))
