"""Documents read back from stored data: nothing is lost on the way."""

import json

import pytest

from dandvan.documents.model import Paragraph, to_json
from dandvan.documents.stored import stored_document
from tests.dandvan.documents.papers import make_proposal
from tests.dandvan.documents.rich_papers import PAPERS


@pytest.mark.parametrize("name", PAPERS)
def test_stored_document_is_the_document(name):
    assert stored_document(json.loads(to_json(PAPERS[name]))) == PAPERS[name]


def test_data_of_an_earlier_form_is_read_with_defaults():
    data = json.loads(to_json(make_proposal(foot_note="Bản sao")))
    del data["foot_note"]
    data["no_longer_known"] = "x"

    assert stored_document(data) == make_proposal()


def test_piece_of_an_unknown_kind_is_refused():
    data = json.loads(to_json(make_proposal(body=(Paragraph("a"),))))
    data["body"][0]["_"] = "Drawing"

    with pytest.raises(KeyError, match="Drawing"):
        stored_document(data)
