"""Names of the automatic rules of section IV and the parameters each one takes.

A plan file may only name these; `awards.domain.eligibility` holds the functions.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleSpec:
    """A rule as a plan file may use it: for whom, with which parameters (name -> kind).

    Kinds: "count" whole number from 1, "count_or_all" the same or the word "all",
    "rating" a rating value, "party_rating" a Party rating, "parts" a list of member parts.
    """

    name: str
    subject_types: tuple[str, ...]
    params: dict[str, str]


RULES: dict[str, RuleSpec] = {
    spec.name: spec
    for spec in (
        RuleSpec("recognized_models_of_collective", ("collective",), {"min": "count"}),
        RuleSpec(
            "recognized_models_of_individual", ("individual",), {"min": "count", "parts": "parts"}
        ),
        RuleSpec("annual_rating_at_least", ("collective", "individual"), {"value": "rating"}),
        RuleSpec("party_rating_is", ("collective", "individual"), {"value": "party_rating"}),
        RuleSpec(
            "villages_with_culture_title", ("collective", "individual"), {"min": "count_or_all"}
        ),
        RuleSpec("vote_passed", ("collective", "individual"), {}),
    )
}
