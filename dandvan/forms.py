"""Base of every form: one normal form of text, messages that name the remedy, typed dates."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from dandvan.stale_forms import ChoosesVersion
from dandvan.vietnamese import nfc

_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_DATE_MESSAGE = "Nhập {name} theo dạng ngày/tháng/năm, ví dụ 20/11/2024."
_SPACED_DATE = re.compile(r"(\d{1,2})\s+(\d{1,2})\s+(\d{4})")

# Message by field class and code; {name} is the label inside a sentence. The first class that fits
# and knows the code wins, so the list goes from special to general.
_MESSAGES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.FileField,
        {
            "required": "Chọn tệp cho mục “{label}”.",
            "empty": "Tệp này không có nội dung. Chọn tệp khác cho mục “{label}”.",
            "missing": "Chọn tệp cho mục “{label}”.",
            "invalid": "Chưa nhận được tệp. Chọn lại tệp cho mục “{label}”.",
        },
    ),
    (
        forms.ModelMultipleChoiceField,
        {
            "required": "Chọn ít nhất một mục: {name}.",
            "invalid_choice": "Mục đã chọn không còn trong danh sách. Chọn lại {name}.",
            "invalid_pk_value": "Mục đã chọn không còn trong danh sách. Chọn lại {name}.",
            "invalid_list": "Chọn lại {name} trong danh sách.",
        },
    ),
    (
        forms.MultipleChoiceField,
        {
            "required": "Chọn ít nhất một mục: {name}.",
            "invalid_choice": "Mục đã chọn không có trong danh sách. Chọn lại {name}.",
            "invalid_list": "Chọn lại {name} trong danh sách.",
        },
    ),
    (
        forms.ChoiceField,
        {
            "required": "Chọn {name}.",
            "invalid_choice": "Mục đã chọn không có trong danh sách. Chọn lại {name}.",
        },
    ),
    (
        forms.ModelChoiceField,
        {
            "required": "Chọn {name}.",
            "invalid_choice": "Mục đã chọn không còn trong danh sách. Chọn lại {name}.",
        },
    ),
    (forms.DateField, {"invalid": _DATE_MESSAGE, "required": "Nhập {name}, ví dụ 20/11/2024."}),
    (
        forms.DateTimeField,
        {"invalid": "Nhập {name} theo dạng ngày/tháng/năm giờ:phút, ví dụ 20/11/2024 14:30."},
    ),
    (forms.TimeField, {"invalid": "Nhập {name} theo dạng giờ:phút, ví dụ 14:30."}),
    (
        forms.DecimalField,
        {
            "invalid": "Nhập {name} bằng chữ số, ví dụ 12,5.",
            "max_digits": "Rút ngắn {name}: tối đa %(max)s chữ số.",
            "max_decimal_places": "Nhập {name} với tối đa %(max)s chữ số sau dấu phẩy.",
            "max_whole_digits": "Rút ngắn {name}: tối đa %(max)s chữ số trước dấu phẩy.",
        },
    ),
    (forms.FloatField, {"invalid": "Nhập {name} bằng chữ số, ví dụ 12,5."}),
    (
        forms.IntegerField,
        {
            "invalid": "Nhập {name} bằng số nguyên, ví dụ 12.",
            "min_value": "Nhập {name} từ %(limit_value)s trở lên.",
            "max_value": "Nhập {name} không quá %(limit_value)s.",
        },
    ),
    (forms.EmailField, {"invalid": "Nhập {name} đúng dạng, ví dụ ten@coquan.vn."}),
    (forms.URLField, {"invalid": "Nhập {name} đúng dạng, ví dụ https://gialai.gov.vn."}),
    (forms.BooleanField, {"required": "Đánh dấu vào ô “{label}” để tiếp tục."}),
    (
        forms.Field,
        {
            "required": "Nhập {name}.",
            "invalid": "Nhập lại {name}: nội dung chưa đúng dạng.",
            "max_length": "Rút gọn {name} còn tối đa %(limit_value)s ký tự"
            " (đang có %(show_value)s).",
            "min_length": "Viết thêm cho {name}: ít nhất %(limit_value)s ký tự"
            " (đang có %(show_value)s).",
        },
    ),
)


def label_in_sentence(label: str) -> str:
    """A label inside a sentence: first letter small unless the word is an abbreviation."""
    label = label.strip().rstrip(":?")
    if len(label) > 1 and label[1].isupper():
        return label
    return label[:1].lower() + label[1:]


def _vietnamese_messages(field: forms.Field, label: str) -> dict[str, str]:
    """Messages for one field; codes that the author worded himself are left out."""
    stock: dict[str, Any] = {}
    for klass in reversed(type(field).__mro__):
        stock |= getattr(klass, "default_error_messages", {})
    messages: dict[str, str] = {}
    for klass, texts in _MESSAGES:
        if not isinstance(field, klass):
            continue
        for code, text in texts.items():
            own = field.error_messages.get(code)
            if code not in messages and (own is None or str(own) == str(stock.get(code))):
                messages[code] = text.format(name=label_in_sentence(label), label=label)
    return messages


def normal_form(data: Any) -> Any:
    """Submitted data with every text in NFC; anything but a mapping comes back untouched."""
    if isinstance(data, QueryDict):
        copy = data.copy()
        for key, values in data.lists():
            copy.setlist(key, [nfc(value) if isinstance(value, str) else value for value in values])
        return copy
    if isinstance(data, dict):
        return {key: nfc(value) if isinstance(value, str) else value for key, value in data.items()}
    return data


class DateTextInput(forms.DateInput):
    """A date typed as dd/mm/yyyy: a text field, with the number keys on a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask for digits; the browser's own suggestions would be of no use."""
        base = {"inputmode": "numeric", "autocomplete": "off", "class": "date-input"}
        super().__init__(attrs={**base, **(attrs or {})}, format="%d/%m/%Y")


