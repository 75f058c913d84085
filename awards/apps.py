"""App of the awards: who deserves commendation, on what papers, decided by whom."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Configuration of the awards app."""

    name = "awards"
    verbose_name = "Đánh giá và khen thưởng"
