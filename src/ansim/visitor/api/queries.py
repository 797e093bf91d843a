"""The statements of `queries.sql`, by name."""

from typing import Final

from ansim.database.named_statements import read_statements

SQL: Final = read_statements("ansim.visitor.api")
