"""Your own file: one that a spreadsheet saved works at once, a broken one gets the sentence that helps."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.data import from_csv
from nnlab.data.columns import number
from nnlab.data.own import classes, suggest
from nnlab.data.table import read_table

# As a European spreadsheet saves it: a byte order mark, CRLF, semicolons, decimal commas, a quoted name that
# holds a semicolon and quotation marks, entries with blanks, an empty column and empty rows at the end.
EXPORT = (
    '\ufeff"Länge; in ""cm""";Gewicht, kg;krank;\r\n'
    "1,5;−2,25;nein;\r\n"
    '" 2 ";3e1; ja ;\r\n'
    "0,125;+4;nein;\r\n"
    ";;;\r\n\r\n"
).encode()
GOOD = "height,mass,kind\n1.5,2,yes\n2.5,3,no\n"


def test_a_spreadsheets_export_works_at_once():
    d = from_csv(EXPORT, target="krank", name="fieber.csv")
    assert d.name == "fieber.csv"
    assert d.features == ('Länge; in "cm"', "Gewicht, kg") and d.classes == ("nein", "ja")
    assert d.X.tolist() == [[1.5, -2.25], [2, 30], [0.125, 4]] and d.y.tolist() == [0, 1, 0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_line_ends_and_encodings(separator, end, encoding):
    text = 'größe,"mass, kg; \t",kind\n1.5,2,oui\n2.5,3,été\n'
    if separator != ",":
        text = 'größe#"mass, kg; \t"#kind\n1.5#2#oui\n2.5#3#été\n'.replace("#", separator)
    given = dict(encoding="cp1252") if encoding == "cp1252" else {}  # the others are seen
    d = from_csv(text.replace("\n", end).encode(encoding), target="kind", **given)
    assert d.features == ("größe", "mass, kg; \t".strip()) and d.classes == ("oui", "été")
    assert d.X.tolist() == [[1.5, 2], [2.5, 3]] and d.y.tolist() == [0, 1]


def test_a_path_bytes_and_open_files_give_the_same(tmp_path):
    path = tmp_path / "heights.csv"
    path.write_text(GOOD, encoding="utf-8")
    with path.open(encoding="utf-8") as text, path.open("rb") as binary:
        found = [from_csv(s, target="kind") for s in (path, str(path), text, binary, GOOD.encode())]
        memory = from_csv(memoryview(GOOD.encode()), target="kind")
    for d in (*found, memory):
        assert d.X.tolist() == [[1.5, 2], [2.5, 3]] and d.y.tolist() == [1, 0]
        assert d.classes == ("no", "yes") and d.features == ("height", "mass")
    assert [d.name for d in found] == ["heights.csv"] * 4 + ["the file"]
    assert from_csv(io.StringIO(GOOD), target="kind").name == "the file"
    assert from_csv(path, target="kind", name="mine").name == "mine"


def test_a_name_is_looked_for_where_the_notebook_is(tmp_path, monkeypatch):
    (tmp_path / "heights.csv").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    assert from_csv("heights.csv", target="kind").X.shape == (2, 2)


def test_features_by_name_in_any_order_or_one():
    assert from_csv(GOOD.encode(), target="kind", features=["mass", "height"]).X.tolist() == [
        [2, 1.5],
        [3, 2.5],
    ]
    assert from_csv(GOOD.encode(), target="kind", features="mass").X.tolist() == [[2], [3]]


def test_features_not_named_are_the_columns_of_numbers_but_for_an_unnamed_one():
    text = ",place,a,b,kind\n0,x,1,4,no\n1,y,2,5,yes\n"
    assert from_csv(text.encode(), target="kind").features == ("a", "b")
    assert from_csv(text.encode(), target="kind", features=["column 1"]).X.tolist() == [[0], [1]]
    with pytest.raises(ValueError, match=r"^f, row 3, column 'b': expected a number, got 'x'$"):
        from_csv(b"a,b,kind\n1,4,no\n1,x,yes\n1,5,yes\n", target="kind", name="f")  # most are numbers


@given(
    st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.booleans()), min_size=2, max_size=30)
)
def test_what_is_written_is_read(samples):
    samples = [*samples, (0.0, 0.0, True), (0.0, 0.0, False)]
    for separator, comma in ((",", "."), (";", ","), ("\t", ".")):
        lines = [separator.join((repr(a), repr(b), str(c))).replace(".", comma) for a, b, c in samples]
        d = from_csv("\n".join([f"a{separator}b{separator}c", *lines]).encode(), target="c")
        assert d.X.tolist() == [[a, b] for a, b, _ in samples]
        assert d.y.tolist() == [int(c) for _, _, c in samples] and d.classes == ("False", "True")


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (("0", "1"), ("0", "1")),
        (("no", "yes"), ("no", "yes")),
        (("False", "True"), ("False", "True")),
        (("-1", "1"), ("-1", "1")),
        (("9", "10"), ("9", "10")),  # by size, not by the alphabet
        (("1.0", "2.50"), ("1", "2.5")),
        (("nein", "ja"), ("nein", "ja")),
        (("Non", "Oui"), ("Non", "Oui")),
        (("adelie", "Gentoo"), ("adelie", "Gentoo")),  # the alphabet of readers, not of computers
        (("-", "+"), ("+", "-")),
        (("3", "x"), ("3", "x")),
    ],
)
def test_the_order_of_two_classes_does_not_hang_on_the_order_of_rows(entries, names):
    for order in (entries, entries[::-1]):
        table = read_table(("a,kind\n" + "".join(f"1,{entry}\n" for entry in order)).encode())
        y, found = classes(table, "kind")
        assert set(found) == set(names)
        if "-" not in names:
            assert found == names
        assert [found[i] for i in y] == [
            f"{float(e):g}" if number(e) is not None and "x" not in names else e for e in order
        ]


