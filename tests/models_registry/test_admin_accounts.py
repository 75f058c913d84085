"""Accounts: roles by boxes, a password that is shown once, nobody locks himself out."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from dandvan.errors import NotAllowed
from models_registry.models import User
from models_registry.services.accounts import give_one_time_password
from tests.factories import make_individual

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def change(account):
    return reverse("admin:models_registry_user_change", args=[account.pk])


def password_url(account):
    return reverse("admin:models_registry_user_password", args=[account.pk])


def test_a_new_account_has_roles_and_no_password_yet(at_desk, commune):
    person = make_individual(commune, "Siu Văn Mới")

    at_desk.post(
        reverse("admin:models_registry_user_add"),
        {
            "username": "moi",
            "individual": person.pk,
            "roles": ["CLERK", "PARTICIPANT"],
            "is_active": "on",
        },
    )

    made = User.objects.get(username="moi")
    assert (made.commune, made.individual, made.is_staff) == (commune, person, True)
    assert set(made.role_names()) == {"CLERK", "PARTICIPANT"}
    assert (made.has_usable_password(), made.is_superuser) == (False, False)


def test_a_taken_name_and_a_missing_role_are_said(at_desk, clerk):
    page = at_desk.post(
        reverse("admin:models_registry_user_add"), {"username": "vanphong"}
    ).content.decode()

    assert "Tên đăng nhập này đã có người dùng. Chọn tên khác." in page
    assert "Chọn ít nhất một mục: vai trò." in page
    assert User.objects.filter(username="vanphong").count() == 1


def test_taking_a_role_away_closes_the_admin(at_desk, clerk):
    at_desk.post(
        change(clerk),
        {
            "username": "vanphong",
            "individual": clerk.individual_id,
            "roles": ["PARTICIPANT"],
            "is_active": "on",
        },
    )

    kept = User.objects.get(pk=clerk.pk)
    assert (kept.is_staff, set(kept.role_names())) == (False, {"PARTICIPANT"})


def test_nobody_locks_himself_out(at_desk, administrator):
    page = at_desk.post(
        change(administrator), {"username": "quantri", "roles": ["VIEWER"]}
    ).content.decode()

    kept = User.objects.get(pk=administrator.pk)
    assert "Không tự bỏ vai trò quản trị của chính mình." in page
    assert "Không tự khóa tài khoản của chính mình." in page
    assert (kept.is_active, set(kept.role_names())) == (True, {"ADMIN"})


def test_one_time_password_is_shown_once_and_must_be_changed(at_desk, client, clerk):
    answer = at_desk.post(password_url(clerk))

    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", answer.content.decode()).group()
    clerk.refresh_from_db()
    assert "no-store" in answer.headers["Cache-Control"]
    assert (clerk.check_password(password), clerk.must_change_password) == (True, True)
    assert password not in at_desk.get(change(clerk)).content.decode()


def test_one_time_password_takes_post_and_an_account_of_the_commune(
    at_desk, clerk, stranger, administrator
):
    assert at_desk.get(password_url(clerk)).status_code == 405
    assert at_desk.post(password_url(stranger)).status_code == 404
    answer = at_desk.post(password_url(administrator), follow=True)

    assert "Đổi mật khẩu của chính mình ở trang “Đổi mật khẩu”." in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.check_password("mat-khau-thu")


def test_one_time_password_is_the_administrators_alone(client, clerk, owner):
    client.force_login(clerk)

    assert client.post(password_url(owner)).status_code == 403
    with pytest.raises(NotAllowed):
        give_one_time_password(user=clerk, account_id=owner.pk)
    assert owner.check_password("mat-khau-thu")


def test_no_page_for_groups_and_no_rights_on_the_form(at_desk, clerk):
    form = at_desk.get(change(clerk)).context["adminform"].form

    assert admin.site.is_registered(Group) is False
    assert set(form.fields) == {
        "username",
        "individual",
        "roles",
        "is_active",
        "closed_from",
        "seen",
    }
