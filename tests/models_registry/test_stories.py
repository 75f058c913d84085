"""Stories and propagation: written by PUBLICIST, released by CHAIR, counted by year (III.2)."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role
from models_registry.domain.story_flow import STORY_FLOW, StoryFacts
from models_registry.enums import StoryState
from models_registry.models import Propagation, Story
from models_registry.queries_story import (
    propagation_sums,
    released_stories,
    stories_visible_to,
)
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.propagation import (
    PropagationInput,
    record_propagation,
    void_propagation,
)
from models_registry.services.registration import withdraw_model
from models_registry.services.story import (
    add_picture,
    offer_story,
    release_story,
    remove_picture,
    save_story,
    send_back_story,
    start_story,
    take_down_story,
)
from tests.factories import make_signer, make_village
from tests.models_registry.model_steps import accepted_model, make_scan, on

pytestmark = pytest.mark.django_db

TEXT = "Trưởng làng hiến trước 96 m² đất; tuần sau, 24 hộ khác ký tên."


@pytest.fixture(autouse=True)
def _november(year):
    with on(11, 18):
        yield


@pytest.fixture
def story(publicist):
    return start_story(
        user=publicist, kind="article", title="Mình hiến trước, bà con mới tin", text=TEXT
    )


def photo(name="anh.jpg", color="green"):
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "noi chup"
    Image.new("RGB", (2400, 1200), color).save(stream, "JPEG", exif=exif)
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def reasons_of(call, **kwargs):
    with pytest.raises(DomainError) as refused:
        call(**kwargs)
    return refused.value.reasons


OPEN = {
    ("draft", "offer", Role.PUBLICIST),
    ("offered", "take_back", Role.PUBLICIST),
    ("offered", "release", Role.CHAIR),
    ("offered", "send_back", Role.CHAIR),
    ("released", "take_down", Role.CHAIR),
    ("released", "take_down", Role.CLERK),
    ("released", "take_down", Role.PUBLICIST),
    ("taken_down", "rewrite", Role.PUBLICIST),
}


def test_matrix_of_states_edges_and_roles():
    facts = StoryFacts(title="Tiêu đề", text="Nội dung")
    found = {
        (state.value, edge, role)
        for state in StoryState
        for edge in STORY_FLOW.edges
        for role in Role
        if STORY_FLOW.look(edge, state=state.value, actors=frozenset({role}), facts=facts).allowed
    }

    assert found == OPEN


@pytest.mark.parametrize(
    ("edge", "given", "sentence"),
    [
        ("offer", {"text": " "}, "Viết nội dung trước khi gửi duyệt."),
        (
            "offer",
            {"text": "Gọi 0905 123 456 để biết thêm."},
            "Bài có số điện thoại hoặc số giấy tờ của cá nhân. Bỏ số đó trước khi đăng.",
        ),
        (
            "release",
            {"text": "Căn cước 064086001234"},
            "Bài có số điện thoại hoặc số giấy tờ của cá nhân. Bỏ số đó trước khi đăng.",
        ),
        ("release", {"own": True}, "Người viết không tự duyệt đăng bài của mình."),
    ],
)
def test_guard_says_why(edge, given, sentence):
    facts = StoryFacts(**{"title": "Tiêu đề", "text": "Nội dung", **given})
    state = next(iter(STORY_FLOW.edges[edge].sources))

    look = STORY_FLOW.look(edge, state=state, actors=frozenset({Role.CHAIR}), facts=facts)

    assert look.refusals == (sentence,)


def test_figures_are_not_taken_for_phone_numbers():
    facts = StoryFacts(title="2024", text="Hiến 3.265 m² đất, 95.350.000 đồng, 0,5 ha.")

    assert STORY_FLOW.edges["offer"].guards[1](facts) is None


def test_story_goes_out_and_is_taken_down(publicist, chair, participant, story):
    offer_story(user=publicist, story_id=story.pk)
    assert not stories_visible_to(participant).exists()
    released = release_story(user=chair, story_id=story.pk)
    assert released.released_on == date(2024, 11, 18)
    assert list(released_stories(story.commune)) == [story]
    assert list(stories_visible_to(participant)) == [story]

    take_down_story(user=chair, story_id=story.pk, note="Chủ hộ xin gỡ")

    assert not released_stories(story.commune).exists()
    assert [row.edge for row in story.transitions.all()] == ["offer", "release", "take_down"]


def test_clerk_releases_only_from_signed_paper(publicist, chair, clerk, story):
    offer_story(user=publicist, story_id=story.pk)
    with pytest.raises(NotAllowed):
        release_story(user=clerk, story_id=story.pk)
    signer = make_signer(chair.individual)
    paper = PaperTrace(signer, "12/PY-UBND", date(2024, 11, 18), make_scan(clerk))

    release_story(user=clerk, story_id=story.pk, paper=paper)

    trace = story.transitions.last()
    assert (trace.edge, trace.signer, trace.by) == ("release", signer, clerk)


def test_story_of_a_withdrawn_model_leaves_the_public_page(
    publicist, chair, clerk, owner, year, story
):
    dv_model = accepted_model(owner, clerk, year)
    values = {"kind": "news", "title": "Cụ bà không phải thuê xe", "text": TEXT}
    told = start_story(user=publicist, dv_model=dv_model, **values)
    offer_story(user=publicist, story_id=told.pk)
    release_story(user=chair, story_id=told.pk)
    assert list(released_stories(told.commune)) == [told]

    withdraw_model(user=clerk, model_id=dv_model.pk, note="Đơn xin rút", on_behalf_source="paper")

    assert not released_stories(told.commune).exists()
    assert reasons_of(start_story, user=publicist, dv_model=dv_model, **values) == (
        "Mô hình đã rút nên không đăng bài về mô hình này.",
    )


def test_only_publicist_writes(clerk, chair, participant):
    for user in (clerk, chair, participant):
        with pytest.raises(NotAllowed):
            start_story(user=user, kind="news", title="Tin")
    assert not Story.objects.exists()


def test_story_that_waits_is_not_edited(publicist, story):
    offer_story(user=publicist, story_id=story.pk)

    assert reasons_of(
        save_story, user=publicist, story_id=story.pk, kind="news", title="Khác", text=TEXT
    ) == ("Bài đang ở trạng thái “Chờ duyệt” nên không sửa được. Lấy về viết tiếp rồi sửa.",)


def test_stale_story_is_refused(publicist, story):
    save_story(
        user=publicist, story_id=story.pk, kind="news", title="Bản mới", text=TEXT, version=1
    )

    with pytest.raises(StaleRecord):
        save_story(
            user=publicist, story_id=story.pk, kind="news", title="Bản cũ", text=TEXT, version=1
        )
    story.refresh_from_db()
    assert story.title == "Bản mới"


def test_send_back_asks_for_a_reason(publicist, chair, story):
    offer_story(user=publicist, story_id=story.pk)

    assert reasons_of(send_back_story, user=chair, story_id=story.pk, note=" ") == (
        "Ghi lý do khi “Trả lại để viết tiếp”.",
    )


def test_picture_is_shrunk_and_freed_of_exif(publicist, story):
    picture = add_picture(
        user=publicist, story_id=story.pk, upload=photo(), caption="Bà con dời hàng rào"
    )

    with picture.file.file.open("rb") as stream, Image.open(stream) as kept:
        assert (kept.size, dict(kept.getexif())) == ((2000, 1000), {})


def test_picture_that_is_none_is_refused(publicist, story):
    upload = SimpleUploadedFile("anh.jpg", b"day khong phai anh", "image/jpeg")

    with pytest.raises(DomainError) as refused:
        add_picture(user=publicist, story_id=story.pk, upload=upload, caption="Ảnh")
    assert refused.value.field == "upload"
    assert not story.pictures.exists()


def test_removed_picture_is_no_longer_served(client, publicist, story):
    picture = add_picture(user=publicist, story_id=story.pk, upload=photo(), caption="Ảnh")
    url = reverse("models_registry:story_picture", args=[story.pk, picture.pk])
    client.force_login(publicist)
    answer = client.get(url)
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"

    remove_picture(user=publicist, story_id=story.pk, picture_id=picture.pk)

    assert client.get(url).status_code == 404


def test_pages_carry_a_story_from_writing_to_release(client, publicist, chair):
    client.force_login(publicist)
    write = reverse("models_registry:story_write")
    answer = client.post(write, {"kind": "news", "title": "", "text": TEXT, "once": "a"})
    assert answer.context["form"].errors["title"] == ["Nhập tiêu đề."]
    assert TEXT in answer.content.decode()
    given = {"kind": "news", "title": "Tin mới", "text": TEXT, "once": "b"}
    first = client.post(write, given)
    again = client.post(write, given)
    story = Story.objects.get()
    assert first.url == again.url == reverse("models_registry:story_detail", args=[story.pk])
    client.post(reverse("models_registry:story_act", args=[story.pk, "gui-duyet"]))
    client.force_login(chair)
    client.post(reverse("models_registry:story_act", args=[story.pk, "duyet"]))
    story.refresh_from_db()
    assert story.state == StoryState.RELEASED


# -- propagation ----------------------------------------------------------------------------------


def given_row(**overrides):
    given = {
        "way": "loudspeaker",
        "title": "Mỗi tuần một cách làm hay",
        "starts": date(2024, 3, 11),
        "ends": date(2024, 6, 28),
        "times": 16,
        **overrides,
    }
    return PropagationInput(**given)


def test_propagation_is_counted_by_way(publicist, clerk, commune, year):
    village = make_village(commune)
    record_propagation(user=publicist, given=given_row(villages=[village]))
    record_propagation(user=publicist, given=given_row(villages=[village]))
    meeting = given_row(way="village_meeting", title="Luật", times=1, people=86, ends=None)
    wrong = record_propagation(user=clerk, given=given_row(title="Nhập nhầm", times=3))
    record_propagation(user=clerk, given=meeting)

    void_propagation(user=clerk, propagation_id=wrong.pk, reason="Nhập nhầm năm")

    assert propagation_sums(year) == [
        ("loa truyền thanh", 1, 16, 0),
        ("họp làng, sinh hoạt cộng đồng", 1, 1, 86),
    ]
    assert Propagation.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends": date(2024, 3, 1)}, "Ngày cuối không thể trước ngày đầu. Kiểm tra lại hai ngày."),
        ({"ends": date(2024, 12, 1)}, "Ngày 01/12/2024 chưa tới. Ghi sau khi đã tuyên truyền."),
        ({"times": 0}, "Ghi số lần từ 1 đến 2000."),
        ({"people": 200_000}, "Ghi số lượt người từ 0 đến 100000."),
        ({"title": " "}, "Ghi nội dung tuyên truyền, tối đa 200 ký tự."),
    ],
)
def test_wrong_propagation_is_refused(publicist, wrong, sentence):
    assert reasons_of(record_propagation, user=publicist, given=given_row(**wrong)) == (sentence,)
    assert not Propagation.objects.exists()


def test_propagation_of_another_commune_is_not_found(stranger, publicist):
    row = record_propagation(user=publicist, given=given_row())

    assert reasons_of(
        void_propagation, user=stranger, propagation_id=row.pk, reason="Không phải của xã"
    ) == ("Không tìm thấy lần tuyên truyền này.",)


def test_propagation_page_keeps_what_was_typed(client, publicist):
    client.force_login(publicist)
    url = reverse("models_registry:propagation_record")
    answer = client.post(
        url, {"way": "zalo", "title": "Bài trên nhóm", "starts": "31/02/2024", "times": "2"}
    )
    assert "starts" in answer.context["form"].errors
    assert "31/02/2024" in answer.content.decode()
    assert not Propagation.objects.exists()