def test_one_number_in_several_spellings_is_one_class():
    assert from_csv(b"a;k\n1;0\n2;1,0\n3;1\n4;0.0\n", target="k").y.tolist() == [0, 1, 1, 0]


def test_long_numbers_are_not_rounded_to_one_class():
    one, other = "1234567890123456789", "1234567890123456788"
    d = from_csv(f"a;k\n1;{one}\n2;{other}\n3;{one}\n".encode(), target="k")
    assert d.classes == (other, one) and d.y.tolist() == [1, 0, 1]


def rows_of(*entries, separator=";"):
    rows = [separator.join(["a", "k"]), *(f"{e}{separator}{i % 2}" for i, e in enumerate(entries))]
    return "\n".join(rows).encode()


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("mark", [",", "."])
def test_a_column_that_may_mean_thousands_is_not_guessed_at(mark, separator):
    content = rows_of("999", f"-1{mark}234", f"12{mark}345", separator=separator)
    sentence = f"in one way only, got '-1{mark}234'; write -1234 or -1{mark}2340, as is meant"
    with pytest.raises(ValueError, match=f"^CSV, row 3, column 'a': .*{re.escape(sentence)}"):
        from_csv(content, target="k", name="CSV")


@pytest.mark.parametrize(
    "entries, values",
    [
        (("1,234", "2,345"), (1.234, 2.345)),  # no whole number beside them
        (("1,234", "999", "2,5"), (1.234, 999, 2.5)),
        (("0,234", "999", "1,234"), (0.234, 999, 1.234)),  # no thousands begin with 0
        (("1234,567", "999"), (1234.567, 999)),
        (("1,2340", "999"), (1.234, 999)),
        (("1", "999"), (1, 999)),
    ],
)
def test_decimals_that_can_be_nothing_else_are_read(entries, values):
    assert from_csv(rows_of(*entries), target="k").X[:, 0].tolist() == list(values)


def test_beside_commas_a_point_is_a_decimal_point():
    assert from_csv(rows_of("1.234", "999", separator=","), target="k").X[:, 0].tolist() == [1.234, 999]


def test_a_dollar_sign_is_no_formula():
    d = from_csv("price ($),cost $ a $,kind\n1,2,$\n2,3,€\n".encode(), target="kind")
    assert d.features == (r"price (\$)", r"cost \$ a \$") and d.classes == (r"\$", "€")


def test_thousands_of_rows(tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20_000, 2)), rng.integers(0, 2, 20_000)
    path = tmp_path / "large.csv"
    path.write_text("a,b,c\n" + "".join(f"{a!r},{b!r},{c}\n" for (a, b), c in zip(X.tolist(), y)))
    d = from_csv(path, target="c")
    np.testing.assert_array_equal(d.X, X)
    np.testing.assert_array_equal(d.y, y)


# Broken files: each gets its sentence

