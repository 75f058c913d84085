"""Notes of visits: who writes and reads them, that they are never changed, with photos."""

from datetime import date

import pytest
from django.urls import reverse

from dandvan.errors import DomainError, NotAllowed
from models_registry.models import Attachment, SiteVisit
from models_registry.queries_assessing import site_visits_visible_to, team_on, visits_shown
from models_registry.queries_files import attachments_visible_to
from models_registry.services.files import store_file
from models_registry.services.site_visit import (
    PersonSeen,
    VisitInput,
    people_of_lines,
    record_site_visit,
)
from tests.factories import make_commune, make_village
from tests.models_registry.assess_steps import make_assessor, make_team, photo
from tests.models_registry.model_steps import (
    accepted_model,
    assessed_model,
    make_scan,
    on,
    reported_model,
    submitted_model,
)

pytestmark = pytest.mark.django_db

SEEN = "Hai điểm thu gom có sổ cân."


@pytest.fixture(autouse=True)
def _october(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with on(10, 28):
        yield


@pytest.fixture
def reported(owner, clerk, year):
    return reported_model(owner, clerk, year)


@pytest.fixture
def team_mate(year):
    """In the team, with no role that reviews."""
    user = make_assessor(year, "mattran", "Đinh Văn Trận")
    make_team(year, user)
    return user


@pytest.fixture
def web(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def note(**overrides):
    return VisitInput(
        **{
            "date": date(2024, 10, 28),
            "seen": SEEN,
            "conclusion": "Làm đúng như báo cáo.",
            "place": "Bến nước",
            **overrides,
        }
    )


def write(user, dv_model, corrects=None, **overrides):
    return record_site_visit(
        user=user,
        model_id=dv_model.pk,
        visit=note(**overrides),
        corrects_id=corrects.pk if corrects else None,
    )


def address(dv_model, query=""):
    return reverse("models_registry:site_visit_new", args=[dv_model.pk]) + query


def page_of(dv_model):
    return reverse("models_registry:model_detail", args=[dv_model.pk])


# -- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "bloc_member", "team_mate"])
def test_visit_is_written_by_clerk_bloc_and_team(request, who, reported, owner):
    user = request.getfixturevalue(who)
    people = people_of_lines("Đinh Thị Chủ, chủ mô hình\n\nRơ Châm Bưu – trưởng làng\nSiu Hải")

    row = write(user, reported, people=people, villages=list(reported.villages.all()))

    assert (row.by, row.seen, row.where) == (user, SEEN, "Bến nước, làng Stơr")
    assert [(p.name, p.post, p.individual) for p in row.people.all()] == [
        ("Đinh Thị Chủ", "chủ mô hình", owner.individual),
        ("Rơ Châm Bưu", "trưởng làng", None),
        ("Siu Hải", "", None),
    ]


@pytest.mark.parametrize("who", ["owner", "participant", "chair", "viewer", "administrator"])
def test_visit_is_not_written_by_others(request, who, reported):
    with pytest.raises(NotAllowed):
        write(request.getfixturevalue(who), reported)

    assert SiteVisit.objects.count() == 0


@pytest.mark.parametrize("who", ["clerk", "bloc_member", "team_mate"])
def test_visit_to_ones_own_model_is_not_written(request, who, reported):
    user = request.getfixturevalue(who)
    reported.members.create(individual=user.individual, part="helper")

    with pytest.raises(NotAllowed):
        write(user, reported)

    assert SiteVisit.objects.count() == 0


def test_visit_of_a_stranger_finds_no_model(stranger, reported):
    with pytest.raises(DomainError) as refused:
        write(stranger, reported)

    assert refused.value.reasons == ("Không tìm thấy mô hình này.",)


def test_visit_names_everything_that_is_wrong(clerk, owner, year):
    strange = make_village(make_commune("xa-khac"), "L99", "Xa")
    submitted = submitted_model(owner, year)

    with pytest.raises(DomainError) as refused:
        write(
            clerk,
            submitted,
            date=date(2024, 10, 29),
            seen=" ",
            conclusion="",
            villages=[strange],
            photos=[make_scan(clerk)],
        )
    with pytest.raises(DomainError) as early:
        write(clerk, accepted_model(owner, clerk, year), date=date(2024, 3, 1), place=" ")

    assert refused.value.reasons == (
        "Mô hình đang ở trạng thái “Chờ tiếp nhận” nên chưa ghi kiểm tra thực tế được.",
        "Ngày kiểm tra 29/10/2024 chưa tới. Kiểm tra lại ngày.",
        "Ghi đã thấy gì.",
        "Ghi kết luận.",
        "Có làng không thuộc xã này.",
        "Có tệp không phải ảnh do bạn gửi. Gửi lại ảnh.",
    )
    assert early.value.reasons == (
        "Ngày kiểm tra 01/03/2024 có trước ngày đăng ký mô hình (04/03/2024).",
        "Chọn làng hoặc ghi địa điểm đã đến.",
    )
    assert SiteVisit.objects.count() == 0


def test_visit_is_mended_by_a_new_note_that_names_the_old(clerk, bloc_member, reported):
    old = write(clerk, reported)

    new = write(bloc_member, reported, corrects=old, seen="Ba điểm thu gom.")
    with pytest.raises(DomainError) as refused:
        write(clerk, reported, corrects=old)

    old.refresh_from_db()
    assert (new.corrects, old.seen, old.by) == (old, SEEN, clerk)
    assert refused.value.reasons == ("Phiếu này đã có phiếu đính chính. Đính chính phiếu mới hơn.",)


def test_visit_does_not_mend_a_note_of_another_model(clerk, owner, year, reported):
    other = write(clerk, reported_model(owner, clerk, year, name="Khác"))

    with pytest.raises(DomainError) as refused:
        write(clerk, reported, corrects=other)

    assert refused.value.reasons == ("Không tìm thấy phiếu kiểm tra cần đính chính.",)


# -- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("clerk", True),
        ("bloc_member", True),
        ("chair", True),
        ("team_mate", True),
        ("owner", False),
        ("participant", False),
        ("publicist", False),
        ("viewer", False),
        ("stranger", False),
    ],
)
def test_notes_and_photos_are_read_by_reviewers_and_team(request, web, who, reads, clerk, reported):
    stored = store_file(user=clerk, upload=photo(), merge_only=True)
    row = write(clerk, reported, photos=[stored])
    user = request.getfixturevalue(who)

    answer = web(user).get(page_of(reported))
    file = web(user).get(reverse("models_registry:attachment", args=[stored.pk]))

    assert site_visits_visible_to(user).filter(pk=row.pk).exists() is reads
    assert attachments_visible_to(user).filter(pk=stored.pk).exists() is reads
    assert (SEEN in answer.content.decode()) is reads
    b"".join(file)
    file.close()
    assert file.status_code == (200 if reads else 404)


