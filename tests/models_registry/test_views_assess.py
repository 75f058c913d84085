"""Assessment on the web by the bloc: every quality, a reason for each, once."""

import pytest
from django.urls import reverse

from tests.models_registry.model_steps import on, reported_model, submitted_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with on(11, 5):
        yield


@pytest.fixture
def reported(owner, clerk, year):
    return reported_model(owner, clerk, year)


@pytest.fixture
def web(client):
    """Sign somebody in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def address(dv_model):
    return reverse("models_registry:model_assess", args=[dv_model.pk])


def sheet(dv_model, **overrides):
    data = {
        "version": dv_model.version,
        "date": "05/11/2024",
        "team": "Tổ thẩm định",
        "conclusion": "Đề nghị công nhận.",
    }
    for quality in dv_model.year.plan.qualities.all():
        data |= {f"kq-{quality.pk}": "met", f"cc-{quality.pk}": f"Căn cứ {quality.code}"}
    return data | overrides


def test_assess_on_the_web_once(web, bloc_member, reported):
    data = sheet(reported, once="t1")
    first = web(bloc_member).post(address(reported), data)
    again = web(bloc_member).post(address(reported), data)

    reported.refresh_from_db()
    assert first.url == again.url == reverse("models_registry:model_detail", args=[reported.pk])
    assert (reported.state, reported.assessments.count()) == ("assessed", 1)
    assert [(m.mark, m.reason) for m in reported.assessments.get().marks.all()] == [
        ("met", "Căn cứ effective"),
        ("met", "Căn cứ replicable"),
    ]


def test_assess_refused_names_what_is_missing_and_keeps_the_rest(web, bloc_member, year, reported):
    quality = year.plan.qualities.first()
    data = sheet(reported, **{f"kq-{quality.pk}": "", f"cc-{quality.pk}": " "})
    answer = web(bloc_member).post(address(reported), data | {"date": "06/11/2024"})

    assert answer.context["form"].errors == {
        "date": ["Ngày thẩm định chưa tới. Kiểm tra lại ngày."],
        f"kq-{quality.pk}": ["Chọn kết quả cho “Hiệu quả thực tế”."],
        f"cc-{quality.pk}": ["Ghi căn cứ, lý do cho “Hiệu quả thực tế”."],
    }
    assert "Căn cứ replicable" in answer.content.decode()
    assert reported.assessments.count() == 0


def test_assess_of_a_stale_page_writes_nothing(web, bloc_member, reported):
    data = sheet(reported, version=reported.version - 1)
    answer = web(bloc_member).post(address(reported), data)

    assert "Trong lúc bạn đang sửa" in answer.context["form"].non_field_errors()[0]
    assert reported.assessments.count() == 0


def test_assess_is_not_for_owner_others_and_strangers(web, owner, participant, stranger, reported):
    for user, status in ((owner, 403), (participant, 403), (stranger, 404)):
        assert web(user).get(address(reported)).status_code == status
        assert web(user).post(address(reported), sheet(reported)).status_code == status
    assert reported.assessments.count() == 0


def test_assess_of_ones_own_model_says_why_not(web, bloc_member, reported):
    reported.members.create(individual=bloc_member.individual, part="helper")
    answer = web(bloc_member).get(address(reported))

    assert [str(m) for m in web(bloc_member).get(answer.url).context["messages"]] == [
        "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
        "hoặc công nhận mô hình của mình."
    ]


def test_assess_before_the_report_says_why_not(web, bloc_member, owner, year):
    dv_model = submitted_model(owner, year, name="Chưa báo cáo")
    answer = web(bloc_member).get(address(dv_model))

    assert [str(m) for m in web(bloc_member).get(answer.url).context["messages"]] == [
        "Không thể “Thẩm định” khi đang ở trạng thái “Chờ tiếp nhận”."
    ]
