"""Forms on a review: its words, drafting anew, issuing, the year's targets."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from awards.domain.review_text import SECTIONS, draft_texts
from awards.forms_review import IssueReviewForm, RedraftForm, ReviewTextForm, TargetForm
from awards.models import PeriodReview, YearTarget
from awards.queries_review import REVIEW_READERS, live_figures, reviews_visible_to
from awards.services.period_review import issue_review, redraft, save_texts
from awards.services.year_targets import set_targets
from awards.views.bases import ServicePage
from awards.views.reviews import review_url
from dandvan.roles import Role, roles_of
from dandvan.text_diff import changed


class ReviewForm(ServicePage):
    """A form on one review."""

    roles = REVIEW_READERS
    template_name = "awards/period_review_form.html"
    title = submit = ""

    def visible(self) -> QuerySet[PeriodReview]:
        """Reviews that the person may read."""
        return reviews_visible_to(self.request.user)

    def may(self) -> bool:
        """The clerk."""
        return Role.CLERK in roles_of(self.request.user)

    def not_now(self) -> str:
        """An issued paper is not changed."""
        if self.object.is_issued:
            return "Báo cáo đã ban hành nên không sửa được. Bấm “Mở lại để sửa” nếu cần."
        return ""

    def done_url(self) -> str:
        """The review."""
        return review_url(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who fills it in, about which review."""
        return {**super().get_form_kwargs(), "user": self.request.user, "row": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and button."""
        return super().get_context_data(
            review=self.object,
            title=self.title,
            submit=self.submit,
            back=review_url(self.object),
            **kwargs,
        )


class ReviewEdit(ReviewForm):
    """The words of every section."""

    form_class = ReviewTextForm
    title, submit = "Lời văn của báo cáo", "Lưu lại"
    said = "Đã lưu lời văn. Xem dự thảo báo cáo trước khi trình ký."

    def call(self, form: ReviewTextForm) -> Any:
        """Keep the words."""
        return save_texts(
            user=self.request.user,
            review_id=self.object.pk,
            texts=form.texts(),
            day=form.cleaned_data["date"],
            version=form.cleaned_data["version"],
        )

    def freshen_version(self, form: Any) -> None:
        """After a refusal both versions stand side by side."""
        self.object.refresh_from_db()
        if form.cleaned_data.get("version") != self.object.version:
            form.offer_stored({key: self.object.texts.get(key, "") for key, _, _ in SECTIONS})
        form.data = form.data.copy()
        form.data["version"] = str(self.object.version)


class ReviewRedraft(ReviewForm):
    """What the figures of now would say, section by section, before anything is overwritten."""

    form_class = RedraftForm
    title, submit = "Lấy lại bản nháp theo số liệu", "Thay lời văn của phần đã chọn"
    said = "Đã lấy lại bản nháp cho phần đã chọn. Lời văn cũ còn trong diễn biến."
    template_name = "awards/period_review_redraft.html"

    def prepare(self) -> None:
        """Read the review and draft its words anew."""
        super().prepare()
        row = self.object
        self.fresh = draft_texts(live_figures(row.year, row.kind, row.date))
        self.apart = [
            (key, title, row.texts.get(key, ""), self.fresh[key])
            for key, title, _ in SECTIONS
            if self.fresh[key] and changed(row.texts.get(key, ""), self.fresh[key])
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only sections that would change."""
        offered = [(key, title) for key, title, _, _ in self.apart]
        return {**super().get_form_kwargs(), "offered": offered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences."""
        return super().get_context_data(apart=self.apart, **kwargs)

    def call(self, form: RedraftForm) -> Any:
        """Overwrite the chosen sections."""
        return redraft(
            user=self.request.user,
            review_id=self.object.pk,
            sections=form.cleaned_data["sections"],
            version=form.cleaned_data["version"],
        )


class ReviewIssue(ReviewForm):
    """Number, day, signer; figures are kept with the paper."""

    form_class = IssueReviewForm
    title, submit = "Ký, ban hành báo cáo", "Ban hành"
    said = "Đã ban hành báo cáo; số liệu được giữ nguyên theo bản này."

    def may(self) -> bool:
        """The chairman, or the clerk from the signed paper."""
        return bool(roles_of(self.request.user) & {Role.CLERK, Role.CHAIR})

    def get_form_kwargs(self) -> dict[str, Any]:
        """The clerk records what was signed on paper."""
        by_paper = Role.CHAIR not in roles_of(self.request.user)
        return {**super().get_form_kwargs(), "by_paper": by_paper}

    def get_form(self, form_class: Any = None) -> Any:
        """A scan that arrived is kept when the form is refused."""
        form = super().get_form(form_class)
        if form.is_bound:
            form.is_valid()
            form.keep_files()
        return form

    def call(self, form: IssueReviewForm) -> Any:
        """Issue it."""
        data = form.cleaned_data
        return issue_review(
            user=self.request.user,
            review_id=self.object.pk,
            number_text=data["number"],
            date=data["date"],
            signer=data["signer"],
            paper=form.trace(),
            version=data["version"],
        )


class ReviewTargets(ReviewForm):
    """The targets of the review's year."""

    form_class = TargetForm
    title, submit = "Chỉ tiêu của năm", "Lưu chỉ tiêu"
    said = "Đã lưu chỉ tiêu. Bảng “Kết quả chung” so với chỉ tiêu mới."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start with the targets there are."""
        kwargs = super().get_form_kwargs()
        del kwargs["user"], kwargs["row"]
        rows = YearTarget.objects.filter(year=self.object.year, is_current=True)
        return {**kwargs, "initial": {row.kind: row.value.normalize() for row in rows}}

    def call(self, form: TargetForm) -> Any:
        """Keep them."""
        return set_targets(user=self.request.user, year=self.object.year, values=form.values())
