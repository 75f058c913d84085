"""The parts that pages are built of; the markup is in templates/components/."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import NullBooleanSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dandvan.text_diff import word_pieces
from dandvan.vietnamese import vn_number
from dandvan.year_chart import YearChart, draw_year

register = template.Library()

TONES = frozenset({"wait", "ok", "bad", "go", "honour"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside words; it says nothing to a screen reader."""
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def state(label: object, css: str = "") -> SafeString:
    """The badge of a state: always in words, the colour only helps."""
    return format_html('<span class="state {}">{}</span>', css if css in TONES else "", label)


@register.simple_block_tag
def frame(content: str, tag: str, css: str = "", label: str = "") -> SafeString | str:
    """Wrap a block of the page, or print nothing when the block is blank."""
    if not content.strip():
        return ""
    named = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<{0} class="{1}"{2}>{3}</{0}>', tag, css, named, content)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    note: str = "",
    id: str = "",
    flush: bool = False,
    level: int = 2,
    css: str = "",
) -> SafeString:
    """A white card with its heading; `flush` lets a table reach the edges."""
    small = format_html(' <span class="soft small">{}</span>', note) if note else ""
    head = (
        format_html('<h{0} class="card-title">{1}{2}</h{0}>', int(level), title, small)
        if title
        else ""
    )
    anchor = format_html(' id="{}"', id) if id else ""
    classes = " ".join(part for part in ("card", "flush" if flush else "", css) if part)
    return format_html('<section class="{}"{}>{}{}</section>', classes, anchor, head, content)


@register.inclusion_tag("components/_empty.html")
def empty(what: str, why: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    """An empty list: what is missing, why, and the next act."""
    return {"what": what, "why": why, "url": url, "link": link}


@register.inclusion_tag("components/_stat.html")
def stat(label: str, count: object, url: str = "", link: str = "Mở danh sách") -> dict[str, Any]:
    """A tile with a count that leads to its rows."""
    return {"label": label, "count": count, "url": url, "link": link}


@register.inclusion_tag("components/_action_list.html")
def action_list(
    actions: Iterable[object], title: str = "Việc tiếp theo", none: str = ""
) -> dict[str, Any]:
    """What can be done with this object now, by the person who looks; see dandvan/buttons.py."""
    return {"actions": list(actions or ()), "title": title, "none": none}


@register.inclusion_tag("components/_timeline.html")
def timeline(
    entries: Iterable[object], todo: Iterable[str] = (), title: str = "Diễn biến"
) -> dict[str, Any]:
    """What happened, by whom and when, and what is still to come."""
    return {"entries": list(entries or ()), "todo": list(todo or ()), "title": title}


@register.simple_tag
def facts(*parts: object) -> SafeString:
    """One line of facts; empty ones are left out."""
    kept = [(part,) for part in parts if part not in (None, "")]
    return format_html_join(SafeString(' <span aria-hidden="true">·</span> '), "{}", kept)


@register.simple_tag
def crumbs(*parts: object) -> SafeString:
    """Where the page lies: text, address, text, address, …, and its own text at the end."""
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    items = format_html_join("", '<li><a href="{1}">{0}</a></li>', pairs)
    last = format_html('<li aria-current="page">{}</li>', parts[-1]) if len(parts) % 2 else ""
    return format_html("<ol>{}{}</ol>", items, last)


@register.inclusion_tag("components/_dl.html")
def dl(rows: Iterable[tuple[object, object]], blank: str = "Chưa có") -> dict[str, Any]:
    """Names and values of an object; an empty value is said, not left silent."""
    return {"rows": rows, "blank": blank}


@register.inclusion_tag("components/_check_row.html")
def check_row(
    ok: bool | None,
    label: object,
    detail: str = "",
    reason: str = "",
    url: str = "",
    link: str = "",
) -> dict[str, Any]:
    """A row of a check list; `ok` None means that it is not needed yet."""
    name, words = {True: ("check", "Đạt"), False: ("cross", "Chưa đạt")}.get(
        ok, ("circle", "Chưa cần")
    )
    css = {True: "yes", False: "no"}.get(ok, "later")
    return {
        "icon_name": name,
        "words": words,
        "css": css,
        "label": label,
        "detail": detail,
        "reason": reason,
        "url": url,
        "link": link,
    }


@register.inclusion_tag("components/_year_calendar.html")
def year_calendar(year: int, windows: Iterable[Any], today: date | None = None) -> dict[str, Any]:
    """Windows of one year as bars over its months, today marked, dates in words below."""
    chart: YearChart = draw_year(int(year), windows, today)
    return {"chart": chart}


@register.inclusion_tag("components/_meter.html")
def meter(value: float, maximum: float, words: str = "") -> dict[str, Any]:
    """A bar with its words: how much of how much."""
    return {"value": value, "maximum": maximum or 1, "words": words or f"{value}/{maximum}"}


@register.inclusion_tag("components/_steps.html")
def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """The steps of a long form; `current` counts from 1."""
    names = list(labels)
    return {
        "steps": [
            (name, "done" if index < current else "now" if index == current else "")
            for index, name in enumerate(names, start=1)
        ],
        "current": current,
        "total": len(names),
        "name": names[current - 1] if 0 < current <= len(names) else "",
    }


@register.inclusion_tag("components/_pagination.html", takes_context=True)
def pagination(context: template.Context, page_obj: Any, parameter: str = "page") -> dict[str, Any]:
    """Pages of a list; the other parameters of the address stay."""
    request = context.get("request")
    query = request.GET.copy() if request else {}
    query.pop(parameter, None)
    prefix = f"{query.urlencode()}&" if query else ""
    pages = list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1))
    return {"page_obj": page_obj, "pages": pages, "prefix": f"?{prefix}{parameter}="}


