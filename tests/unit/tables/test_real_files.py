"""Real registers in CP949, read whole: every row is accounted for."""

import csv
import io
from pathlib import Path

import pytest

from ansim.tables.reading import read_table

FILES = sorted(
    Path("cp949") / name
    for name in (
        "03_09_01_P_노래연습장업.csv",
        "03_11_03_P_숙박업.csv",
        "03_11_08_P_농어촌민박업.csv",
        "07_23_02_P_유흥주점영업.csv",
        "07_24_05_P_휴게음식점.csv",
        "10_42_01_P_체력단련장업.csv",
        "11_44_01_P_목욕장업.csv",
        "11_47_01_P_상조업.csv",
    )
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_register_is_read_whole(shared: Path, file: Path) -> None:
    path = shared / "data" / "localdata" / file
    table = read_table(path, lambda headings: [name for name in headings if name], "any")
    lenient = list(csv.reader(io.StringIO(path.read_bytes().decode("cp949"), newline="")))
    rows = [row for row in lenient[1:] if any(cell.strip() for cell in row)]
    print(f"{file.stem}: {len(table)} rows in, {len(table.refused)} refused, {table.remarks}")
    assert len(table) == len(rows)
    assert table.refused == ()
    assert table.columns.num_rows == len(rows)
    columns = table.columns.column_names
    wanted = {name.strip(): place for place, name in enumerate(lenient[0]) if name.strip()}
    for name in (columns[0], columns[-1]):
        assert table.columns[name].to_pylist() == [row[wanted[name]] for row in rows]
