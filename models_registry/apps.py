"""App of the registry: who takes part, what they build, is it good, is it recognized."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModelsRegistryConfig(AppConfig):
    """Configuration of the registry app."""

    name = "models_registry"
    verbose_name = "Mô hình “Dân vận khéo”"

    def ready(self) -> None:
        """Make the names of the roles after every migrate (see architecture, roles)."""
        post_migrate.connect(make_role_groups, sender=self)


def make_role_groups(**_: object) -> None:
    """One auth group per role; get_or_create, so that it can run any number of times."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 -- models need the app registry

    from dandvan.roles import Role  # noqa: PLC0415 -- kept beside its user

    for role in Role:
        Group.objects.get_or_create(name=role.value)