@register.inclusion_tag("components/_filter_panel.html", takes_context=True)
def filter_panel(context: template.Context, filterset: Any, label: str = "Lọc") -> dict[str, Any]:
    """The filters of a list; on a phone one button that says how many are on."""
    form = filterset.form
    for field in form.fields.values():
        if isinstance(field.widget, NullBooleanSelect):
            field.widget.choices = [("unknown", "Tất cả"), ("true", "Có"), ("false", "Không")]
    form.is_valid()
    values = getattr(form, "cleaned_data", {})
    active = sum(1 for value in values.values() if _is_set(value))
    request = context.get("request")
    return {
        "form": form,
        "active": active,
        "label": label,
        "reset_url": request.path if request else "?",
    }


def _is_set(value: Any) -> bool:
    """Whether a filter narrows the list; an empty queryset or list does not."""
    if value in (None, "", [], ()):
        return False
    return bool(value.exists()) if hasattr(value, "exists") else True


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """All refusals of one or several forms or formsets, each a link to its field."""
    general: list[str] = []
    fields: list[tuple[str, str]] = []
    for form in _flat_forms(forms, general):
        if not form.is_bound or not form.errors:
            continue
        general += [str(error) for error in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                bound = form[name]
                fields += [(_field_anchor(bound), str(error)) for error in bound.errors]
    return {"general": general, "fields": fields, "count": len(general) + len(fields)}


def _flat_forms(forms: Iterable[Any], general: list[str]) -> Iterable[Any]:
    """Single forms, out of forms and formsets; a formset's own errors go to `general`."""
    for form in forms:
        if hasattr(form, "forms"):
            if form.is_bound:
                general += [str(error) for error in form.non_form_errors()]
            yield from form.forms
        elif hasattr(form, "errors"):
            yield form


def _field_anchor(bound: Any) -> str:
    """Id of the element that takes the focus; the first box of a group of boxes."""
    if bound.field.widget.is_hidden:
        return ""
    if bound.field.widget.use_fieldset:
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


@register.inclusion_tag("components/_file_list.html")
def file_list(files: Iterable[Any], blank: str = "Chưa có tệp nào.") -> dict[str, Any]:
    """Files that are stored already, with name, size and what can be done with them."""
    return {"files": list(files or ()), "blank": blank}


@register.inclusion_tag("components/_word_diff.html")
def word_diff(old: str, new: str) -> dict[str, Any]:
    """The new text with the words that were taken out and put in marked, also in words."""
    return {"pieces": word_pieces(old or "", new or "")}


@register.inclusion_tag("components/_message_box.html")
def message_box(text: str, label: str = "Sao chép lời nhắn") -> dict[str, Any]:
    """A ready message to copy; the page links js/copy-text.js for the button."""
    return {"text": text, "label": label, "key": f"loi-nhan-{secrets.token_hex(4)}"}


@register.simple_tag
def once_token() -> SafeString:
    """The one-time mark of a form: a second click carries the same one."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.filter
def moment(value: date | datetime | None) -> str:
    """A day as 20/11/2024, a moment as 20/11/2024, 14:32; empty for None."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%d/%m/%Y, %H:%M}"
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def file_size(size: int | None) -> str:
    """Size of a file in words people know: 350 KB, 2,4 MB."""
    if not size:
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


@register.filter
def waiting(days: int | None) -> str:
    """Days that something has waited, in words."""
    if days is None:
        return ""
    return {0: "hôm nay", 1: "hôm qua"}.get(days, f"{days} ngày")


@register.filter
def vi_number(value: object) -> str:
    """A number as written in Vietnamese: 1.234,5."""
    return vn_number(value)


@register.filter
def is_long_text(bound: Any) -> bool:
    """Whether the field is a textarea with a limit, hence has a counter."""
    return "data-counter" in bound.field.widget.attrs


@register.filter
def counter_limit(bound: Any) -> object:
    """The most characters a counted textarea takes."""
    return bound.field.widget.attrs["data-counter"]


@register.filter
def is_optional(bound: Any) -> bool:
    """Whether the label says "(không bắt buộc)": an open field of a form that asks for it."""
    return not bound.field.required and not getattr(bound.form, "quiet_optional", False)
