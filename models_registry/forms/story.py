"""Forms of stories and of what was made known."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VersionForm, VnDateField
from dandvan.paper_forms import SignedPaperForm
from models_registry.enums import ModelState, PropagationWay, SignerBody, StoryKind, StoryState
from models_registry.forms.fields import LongText
from models_registry.models import DanVanModel, Individual, Story, User, Village
from models_registry.models.dated import on_day
from models_registry.queries import active_on, models_visible_to
from models_registry.queries_story import stories_visible_to
from models_registry.services.paper_desk import PAPER_DESK
from models_registry.services.propagation import MOST_PEOPLE, MOST_TIMES, PropagationInput
from models_registry.services.story import LONGEST

_NOT_TOLD = (ModelState.DRAFT, ModelState.WITHDRAWN, ModelState.REVOKED)


class StoryForm(VersionForm):
    """Kind, title, text, the model it tells of, who wrote it."""

    kind = forms.ChoiceField(label="Loại", choices=StoryKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="Tiêu đề", max_length=160)
    text = LongText(
        label="Nội dung",
        max_length=LONGEST,
        required=False,
        help_text="Việc thật, người thật; không ghi số điện thoại, ngày sinh của ai.",
    )
    dv_model = forms.ModelChoiceField(
        DanVanModel.objects.none(),
        label="Nói về mô hình",
        required=False,
        empty_label="– không về mô hình nào –",
    )
    author = forms.ModelChoiceField(
        Individual.objects.none(),
        label="Người viết",
        required=False,
        empty_label="– chính tôi –",
        help_text="Chọn khi đăng bài của người khác gửi tới.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the commune's models and people."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["text"].widget.attrs["rows"] = 12
        models = models_visible_to(self.user).exclude(state__in=_NOT_TOLD)
        fields["dv_model"].queryset = models.order_by("-year__year", "code")
        people = Individual.objects.filter(commune_id=self.user.commune_id)
        fields["author"].queryset = people.filter(active_on(clock.today()))


class PictureForm(PageForm):
    """One picture with what it shows."""

    upload = forms.FileField(
        label="Ảnh",
        help_text="Ảnh jpg, png, heic hoặc webp đến 25 MB; nơi chụp trong ảnh được xóa.",
    )
    caption = forms.CharField(
        label="Chú thích ảnh",
        max_length=160,
        help_text="Ai, làm gì, ở đâu. Ví dụ: Bà con làng Leng dời hàng rào làm đường.",
    )


class ReleaseForm(SignedPaperForm):
    """The chairman's release as the clerk records it from signed paper."""

    desk = PAPER_DESK
    signer_bodies = (SignerBody.UBND,)


class PropagationForm(PageForm):
    """One row of "đã tuyên truyền"."""

    way = forms.ChoiceField(
        label="Hình thức", choices=PropagationWay.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="Nội dung tuyên truyền", max_length=200, help_text="Ví dụ: Mỗi tuần một cách làm hay."
    )
    starts = VnDateField(label="Ngày (từ ngày)")
    ends = VnDateField(label="Đến ngày", required=False, help_text="Chỉ ghi khi kéo dài.")
    times = forms.IntegerField(label="Số lần", min_value=1, max_value=MOST_TIMES, initial=1)
    people = forms.IntegerField(
        label="Số lượt người nghe, dự", min_value=0, max_value=MOST_PEOPLE, required=False
    )
    villages = forms.ModelMultipleChoiceField(
        Village.objects.none(),
        label="Làng",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bỏ trống khi chung cả xã.",
    )
    dv_model = forms.ModelChoiceField(
        DanVanModel.objects.none(),
        label="Mô hình được nói tới",
        required=False,
        empty_label="– không riêng mô hình nào –",
    )
    story = forms.ModelChoiceField(
        Story.objects.none(),
        label="Tin, bài đã dùng",
        required=False,
        empty_label="– không theo bài nào –",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the commune's villages, models and released stories."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        villages = Village.objects.filter(on_day(clock.today()), commune_id=user.commune_id)
        fields["villages"].queryset = villages
        models = models_visible_to(user).exclude(state__in=_NOT_TOLD)
        fields["dv_model"].queryset = models.order_by("-year__year", "code")
        stories = stories_visible_to(user)
        fields["story"].queryset = stories.filter(state=StoryState.RELEASED)

    def given(self) -> PropagationInput:
        """The row as the service takes it."""
        data = self.cleaned_data
        return PropagationInput(
            **{name: data[name] for name in ("way", "title", "starts", "ends", "times", "people")},
            villages=tuple(data["villages"]),
            story=data["story"],
            dv_model=data["dv_model"],
        )