class VnDateField(forms.DateField):
    """A date typed as 20/11/2024; 20-11-2024, 20.11.2024, 20 11 2024 and 20112024 are understood.

    Raises ValidationError with a sentence that shows the way to write it.
    """

    widget = DateTextInput

    def to_python(self, value: Any) -> Any:
        """Read what was typed; phones often lack the slash beside the digits."""
        if isinstance(value, str):
            text = value.strip()
            match = _EIGHT_DIGITS.fullmatch(text) or _SPACED_DATE.fullmatch(text)
            value = "/".join(match.groups()) if match else text
        return super().to_python(value)


class VnForm(ChoosesVersion):
    """Mixin for forms: NFC, Vietnamese messages, dates as text, counters on long texts."""

    fields: dict[str, forms.Field]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Take the submitted data in normal form and word the messages."""
        super().__init__(normal_form(data), *args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " "))
            field.error_messages.update(_vietnamese_messages(field, label))
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "-" * 9:
                field.empty_label = "– chọn –"
            self._fit_widget(field)

    @staticmethod
    def _fit_widget(field: forms.Field) -> None:
        """Dates become text inputs, textareas say how long they may get."""
        widget = field.widget
        if isinstance(field, forms.DateField) and type(widget) is forms.DateInput:
            field.widget = DateTextInput(widget.attrs)
        if isinstance(widget, forms.Textarea):
            widget.attrs.setdefault("rows", 4)
            limit = widget.attrs.pop("maxlength", None) or getattr(field, "max_length", None)
            # The browser must not cut a pasted text silently: the server says it is too long.
            if limit:
                widget.attrs["data-counter"] = limit

    @property
    def helper(self) -> FormHelper:
        """Crispy renders the fields alone; components/_form.html writes form, token and buttons."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = getattr(self, "layout", None)
        return helper


class PageForm(VnForm, forms.Form):
    """A form of the web or of an own admin page."""


class FilterForm(PageForm):
    """The form of a filter panel: nothing in it is required, so nothing says "optional"."""

    quiet_optional = True


class VersionForm(PageForm):
    """A form about one row: it knows who fills it in and on which version of the row."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, row: Any = None, **kwargs: Any) -> None:
        """Take the person and the row the form is about."""
        self.user, self.row = user, row
        super().__init__(*args, **kwargs)
        if hasattr(row, "version"):
            self.initial.setdefault("version", row.version)
