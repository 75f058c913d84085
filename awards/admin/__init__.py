"""The clerk's side of the awards."""

from awards.admin import achievement_report, council, dossier, evaluation, meeting, nomination

__all__ = ["achievement_report", "council", "dossier", "evaluation", "meeting", "nomination"]
