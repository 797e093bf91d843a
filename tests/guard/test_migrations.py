"""The tables are what the models say"""

from support.system import System


def test_no_model_waits_for_a_migration(system: System) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
