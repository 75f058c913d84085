"""The clerk's and the administrator's side of the registry."""

from models_registry.admin import (
    accounts,
    assessing,
    dan_van_models,
    decisions,
    district,
    law,
    participation,
    people,
    places,
    plan,
    praise,
    replication,
    yearly_records,
)

__all__ = [
    "accounts",
    "assessing",
    "dan_van_models",
    "decisions",
    "district",
    "law",
    "participation",
    "people",
    "places",
    "plan",
    "praise",
    "replication",
    "yearly_records",
]
