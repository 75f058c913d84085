"""The first account: made once, with a password that must be changed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dandvan.roles import Role, roles_of
from models_registry.models import User
from tests.factories import make_commune, make_user

pytestmark = pytest.mark.django_db


def run(**options: str) -> list[str]:
    """Lines that the command prints."""
    out = StringIO()
    call_command("create_first_admin", stdout=out, **options)
    return out.getvalue().splitlines()


def printed_password(lines: list[str]) -> str:
    return lines[1].removeprefix("Mật khẩu dùng một lần: ")


def test_first_admin_belongs_to_the_commune_and_must_change_the_password(commune):
    lines = run()

    user = User.objects.get()
    assert lines[0] == "Tài khoản quản trị: quantri"
    assert user.username == "quantri"
    assert user.commune == commune
    assert user.is_staff
    assert not user.is_superuser
    assert user.must_change_password
    assert roles_of(user) == {Role.ADMIN, Role.CLERK}
    assert user.check_password(printed_password(lines))


def test_first_admin_is_not_made_again(commune):
    run()
    before = User.objects.get().password

    lines = run()

    assert lines == ["Đã có tài khoản; không tạo thêm."]
    assert User.objects.get().password == before


def test_first_admin_is_not_made_where_anybody_can_sign_in(commune):
    make_user(commune, "vanphong", Role.CLERK)

    run()

    assert list(User.objects.values_list("username", flat=True)) == ["vanphong"]


def test_first_admin_needs_a_plan():
    with pytest.raises(CommandError, match="Nạp kế hoạch trước"):
        run()

    assert not User.objects.exists()


def test_first_admin_asks_which_of_several_communes(commune):
    other = make_commune("khac", name="xã Khác (giả định)", place_name="Khác")

    with pytest.raises(CommandError, match="Có nhiều xã"):
        run()
    run(commune="khac")

    assert User.objects.get().commune == other


# --- The password must change first -------------------------------------------------------------


@pytest.fixture
def newcomer(commune, client):
    """Somebody with a one-time password, signed in."""
    user = make_user(commune, "moi", Role.CLERK, must_change_password=True)
    client.force_login(user)
    return user


def change(client, old: str, new: str, again: str | None = None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(reverse("password_change"), data)


@pytest.mark.parametrize("name", ["home", "awards:calendar", "admin:index"])
def test_every_page_leads_to_the_change_of_password(client, newcomer, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url == reverse("password_change")


def test_change_of_password_opens_the_pages(client, newcomer):
    response = change(client, "mat-khau-thu", "cay-da-dau-lang-7")

    newcomer.refresh_from_db()
    assert response.url == reverse("password_change_done")
    assert not newcomer.must_change_password
    assert newcomer.check_password("cay-da-dau-lang-7")
    assert client.get(reverse("home")).status_code == 200


def test_the_same_password_again_is_refused(client, newcomer):
    response = change(client, "mat-khau-thu", "mat-khau-thu")

    newcomer.refresh_from_db()
    assert "Mật khẩu mới phải khác mật khẩu đang dùng." in response.content.decode()
    assert newcomer.must_change_password


def test_a_wrong_old_password_changes_nothing(client, newcomer):
    response = change(client, "sai-mat-khau", "cay-da-dau-lang-7")

    newcomer.refresh_from_db()
    assert response.status_code == 200
    assert newcomer.must_change_password
    assert newcomer.check_password("mat-khau-thu")


def test_admins_own_password_page_leads_to_ours(client, clerk):
    client.force_login(clerk)

    response = client.get("/quan-tri/password_change/")

    assert response.url == reverse("password_change")


def test_login_and_logout_by_post(client, clerk):
    entered = client.post(
        reverse("login"), {"username": "vanphong", "password": "mat-khau-thu", "next": ""}
    )
    looked = client.get(reverse("logout"))
    left = client.post(reverse("logout"))

    assert entered.url == reverse("home")
    assert looked.status_code == 405
    assert left.url == reverse("login")
    assert client.get(reverse("home")).status_code == 302


def test_an_unknown_address_answers_in_vietnamese(client, clerk):
    client.force_login(clerk)

    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()