HINT = "; open it in the program it comes from and save it as CSV UTF-8"
WHICH = ', or say what it is in: encoding="cp1252" (Windows, Western Europe), "gbk" (Chinese), ...'
BROKEN = {
    "empty": (b"", "expected column names in row 1 and samples below, got an empty file"),
    "only blanks": (b" \r\n;;\r\n\n", "expected column names in row 1 and samples below, got an empty file"),
    "header only": (b"a,b,kind\n", "expected samples below the names in row 1, got none"),
    "missing column": (b"a,b,sort\n1,2,no\n", "expected a column 'kind', got 'a', 'b', 'sort'"),
    "no features": (
        b"kind,place\nno,x\nyes,y\n",
        "expected a column of numbers besides 'kind', got 'kind', 'place'",
    ),
    "text in a number": (
        b"a,kind\n1,no\n2,yes\n\ntall,no\n",
        "row 5, column 'a': expected a number, got 'tall'",
    ),
    "empty cell": (
        b"a,b,kind\n1,4,no\n2,,yes\n",
        "row 3, column 'b': expected a number, got nothing; fill it in or delete the row",
    ),
    "NaN": (
        b"a,kind\n1,no\nNaN,yes\n",
        "row 3, column 'a': expected a number, got 'NaN'; fill it in or delete the row",
    ),
    "infinite": (b"a,kind\n1,no\n2,yes\ninf,yes\n", "row 4, column 'a': expected a number, got 'inf'"),
    "underscore": (b"a,kind\n1,no\n2,yes\n1_0,yes\n", "row 4, column 'a': expected a number, got '1_0'"),
    "empty class": (
        b"a,kind\n1,no\n2,\n3,yes\n",
        "row 3, column 'kind': expected a class, got nothing; fill it in or delete the row",
    ),
    "class NA": (
        b"a,kind\n1,no\n2,NA\n3,yes\n",
        "row 3, column 'kind': expected a class, got 'NA'; fill it in or delete the row",
    ),
    "one class": (b"a,kind\n1,no\n2,no\n", "column 'kind': expected two classes, got 1: 'no' (2)"),
    "three classes": (
        b"a,kind\n1,no\n2,yes\n3,Yes\n4,no\n",
        "column 'kind': expected two classes, got 3: 'no' (2), 'yes' (1), 'Yes' (1); "
        "write 'yes' and 'Yes' alike, if they are one",
    ),
    "numbers as classes": (
        b"a,kind\n" + b"".join(b"1,%d.5\n" % i for i in range(9)),
        "column 'kind': expected two classes, got 9 different numbers; to predict a number, use "
        "curve_from_csv(..., y='kind') or, from several columns, read_table(...).numbers(...)",
    ),
    "short row": (b"a,b,kind\n1,2,no\n3,4\n", "row 3: expected 3 entries, one for each name, got 2"),
    "long row": (b"a;kind\n1;no\n2;yes;x\n", "row 3: expected 2 entries, one for each name, got 3"),
    "decimal commas among commas": (
        b"a,b,kind\n1,5,2,5,no\n",
        "row 2: expected 3 entries, one for each name, got 5; "
        "for numbers like 1,5 separate the columns by semicolons",
    ),
    "quoted decimal comma": (
        b'a,kind\n1,no\n2,yes\n"1,5",yes\n',
        "row 4, column 'a': expected a number, got '1,5'; write 1.5, or separate the columns by semicolons",
    ),
    "two decimal signs": (
        b"a;kind\n9.5;no\n1,234;yes\n",
        "column 'a': expected one decimal sign, got '1,234' in row 3 and '9.5' in row 2",
    ),
    "open quotation mark": (
        b'a,b,kind\n1,2,no\n"3,4,yes\n5,6,no\n',
        "row 3: expected 3 entries, one for each name, got 1; perhaps a quotation mark is not closed",
    ),
    "same name twice": (
        b"a,b,a,kind\n1,2,3,no\n",
        "row 1: expected different names, got 'a' in columns 1 and 3",
    ),
    "no names": (
        b"5.1,3.5,0\n4.9,3,1\n",
        "row 1: expected the names of the columns, got numbers: 5.1, 3.5, 0; write a row of names on top",
    ),
    "xlsx": (b"PK\x03\x04rest", "expected CSV, got the format of a spreadsheet program" + HINT),
    "xls": (b"\xd0\xcf\x11\xe0rest", "expected CSV, got the format of a spreadsheet program" + HINT),
    "binary": (b"\x89PNG\x00\x01", "expected CSV, got a file that is no text" + HINT),
    "other encoding": (b"gr\x9d,kind\n1,no\n", "expected text in UTF-8, got other bytes" + HINT + WHICH),
    "half of UTF-16": (b"\xff\xfea", "expected text in UTF-16, got other bytes" + HINT),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_gets_its_sentence(broken, tmp_path):
    content, sentence = BROKEN[broken]
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError) as found:
        from_csv(path, target="kind")
    message = str(found.value)
    assert message.startswith("mine.csv") and message[8:].lstrip(",: ") == sentence


