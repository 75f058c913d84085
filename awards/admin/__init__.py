"""The clerk's side of the awards."""

from awards.admin import evaluation

__all__ = ["evaluation"]