def test_reviewer_does_not_read_the_notes_on_his_own_model(web, clerk, other_clerk, reported):
    stored = store_file(user=clerk, upload=photo(), merge_only=True)
    write(clerk, reported, photos=[stored])
    reported.members.create(individual=other_clerk.individual, part="helper")
    bench = reverse("admin:models_registry_danvanmodel_workbench", args=[reported.pk])
    rows = reverse("admin:models_registry_sitevisit_changelist")

    assert not site_visits_visible_to(other_clerk).exists()
    assert not attachments_visible_to(other_clerk).filter(pk=stored.pk).exists()
    assert SEEN not in web(other_clerk).get(bench).content.decode()
    assert list(web(other_clerk).get(rows).context["cl"].result_list) == []
    assert SEEN in web(clerk).get(bench).content.decode()
    assert len(web(clerk).get(rows).context["cl"].result_list) == 1


def test_owner_knows_the_day_then_the_conclusion_after_the_assessment(web, owner, clerk, year):
    with on(10, 26):
        dv_model = reported_model(owner, clerk, year, name="Sẽ thẩm định")
    with on(10, 27):
        old = write(clerk, dv_model, date=date(2024, 10, 27))
        write(clerk, dv_model, corrects=old, date=date(2024, 10, 27))
    before = visits_shown(dv_model, owner)
    before_page = web(owner).get(page_of(dv_model)).content.decode()

    from models_registry.services.assessment import assess_model
    from tests.models_registry.model_steps import marks_for

    with on(10, 28):
        assess_model(
            user=clerk,
            model_id=dv_model.pk,
            date=date(2024, 10, 28),
            team="",
            conclusion="Đề nghị công nhận.",
            marks=marks_for(year),
        )
    with on(10, 29):
        write(clerk, dv_model, date=date(2024, 10, 29), conclusion="Còn thiếu một điểm.")
    dv_model.refresh_from_db()
    after = visits_shown(dv_model, owner)

    assert [(row.date, row.conclusion, row.visit) for row in before] == [
        (date(2024, 10, 27), "", None)
    ]
    assert "Đã kiểm tra tại chỗ" in before_page
    assert [(row.date, row.conclusion, row.visit) for row in after] == [
        (date(2024, 10, 29), "", None),
        (date(2024, 10, 27), "Làm đúng như báo cáo.", None),
    ]


def test_team_reads_evidence_and_figures_of_the_models_it_looks_at(web, owner, team_mate, reported):
    store_file(user=owner, upload=photo("bien-ban.jpg"), dv_model=reported)
    page = web(team_mate).get(page_of(reported))

    assert page.context["inside"] is True
    assert "bien-ban.jpg" in page.content.decode()


def test_team_of_the_latest_decision_holds(year, owner, clerk):
    first = make_team(year, owner, number="97/QĐ-UBND", day=14)
    second = make_team(year, clerk, number="99/QĐ-UBND", day=21)

    assert team_on(year.pk, date(2024, 10, 13)) is None
    assert team_on(year.pk, date(2024, 10, 20)) == first
    assert team_on(year.pk, date(2024, 10, 21)) == second


