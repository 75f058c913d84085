"""Services of award dossiers, by the names that everybody calls them."""

from awards.services.dossier_contents import (
    add_item,
    add_nomination,
    create_dossier,
    remove_item,
    remove_nomination,
)
from awards.services.dossier_decision import decide_dossier
from awards.services.dossier_steps import (
    appraise_dossier,
    cancel_dossier,
    check_dossier,
    readdress_dossier,
    return_dossier,
    send_dossier,
    sign_dossier,
)

__all__ = [
    "add_item",
    "add_nomination",
    "appraise_dossier",
    "cancel_dossier",
    "check_dossier",
    "create_dossier",
    "decide_dossier",
    "readdress_dossier",
    "remove_item",
    "remove_nomination",
    "return_dossier",
    "send_dossier",
    "sign_dossier",
]