def test_a_cell_too_large_for_csv_is_said():
    with pytest.raises(ValueError, match=r"^mine, line 2: expected a line of CSV, got: field larger than"):
        from_csv(b"a,kind\n" + b"1" * 200_000, target="kind", name="mine")


def test_a_missing_file_says_where_it_was_looked_for_and_what_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as found:
        from_csv("hights.csv", target="kind")
    assert str(found.value) == f"hights.csv: there is no such file in {tmp_path}; there is no CSV file there"
    (tmp_path / "heights.csv").touch()
    (tmp_path / "B.CSV").touch()
    with pytest.raises(FileNotFoundError, match=r"; the CSV files there: B.CSV, heights.csv$"):
        from_csv("hights.csv", target="kind")
    with pytest.raises(
        FileNotFoundError, match=r"heights.csv: there is no such file in .*data; there is no such folder$"
    ):
        from_csv(Path("data") / "heights.csv", target="kind")
    with pytest.raises(
        ValueError, match=r"expected a file, got a folder; the CSV files there: B.CSV, heights.csv$"
    ):
        from_csv(tmp_path, target="kind")


@pytest.mark.parametrize("source", ["", "  ", None, 3, ["a.csv"]])
def test_what_is_no_source(source):
    with pytest.raises(
        ValueError, match=r"^source: expected the path of a CSV file, its bytes or the file, got "
    ):
        from_csv(source, target="kind")


def test_an_open_file_in_the_wrong_encoding_is_said(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes("größe,kind\n1,no\n".encode("cp1252"))
    with (
        path.open(encoding="utf-8") as file,
        pytest.raises(ValueError, match=r'^source: .* open\(path, "rb"\)'),
    ):
        from_csv(file, target="kind")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            dict(target="kind", features=["kind"]),
            "features: expected columns other than the target, got 'kind'",
        ),
        (
            dict(target="kind", features=["a"]),
            "the file: expected a column 'a', got 'height', 'mass', 'kind'",
        ),
        (
            dict(target="kind", features=["mass", "mass"]),
            r"features: expected 2 different texts, got \('mass', 'mass'\)",
        ),
        (dict(target="kind", features=2), "features: expected names of columns, got 2"),
        (dict(target="kind", features=[1, 2]), r"features: expected names of columns, got \[1, 2\]"),
        (dict(target="kind", features=[]), r"features: expected names of columns, got \[\]"),
        (dict(target=None), "target: expected the name of a column, got None"),
    ],
)
def test_arguments_that_do_not_fit(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        from_csv(GOOD.encode(), **arguments)


@pytest.mark.parametrize(
    ("head", "rows", "expected"),
    [
        ("height,mass,kind", ["1,2,no", "2,3,yes"], ("kind", ("height", "mass"))),
        ("ill,height,mass", ["0,2,1", "1,3,1", "1,4,2"], ("mass", ("ill", "height"))),
        ("name,sex,a,b,c", ["ann,f,1,2,3", "bob,m,2,3,3"], ("sex", ("a", "b"))),
        (",a,b,kind", ["0,1,2,no", "1,2,2,yes", "2,3,3,no"], ("kind", ("a", "b"))),
        ("a,b,kind", ["1,4,x", "2,5,y", "3,6,z"], ("kind", ("a", "b"))),  # from_csv says what is wrong
        ("a,kind", ["1,no", "2,yes"], ("kind", ("a",))),
        ("sex,a,b", ["m,1,2", "NA,2,3", "f,3,4"], ("sex", ("a", "b"))),
        ("a,b,kind", ["1,2,x", "2,3,y", "3,3,z"], ("kind", ("a", "b"))),  # b is needed as a feature
        ("a,b,c,kind", ["1,2,4,x", "2,3,5,y", "3,3,6,z"], ("b", ("a", "c"))),
        ("a", ["1", "2"], ("a", ())),
    ],
)
def test_suggestions(head, rows, expected):
    assert suggest(read_table("\n".join([head, *rows]).encode()), 2) == expected
