"""Two texts of one field: shown in words, one of them chosen, nothing saved before that."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from dandvan.forms import PageForm, VnDateField
from dandvan.stale_forms import raw_values


class Sample(PageForm):
    """One field of each kind."""

    text = forms.CharField(label="Chữ", required=False, widget=forms.Textarea)
    day = VnDateField(label="Ngày", required=False)
    one = forms.ChoiceField(label="Chọn một", choices=[("a", "Hộ"), ("b", "Người")])
    many = forms.MultipleChoiceField(
        label="Chọn nhiều", choices=[("1", "làng Leng"), ("2", "làng Stơr")], required=False
    )
    yes = forms.BooleanField(label="Cộng được", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


STORED = {"text": "", "day": date(2024, 3, 8), "one": "b", "many": ["1", "2"], "yes": True}
TYPED = "text=T&day=09/03/2024&one=a&many=2&version=1"


def stale():
    form = Sample(QueryDict(TYPED))
    form.offer_stored(STORED)
    return form


def choose(**choices):
    data = stale().data.copy()
    for name, choice in choices.items():
        data[f"chon-{name}"] = choice
    return Sample(data)


def test_every_field_that_differs_is_shown_in_words():
    found = [(row.label, row.stored, row.typed) for row in stale().conflicts]

    assert found == [
        ("Chữ", "", "T"),
        ("Ngày", "08/03/2024", "09/03/2024"),
        ("Chọn một", "Người", "Hộ"),
        ("Chọn nhiều", "làng Leng\nlàng Stơr", "làng Stơr"),
        ("Cộng được", "Có", "Không"),
    ]


def test_equal_fields_and_line_breaks_are_no_conflict():
    form = Sample(QueryDict("text=Một%0D%0Ahai&one=a&version=1"))
    form.offer_stored({"text": "Một\nhai", "one": "a"})

    assert form.conflicts == []


def test_stored_values_are_taken_where_chosen():
    form = choose(text="da-luu", day="da-luu", one="vua-nhap", many="da-luu", yes="da-luu")

    assert form.is_valid()
    assert form.cleaned_data == {
        "text": "",
        "day": date(2024, 3, 8),
        "one": "a",
        "many": ["1", "2"],
        "yes": True,
        "version": 1,
    }


@pytest.mark.parametrize("name", sorted(STORED))
def test_field_without_a_choice_is_refused(name):
    form = choose(**(dict.fromkeys(STORED, "vua-nhap") | {name: ""}))

    label = Sample.base_fields[name].label
    assert form.errors == {name: [f"{label}: chọn một trong hai bản."]}
    assert name not in form.cleaned_data


def test_form_without_two_texts_is_as_ever():
    form = Sample(QueryDict(TYPED))

    assert (form.is_valid(), form.conflicts) == (True, [])
    assert raw_values(form.fields["yes"], False) == []
