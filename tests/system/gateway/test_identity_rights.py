"""What the gateway's own database role can do to identities, taken over by whomever: nothing but the functions."""

import psycopg
import pytest

from ansim.domain.identifiers import new_person_id
from support.system import System
from support.visitor import Visitor

TABLES = ("identity", "verification", "stopped", "correction", "spent_nonce")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["SELECT * FROM", "DELETE FROM", "TRUNCATE"])
def test_no_table_is_open_to_the_gateway(system: System, table: str, act: str) -> None:
    with (
        system.connect_as("gateway", "identity") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"{act} identity.{table}")


def test_what_is_told_about_a_person_holds_no_name_number_or_index(
    system: System, visitor: Visitor
) -> None:
    with system.connect_as("gateway", "identity") as connection:
        cursor = connection.execute("SELECT * FROM identity.about(%s)", [visitor.person])
        assert [column.name for column in cursor.description or ()] == [
            "verified_on",
            "verified_by",
            "last_seen_week",
            "consent",
            "printed_pass",
        ]
        assert cursor.rowcount == 1
        none = connection.execute("SELECT * FROM identity.about(%s)", [new_person_id()])
        assert none.fetchall() == []


@pytest.mark.parametrize("process", ["business", "investigation", "tracer", "worker", "vault"])
def test_no_other_process_may_erase_or_renew(system: System, process: str) -> None:
    query = """SELECT proname FROM pg_proc
               WHERE pronamespace = 'identity'::regnamespace AND has_function_privilege('ansim_' || %s, oid, 'EXECUTE')"""
    with system.owner("identity") as connection:
        allowed = {row[0] for row in connection.execute(query, [process])}
    assert allowed == (
        {"forget", "end_case", "forget_disclosures"} if process == "worker" else set()
    ), "retention alone forgets, by its own periods"


def test_the_vault_reads_the_changed_number_but_neither_generations_nor_nonces(
    system: System,
) -> None:
    with system.connect_as("vault", "identity") as connection:
        connection.execute("SELECT sealed_phone FROM identity.identity LIMIT 1")
        for hidden in (
            "pass_generation FROM identity.identity",
            "serial FROM identity.spent_nonce",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT {hidden}")


def test_two_generations_never_stand_at_once(system: System, visitor: Visitor) -> None:
    with system.connect_as("gateway", "identity") as connection:
        person = visitor.person
        with system.owner("identity") as owner:
            last = "UPDATE identity.identity SET pass_generation = 65535 WHERE person_id = %s"
            owner.execute(last, [person])
        row = connection.execute("SELECT identity.new_printed_pass(%s)", [person]).fetchone()
        assert row == (1,)  # the two bytes of a pass are used up: it begins again
        stands = connection.execute(
            "SELECT identity.use_passes(%s, %s)",
            [[person] * 3 + [new_person_id()], [1, 65535, 0, 0]],
        ).fetchone()
        assert stands == ([True, False, True, False],)
