"""The ledger's migration meets a database whose ledger an earlier release made"""

from support.system import System


def entries(system: System) -> list[tuple[int, bytes]]:
    with system.owner("main") as connection:
        rows = connection.execute("SELECT seq, leaf_hash FROM ledger.entry ORDER BY seq")
        return [(row[0], bytes(row[1])) for row in rows]


def test_entries_stay_as_they_are_and_the_migration_is_noted(system: System) -> None:
    from ansim.ledger import Actor, Book
    from ansim.ledger.acts import WarrantApproved

    book = Book(lambda: system.dsn("owner", "main"))
    book.append(Actor("officer", "S-TEST"), "C-OLD", WarrantApproved("W-1", "before"))
    book.close()
    before = entries(system)
    with system.owner("main") as connection:
        # All but the table itself, which migrations of the console read.
        connection.execute(
            "DELETE FROM django_migrations WHERE app = 'ledger' AND name > '0001_ledger'"
        )
    system.run("migrate")
    assert entries(system) == before
    with system.owner("main") as connection:
        noted = connection.execute("SELECT name FROM django_migrations WHERE app = 'ledger'")
        assert [row[0] for row in noted] == [
            "0001_ledger",
            "0002_own_kinds",
            "0003_notifications",
            "0004_by_whom_it_answers",
            "0005_barred_keys",
            "0006_laboratories",
            "0007_keepers",
            "0008_training",
            "0009_work_lists",
            "0010_changing_hands",
            "0011_a_turn_of_its_own",
            "0012_campaigns",
            "0013_exposures",
            "0014_known_roles_and_words",
        ]
