"""Keeps what is handed in, so that every sending has its own receipt."""

from __future__ import annotations

from models_registry.documents.registration_texts import file_title, registration_texts
from models_registry.domain.submission import digest
from models_registry.models import DanVanModel, ModelTransition, Submission

HAND_INS = frozenset({"submit", "resubmit"})


def keep_submission(dv_model: DanVanModel, transition: ModelTransition) -> Submission:
    """Keep texts, files and hash of a registration that was just handed in.

    Called under the lock on the model, in the transaction of the transition.
    """
    there = dv_model.attachments.filter(removed_at__isnull=True).order_by("id")
    row = Submission(
        dv_model=dv_model,
        transition=transition,
        round=dv_model.submissions.count() + 1,
        code=dv_model.code,
        sent_at=transition.at,
        sent_by=transition.by.display_name if transition.by else "",
        content=registration_texts(dv_model),
        files=[
            {"name": file_title(file), "size": file.size, "sha256": file.sha256} for file in there
        ],
    )
    row.sha256 = digest(row.canonical())
    row.save()
    return row