# -- the form -------------------------------------------------------------------------------------


def typed(**overrides):
    return {
        "date": "28/10/2024",
        "place": "Bến nước",
        "people": "Rơ Châm Bưu, trưởng làng",
        "seen": SEEN,
        "conclusion": "Làm đúng như báo cáo.",
        **overrides,
    }


def test_form_stores_several_photos_and_writes_one_note_for_a_double_click(web, clerk, reported):
    for _ in range(2):
        data = typed(once="mot", photos=[photo("1.jpg"), photo("2.jpg", "red")])
        answer = web(clerk).post(address(reported), data)
        assert answer.url == page_of(reported)

    row = SiteVisit.objects.get()
    assert [photo.original_name for photo in row.photos.all()] == ["1.jpg", "2.jpg"]
    assert list(row.people.values_list("name", "post")) == [("Rơ Châm Bưu", "trưởng làng")]
    assert {photo.dv_model for photo in row.photos.all()} == {None}


def test_form_keeps_photos_and_text_when_it_is_refused(web, clerk, reported):
    answer = web(clerk).post(address(reported), typed(conclusion="", photos=[photo("1.jpg")]))
    kept = Attachment.objects.get()
    page = answer.content.decode()

    assert answer.context["form"].errors == {"conclusion": ["Nhập kết luận."]}
    assert SEEN in page
    assert f'name="files_kept" value="{kept.pk}"' in page
    assert "Đã nhận 01 ảnh" in page

    web(clerk).post(address(reported), typed(files_kept=[kept.pk]))
    assert list(SiteVisit.objects.get().photos.all()) == [kept]


def test_form_says_which_file_is_no_photo(web, clerk, reported):
    fake = photo("gia.jpg")
    fake.file.seek(0)
    fake.file.truncate()
    fake.file.write(b"MZ" + b"\0" * 200)
    fake.size = 202
    fake.file.seek(0)

    answer = web(clerk).post(address(reported), typed(photos=[fake]))

    assert len(answer.context["form"].errors["photos"]) == 1
    assert "gia.jpg" in answer.context["form"].errors["photos"][0]
    assert SiteVisit.objects.count() == 0


def test_form_of_a_correction_starts_with_the_old_text(web, clerk, reported, owner, year):
    old = write(clerk, reported, people=[PersonSeen("Siu Hải", "thôn đội trưởng")])
    other = write(clerk, reported_model(owner, clerk, year, name="Khác"))

    form = web(clerk).get(address(reported, f"?dinh-chinh={old.pk}")).context["form"]
    web(clerk).post(address(reported, f"?dinh-chinh={old.pk}"), typed(seen="Ba điểm."))
    page = web(clerk).get(page_of(reported)).content.decode()

    assert (form["seen"].value(), form["people"].value()) == (SEEN, "Siu Hải, thôn đội trưởng")
    assert reported.site_visits.get(corrects=old).seen == "Ba điểm."
    assert "Đã được đính chính bằng phiếu ngày 28/10/2024" in page
    assert web(clerk).get(address(reported, f"?dinh-chinh={other.pk}")).status_code == 404
    assert web(clerk).get(address(reported, "?dinh-chinh=x")).status_code == 404


def test_form_before_the_acceptance_says_why_not(web, clerk, owner, year):
    submitted = submitted_model(owner, year)
    answer = web(clerk).get(address(submitted))

    assert [str(m) for m in web(clerk).get(answer.url).context["messages"]] == [
        "Mô hình đang ở trạng thái “Chờ tiếp nhận” nên chưa ghi kiểm tra thực tế được."
    ]


# -- the team in the admin ------------------------------------------------------------------------


def test_admin_refuses_a_team_with_two_leaders(web, clerk, bloc_member, year):
    data = {
        "year": year.pk,
        "decision_number": "97/QĐ-UBND",
        "decision_date": "14/10/2024",
        "members-TOTAL_FORMS": 2,
        "members-INITIAL_FORMS": 0,
    }
    for number, user in enumerate((clerk, bloc_member)):
        data |= {
            f"members-{number}-individual": user.individual_id,
            f"members-{number}-part": "leader",
            f"members-{number}-order": 1,
        }
    url = reverse("admin:models_registry_assessmentteam_add")

    answer = web(clerk).post(url, data)
    web(clerk).post(url, {**data, "members-1-part": "secretary"})

    assert "Tổ thẩm định chỉ có một trưởng đoàn." in answer.content.decode()
    team = year.assessment_teams.get()
    assert [(m.individual, m.part) for m in team.members.all()] == [
        (clerk.individual, "leader"),
        (bloc_member.individual, "secretary"),
    ]
    assert str(team) == "Tổ thẩm định theo Quyết định số 97/QĐ-UBND ngày 14/10/2024"


def test_assessed_model_still_takes_a_visit(owner, clerk, year):
    with on(11, 6):
        dv_model = assessed_model(owner, clerk, year)
        assert write(clerk, dv_model, date=date(2024, 11, 6)).dv_model == dv_model
