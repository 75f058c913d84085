"""Names of the automatic rules of section IV and the parameters each one takes.

A plan file may only name these; `awards.domain.eligibility` holds the functions.
"""

from dataclasses import dataclass

# Qualities of a model that section IV asks for (IV.1.1 and IV.1.2, point 3/2).
EFFECTIVE, REPLICABLE = "effective", "replicable"


@dataclass(frozen=True)
class RuleSpec:
    """A rule as a plan file may use it: for whom, with which parameters (name -> kind).

    Kinds: "count" whole number from 1, "count_or_all" the same or the word "all",
    "rating" a rating value, "party_rating" a Party rating, "parts" a list of member parts.
    `qualities` are codes that the plan must have for the rule ever to be met.
    """

    name: str
    subject_types: tuple[str, ...]
    params: dict[str, str]
    qualities: tuple[str, ...] = ()


RULES: dict[str, RuleSpec] = {
    spec.name: spec
    for spec in (
        RuleSpec(
            "recognized_models_of_collective",
            ("collective",),
            {"min": "count"},
            (EFFECTIVE, REPLICABLE),
        ),
        RuleSpec(
            "recognized_models_of_individual",
            ("individual",),
            {"min": "count", "parts": "parts"},
            (EFFECTIVE, REPLICABLE),
        ),
        RuleSpec("annual_rating_at_least", ("collective", "individual"), {"value": "rating"}),
        RuleSpec("party_rating_is", ("collective", "individual"), {"value": "party_rating"}),
        RuleSpec(
            "villages_with_culture_title", ("collective", "individual"), {"min": "count_or_all"}
        ),
        RuleSpec("vote_passed", ("collective", "individual"), {}),
    )
}
