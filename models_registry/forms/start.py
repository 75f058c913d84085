"""The first page of a registration: which period, for whom, what it is called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from dandvan import clock
from dandvan.forms import PageForm
from dandvan.roles import Role, roles_of
from dandvan.transition import BEHALF_SOURCES, OnBehalfSource
from models_registry.enums import WindowKind
from models_registry.models import Individual, User, YearWindow
from models_registry.queries import current_individual_id, open_registration_windows


class WindowChoice(forms.ModelChoiceField):
    """A registration period with its days."""

    def label_from_instance(self, obj: YearWindow) -> str:
        """Name, year it counts for, days, whether it is over."""
        today = clock.today()
        over = "" if obj.is_open_on(today) else " – đã đóng" if obj.ends < today else " – chưa mở"
        return (
            f"{obj.name} (tính cho năm {obj.year.year}; "
            f"từ {obj.starts:%d/%m/%Y} đến {obj.ends:%d/%m/%Y}{over})"
        )


class StartForm(PageForm):
    """Name, period and, for the clerk, the person he registers for."""

    name = forms.CharField(
        label="Tên mô hình",
        max_length=300,
        help_text="Gọi tên việc làm cụ thể, ví dụ: Hiến đất, góp công mở rộng đường làng.",
    )
    window = WindowChoice(
        label="Đợt đăng ký",
        queryset=YearWindow.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    owner_person = forms.ModelChoiceField(
        label="Người đăng ký",
        queryset=Individual.objects.none(),
        required=False,
        empty_label="– chính tôi –",
        help_text="Chọn khi ghi thay cho người không tự nhập được.",
    )
    on_behalf_source = forms.ChoiceField(
        label="Ghi thay theo",
        required=False,
        choices=[("", "– chọn khi ghi thay –"), *OnBehalfSource.choices],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Open periods; the clerk also sees the closed ones and chooses the person."""
        super().__init__(*args, **kwargs)
        self.user = user
        windows: Any = self.fields["window"]
        if Role.CLERK in roles_of(user):
            windows.queryset = (
                YearWindow.objects.filter(
                    Q(year__plan__commune_id=user.commune_id), kind=WindowKind.REGISTRATION
                )
                .select_related("year")
                .order_by("-ends")
            )
            people: Any = self.fields["owner_person"]
            people.queryset = Individual.objects.filter(commune_id=user.commune_id)
        else:
            windows.queryset = self._open_or_just_closed(user)
            del self.fields["owner_person"], self.fields["on_behalf_source"]

    def _open_or_just_closed(self, user: User) -> QuerySet[YearWindow]:
        """Open periods, and the one that ended while the form was filled in: it gives a draft."""
        today, commune = clock.today(), user.commune_id or 0
        rows = open_registration_windows(commune, today)
        posted = self.data.get("window", "") if self.is_bound else ""
        if not (posted.isascii() and posted.isdigit() and len(posted) < 10):
            return rows
        closed = YearWindow.objects.filter(
            pk=int(posted),
            year__plan__commune_id=commune,
            kind=WindowKind.REGISTRATION,
            ends__lt=today,
        ).select_related("year")
        return rows | closed

    def clean(self) -> dict[str, Any]:
        """Writing down for somebody says on what it rests."""
        data: dict[str, Any] = super().clean() or {}
        person = data.get("owner_person")
        own = current_individual_id(self.user)
        if "owner_person" in self.fields and person is None and own is None:
            self.add_error("owner_person", "Chọn người đăng ký.")
        if person is not None and person.pk != own and not data.get("on_behalf_source"):
            self.add_error("on_behalf_source", f"Chọn căn cứ ghi thay: {BEHALF_SOURCES}.")
        return data
