"""Accounts for many at once: names, passwords that are shown once, slips, who may."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pypdfium2
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dandvan.documents.pdf import render_pdf
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from models_registry.documents.login_slips import build_login_slips
from models_registry.domain.usernames import free_username, username_of
from models_registry.models import User
from models_registry.services import account_batch
from models_registry.services.account_batch import NewLogin, create_accounts, give_passwords
from tests.factories import make_commune, make_individual, make_user, make_village

pytestmark = pytest.mark.django_db

MANY = "models_registry:account_many"
AGAIN = "models_registry:account_passwords"
SLIPS = "models_registry:account_slips"
PASSWORD = re.compile(r"[a-hjkmnp-z2-9]{4}(?:-[a-hjkmnp-z2-9]{4}){2}")


@pytest.fixture
def at_desk(client, administrator, in_march):
    client.force_login(administrator)
    return client


@pytest.fixture
def people(commune):
    return [make_individual(commune, name) for name in ("Đinh Hmưnh", "Đinh Văn Tơl", "Đinh Tơl")]


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full_name", "username"),
    [
        ("Đinh Hmưnh", "dinh.hmunh"),
        ("Võ Thị Kim Oanh", "vo.oanh"),
        ("Đinh Văn Krĭng", "dinh.kring"),
        ("Y", "y"),
        ("…", "nguoi.dung"),
    ],
)
def test_username_is_made_of_the_name(full_name, username):
    assert username_of(full_name) == username


def test_username_taken_gets_a_number():
    assert free_username("Đinh Tơl", {"dinh.tol", "dinh.tol2"}) == "dinh.tol3"


# -- services -------------------------------------------------------------------------------------


def test_accounts_are_made_for_all_with_one_time_passwords(administrator, people, in_march):
    make_user(make_commune("khac", name="xã Khác"), "Dinh.Hmunh")

    logins = create_accounts(user=administrator, people=[row.pk for row in people])

    assert sorted((row.name, row.username) for row in logins) == [
        ("Đinh Hmưnh", "dinh.hmunh2"),
        ("Đinh Tơl", "dinh.tol"),
        ("Đinh Văn Tơl", "dinh.tol2"),
    ]
    for login in logins:
        account = User.objects.get(username=login.username)
        assert account.check_password(login.password)
        assert PASSWORD.fullmatch(login.password)
        assert (account.must_change_password, account.is_staff) == (True, False)
        assert (account.commune, account.individual.full_name) == (
            administrator.commune,
            login.name,
        )
        assert set(account.role_names()) == {"PARTICIPANT"}
    assert LogEntry.objects.filter(user=administrator).count() == 3


def test_roles_of_the_admin_are_not_given_to_many(administrator, people):
    for role in (Role.CLERK, Role.CHAIR, Role.MOBILIZATION_BLOC, Role.ADMIN):
        with pytest.raises(DomainError, match="Vai trò này chỉ cấp từng người"):
            create_accounts(user=administrator, people=[people[0].pk], role=role)
    assert User.objects.filter(individual=people[0]).count() == 0


def test_somebody_who_cannot_get_an_account_stops_all(administrator, commune, people, in_march):
    left = make_individual(commune, "Đinh Thị Nhơi")
    left.posts.update(valid_to=date(2024, 1, 31))
    elsewhere = make_individual(make_commune("khac", name="xã Khác"), "Phan Lạ")
    has_one = make_user(commune, "cosan", Role.PARTICIPANT, full_name="Siu Cố").individual

    for other in (left, elsewhere, has_one):
        with pytest.raises(DomainError, match="Chưa lập tài khoản nào"):
            create_accounts(user=administrator, people=[people[0].pk, other.pk])
    assert User.objects.filter(individual__in=people).count() == 0


def test_nobody_and_too_many_are_refused(administrator):
    with pytest.raises(DomainError, match="Chọn ít nhất một người"):
        create_accounts(user=administrator, people=[])
    with pytest.raises(DomainError, match="Mỗi lần tối đa 60 người"):
        give_passwords(user=administrator, accounts=range(61))


def test_passwords_are_given_anew_for_many(administrator, owner, participant):
    logins = give_passwords(user=administrator, accounts=[owner.pk, participant.pk])

    assert [row.name for row in logins] == ["Đinh Thị Chủ", "Lương Văn Khác"]
    for login in logins:
        account = User.objects.get(username=login.username)
        assert account.check_password(login.password)
        assert account.must_change_password


def test_ones_own_a_closed_and_a_strange_account_keep_their_password(
    administrator, owner, participant, stranger
):
    participant.is_active = False
    participant.save(update_fields=["is_active"])

    for other in (administrator, participant, stranger):
        with pytest.raises(DomainError, match="Chưa cấp mật khẩu nào"):
            give_passwords(user=administrator, accounts=[owner.pk, other.pk])
    owner.refresh_from_db()
    assert owner.check_password("mat-khau-thu")


def test_accounts_are_the_administrators(clerk, chair, owner, people):
    for user in (clerk, chair, owner):
        with pytest.raises(NotAllowed):
            create_accounts(user=user, people=[people[0].pk])
        with pytest.raises(NotAllowed):
            give_passwords(user=user, accounts=[owner.pk])


def test_a_name_taken_meanwhile_makes_nothing(administrator, people, in_march, monkeypatch):
    monkeypatch.setattr(account_batch, "taken_usernames", lambda names: set())
    make_user(administrator.commune, "dinh.hmunh")

    with pytest.raises(DomainError, match="Chưa lập tài khoản nào; bấm lại"):
        create_accounts(user=administrator, people=[row.pk for row in people])
    assert User.objects.filter(individual__in=people).count() == 0


# -- pages ----------------------------------------------------------------------------------------


def test_ticked_people_get_accounts_and_their_passwords_are_shown_once(at_desk, people):
    page = at_desk.get(reverse(MANY)).content.decode()
    assert "Đinh Hmưnh – Công chức (dinh.hmunh)" in page

    data = {"people": [str(people[0].pk)], "role": "PARTICIPANT", "once": "mot-lan"}
    answer = at_desk.post(reverse(MANY), data)

    shown = answer.content.decode()
    account = User.objects.get(individual=people[0])
    assert account.check_password(PASSWORD.search(shown).group())
    assert "no-store" in answer["Cache-Control"]
    again = at_desk.post(reverse(MANY), data, follow=True)
    assert again.redirect_chain == [(reverse(AGAIN), 302)]
    assert "mật khẩu chỉ hiện ở lần đầu và không mở lại được" in again.content.decode()
    assert User.objects.filter(individual__in=people).count() == 1


def test_all_of_one_village_get_accounts_with_one_box(at_desk, commune, people):
    village = make_village(commune, "L05", "Leng")
    people[0].posts.update(village=village)
    url = f"{reverse(MANY)}?noi=lang-{village.pk}"
    assert "Chọn cả 1 người bên dưới" in at_desk.get(url).content.decode()

    at_desk.post(url, {"everybody": "on", "role": "VIEWER"})

    account = User.objects.get(individual__in=people)
    assert (account.individual, set(account.role_names())) == (people[0], {"VIEWER"})


def test_lists_of_people_ask_the_database_no_oftener_with_more_of_them(at_desk, commune):
    make_individual(commune, "Siu Một")
    make_user(commune, "siu.hai", Role.PARTICIPANT, full_name="Siu Hai")
    counts = []
    for turn in range(2):
        for name in (MANY, AGAIN):
            at_desk.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                at_desk.get(reverse(name))
            counts.append(len(asked))
        for number in range(5):
            make_individual(commune, f"Siu Văn {number}")
            make_user(
                commune, f"siu.{turn}{number}", Role.PARTICIPANT, full_name=f"Siu Thị {number}"
            )
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


def test_nobody_ticked_is_said(at_desk, people):
    page = at_desk.post(reverse(MANY), {"role": "PARTICIPANT"})

    assert page.context["form"].errors["people"] == ["Chọn ít nhất một người."]


def test_reset_page_says_who_has_signed_in(at_desk, owner, participant):
    participant.set_unusable_password()
    participant.save(update_fields=["password"])
    page = at_desk.get(reverse(AGAIN)).content.decode()
    assert "(chumohinh, chưa đăng nhập lần nào)" in page
    assert "(nguoikhac, chưa có mật khẩu)" in page

    answer = at_desk.post(reverse(AGAIN), {"people": [str(owner.pk)]})

    owner.refresh_from_db()
    assert owner.check_password(PASSWORD.search(answer.content.decode()).group())


def text_of(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_range() for page in document]


def test_slips_are_printed_from_the_page_that_shows_the_passwords(at_desk, people, client):
    shown = at_desk.post(reverse(MANY), {"everybody": "on", "role": "PARTICIPANT"}).content.decode()
    carried = unescape(re.search(r'name="slips" value="([^"]*)"', shown).group(1))

    answer = at_desk.post(reverse(SLIPS), {"slips": carried})

    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (
        "application/pdf",
        True,
    )
    (page,) = text_of(answer.content)
    words = " ".join(page.split())
    for password in set(PASSWORD.findall(shown)):
        assert f"Mật khẩu: {password}" in words
    assert "Tên đăng nhập: dinh.hmunh" in words
    assert "http://testserver/" in words


def test_slips_of_somebody_else_or_made_up_are_refused(at_desk, commune, people):
    shown = at_desk.post(reverse(MANY), {"everybody": "on", "role": "PARTICIPANT"}).content.decode()
    carried = unescape(re.search(r'name="slips" value="([^"]*)"', shown).group(1))
    at_desk.force_login(make_user(commune, "quantri2", Role.ADMIN))

    for slips in (carried, "", "x:y:z"):
        answer = at_desk.post(reverse(SLIPS), {"slips": slips}, follow=True)
        assert "Phiếu đăng nhập không còn in được" in answer.content.decode()


def test_ten_slips_fit_on_a_page_and_none_is_cut_in_two(commune):
    logins = [
        NewLogin(f"nguyen.hlon{number}", "k7mp-x2fd-q9ra", "Nguyễn Thị Bích Hlơn", "Trưởng làng")
        for number in range(25)
    ]

    pages = text_of(
        render_pdf(
            build_login_slips(
                commune, logins, address="https://danvan.example.vn/", day=date(2024, 3, 4)
            )
        )
    )

    counts = [page.count("Tên đăng nhập:") for page in pages]
    assert (sum(counts), counts) == (25, [page.count("Mật khẩu:") for page in pages])
    assert counts[0] >= 10
