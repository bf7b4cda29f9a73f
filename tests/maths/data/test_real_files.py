"""Files as people really bring them: what was misread, lost in silence or refused misleadingly."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.data import curve_from_csv, from_csv
from nnlab.data.table import read_table

CHINESE = "身高,体重,性别\n170,65,男\n160,50,女\n"
UMLAUTS = "größe,art\n1,groß\n2,klein\n"
IRIS = "long,wide,species\n" + "".join(
    f"{i},{2 * i},{kind}\n" for kind in ("setosa", "versicolor", "virginica") for i in range(50)
)


def refusal(content, target="kind", **options):
    """The sentence with which a file is refused."""
    with pytest.raises(ValueError) as found:
        from_csv(content.encode() if isinstance(content, str) else content, target=target, **options)
    assert len(str(found.value)) <= 300
    return str(found.value)


# -- encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_are_seen(encoding):
    d = from_csv(CHINESE.encode(encoding), target="性别")
    assert d.features == ("身高", "体重") and d.classes == ("女", "男") and d.y.tolist() == [1, 0]


@pytest.mark.parametrize(("text", "encoding"), [(CHINESE, "gbk"), (UMLAUTS, "cp1252")])
def test_other_encodings_are_asked_for_and_not_guessed_at(text, encoding):
    content, target = text.encode(encoding), text.split("\n")[0].split(",")[-1]
    said = refusal(content, target=target)
    assert "expected text in UTF-8" in said and "save it as CSV UTF-8" in said and "encoding=" in said
    d = from_csv(content, target=target, encoding=encoding)
    assert d.features == tuple(text.split("\n")[0].split(",")[:-1])
    assert read_table(content, encoding=encoding).columns == (*d.features, target)


def test_an_encoding_reaches_curves_too():
    assert curve_from_csv("größe,y\n1,2\n".encode("cp1252"), x="größe", y="y", encoding="cp1252").y[0] == 2


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", 3, ""])
def test_what_is_no_encoding(encoding):
    assert refusal(UMLAUTS, encoding=encoding).startswith("encoding: expected a name such as")


def test_a_wrong_encoding_is_said():
    assert "expected text in ascii, got other bytes" in refusal(UMLAUTS, encoding="ascii")


# -- row 1 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "0,0,0\n0,1,1\n1,0,1\n1,1,0\n",
        "5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3,1.4,0.2,Iris-setosa\n",
        "7," + ",".join(["0"] * 784) + "\n3," + ",".join(["0"] * 784) + "\n",
        "1960,1961,1962\n1961,1962,1970\n",
    ],
)
def test_a_file_without_names_is_told_so(content):
    said = refusal(content, target="y")
    assert "row 1: expected the names of the columns, got numbers: " in said and "on top" in said


def test_years_may_be_names():
    table = read_table(b"country,1960,1961,1962\nA,1,2,3\nB,2,3,4\n")
    assert table.columns == ("country", "1960", "1961", "1962") and table.numbers("1961").tolist() == [2, 3]


@pytest.mark.parametrize(
    ("above", "notes"),
    [
        ("# measured by Ann, 2020\n# in cm\n", ("left out as a comment: rows 1, 2",)),
        ("#comment\n\n", ("left out as a comment: row 1",)),
        ("Our heights\n\n", ("left out as a title: row 1",)),
        ("Our heights,,\n2020,,\n", ("left out as a title: rows 1, 2",)),
    ],
)
def test_comments_and_titles_above_the_names_are_left_out_and_said(above, notes, capsys):
    content = (above + "h,m,kind\n1,2,no\n2,3,yes\n").encode()
    d = from_csv(content, target="kind", name="f")
    assert d.features == ("h", "m") and d.X.tolist() == [[1, 2], [2, 3]] and d.notes == notes
    assert capsys.readouterr().out == f"f: {notes[0]}\n"


def test_a_comment_between_the_rows_is_left_out_and_the_rows_keep_their_numbers():
    content = b"h,kind\n1,no\n# a pause\n2,yes\nx,no\n"
    table = read_table(content)
    assert list(table.numbered) == [2, 4, 5] and table.notes == ("left out as a comment: row 3",)
    assert refusal(content) == "the file, row 5, column 'h': expected a number, got 'x'"


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("#,m,kind\n1,2,no\n2,3,yes\n", ("#", "m", "kind")),
        ("#id,m,kind\n1,2,no\n2,3,yes\n", ("#id", "m", "kind")),
        ("# a,b\n1,2\n3,4\n", ("a", "b")),  # as numpy.savetxt writes them
        ("# a b\n1 2\n3 4\n", ("a", "b")),
        ("a,b\n#fff,2\n#000,4\n", ("a", "b")),  # colours
    ],
)
def test_names_and_entries_may_begin_with_the_mark_of_comments(content, columns):
    table = read_table(content.encode())
    assert table.columns == columns and len(table.numbered) == 2 and table.notes == ()


def test_excels_word_on_the_separator_is_no_row():
    for first in ("sep=;\n", '"sep=;"\n'):
        d = from_csv((first + "a;kind\n1,5;no\n2;yes\n").encode(), target="kind")
        assert d.X.tolist() == [[1.5], [2]]
    assert from_csv(b"sep=|\na|kind\n1.5|no\n2|yes\n", target="kind").X.tolist() == [[1.5], [2]]


@pytest.mark.parametrize(
    "content",
    [
        "h m kind\n1.5 2 yes\n1.7 3 no\n",
        "h  m kind \n 1,5   2 yes\n1,7 3   no\n\n",
        "h m kind\n1.5\t2  yes\n1.7 3 no",
    ],
)
def test_blanks_separate_where_nothing_else_does(content):
    d = from_csv(content.encode(), target="kind")
    assert d.features == ("h", "m") and d.X.tolist() == [[1.5, 2], [1.7, 3]]


@pytest.mark.parametrize(
    "content",
    [
        '"h" "kind"\n"1" 1.5 "no"\n"2" 2.5 "yes"\n',
        '"","h","kind"\n"1",1.5,"no"\n"2",2.5,"yes"\n',
        '"h","kind"\n"1",1.5,"no"\n"2",2.5,"yes"\n',
        "h\tkind\nann\t1.5\tno\nbob\t2.5\tyes\n",
    ],
)
def test_names_of_rows_as_r_writes_them_are_a_column_without_a_name(content):
    table = read_table(content.encode())
    assert table.columns == ("column 1", "h", "kind")
    d = from_csv(content.encode(), target="kind")
    assert d.features == ("h",) and d.X.tolist() == [[1.5], [2.5]] and "'column 1'" in d.notes[0]


def test_decimal_commas_among_commas_are_no_names_of_rows():
    assert "separate the columns by semicolons" in refusal("a,kind\n1,5,no\n2,5,yes\n")


# -- nothing is lost in silence -----------------------------------------------------------------------------


def rows(mark=lambda i: ("", "", "")):
    """A hundred rows; `mark` says what stands before the first entry, and before and after the last."""
    lines = []
    for i in range(100):
        first, before, after = mark(i)
        lines.append(f"{first}{i},2,{before}{('no', 'yes')[i % 2]}{after}\n")
    return "a,b,kind\n" + "".join(lines)


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (lambda i: ("", '"' if i == 9 else "", ""), 101),  # never closed
        (lambda i: ("", '"' if i in (9, 59) else "", ""), 61),  # closed where the next one is opened
        (lambda i: ("", '"' if i == 9 else "", '"' if i == 59 else ""), 61),  # closed as if it were meant
        (lambda i: ('"' if i in (9, 59) else "", "", ""), 61),
        (lambda i: ("", '"' if i == 9 else "", '"' if i == 10 else ""), 12),
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused(mark, line):
    said = refusal(rows(mark))
    assert said.startswith("the file, row 11: expected a quotation mark to be closed in its own entry, got ")
    assert f"line {line}" in said


@pytest.mark.parametrize(
    "content",
    [
        'h,"m,kind\n1,2,no\n2,3,yes\n3,"4,no\n5,6,yes\n6,7,no\n',
        'h,m,kind\n1,2,no\n# note, "see below\n2,3,yes\n3,4,no\n',
        '# note, "see below\nh,m,kind\n1,2,no\n2,3,yes\n3,4,"no"\n4,5,yes\n',
        '"Our heights\nh,m,kind\n1,2,no\n2,3,yes"\nu,v,kind\n3,4,no\n4,5,yes\n',
    ],
)
def test_nor_do_marks_in_names_titles_and_comments_swallow_rows(content):
    assert "expected a quotation mark to be closed in its own entry" in refusal(content)


def test_entries_of_several_lines_that_are_meant_are_read():
    assert read_table(b'"h\n(cm)",kind\n1,no\n2,yes\n').columns == ("h\n(cm)", "kind")
    for content in (
        'a,text,kind\n1,"He said\nhello, and left",no\n2,"b",yes\n3,"x\n4,5\n6",yes\n',
        'a,kind,text\n1,no,"He said\n\nhello, and left"\n2,yes,"b"\n3,yes,c\n',
    ):
        d = from_csv(content.encode(), target="kind")
        assert d.X.tolist() == [[1], [2], [3]] and d.y.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "content", ["a,b,kind\n1,2,no,9\n3,yes\n", "a,b,kind\n1,2\n3,4,yes,9\n", "a,b,kind\n1\n2,3,no,4,yes\n"]
)
def test_a_long_row_and_a_short_one_do_not_make_up_for_one_another(content):
    assert "expected 3 entries, one for each name, got " in refusal(content)


def test_marks_that_lose_nothing_are_borne():
    d = from_csv(b'"a" ,size,"kind"\n"1" ,5" pipe,"no"\n"2" ,"6"" pipe","yes"\n', target="kind")
    assert d.X.tolist() == [[1], [2]] and d.classes == ("no", "yes")


ENTRY = st.text(st.sampled_from("ab1.é -"), max_size=4)


@given(st.lists(st.tuples(ENTRY, ENTRY, ENTRY), min_size=1, max_size=12), st.sampled_from(",;\t"))
def test_plain_files_read_at_once_and_quoted_ones_read_by_row_give_the_same(samples, separator):
    def table(write):
        lines = [separator.join(map(write, row)) for row in (("u", "v", "w"), *samples)]
        return read_table("\n".join([*lines, ""]).encode())

    if not any(entry.strip() for row in samples for entry in row):
        with pytest.raises(ValueError, match="expected samples below the names"):
            table(str)
        return
    plain, quoted = table(str), table('"{}"'.format)
    assert list(map(list, plain.cells)) == list(map(list, quoted.cells))
    assert list(plain.numbered) == list(quoted.numbered)
    kept = [row for row in samples if any(entry.strip() for entry in row)]
    assert [list(column) for column in plain.cells] == [[e.strip() for e in column] for column in zip(*kept)]


# -- columns ------------------------------------------------------------------------------------------------


def test_columns_that_are_left_out_are_said(capsys):
    content = b"id,name,day,diagnosis,r,t\n842302,ann,2020-01-01,M,1.5,2\n843,bob,2020-01-02,B,2,3\n"
    d = from_csv(content, target="diagnosis", name="f.csv")
    assert d.features == ("r", "t") and d.classes == ("B", "M")
    note = "left out, since no features are named: 'id' (numbers the rows), 'name' (texts), 'day' (dates)"
    assert d.notes == (note,) and capsys.readouterr().out == f"f.csv: {note}\n"
    named = from_csv(content, target="diagnosis", features=["id", "r"])
    assert named.X[0].tolist() == [842302, 1.5] and named.notes == () and capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "name", ["ID", "PassengerId", "customer_id", "Nr.", "#", "index", "Unnamed: 0", "row names"]
)
def test_columns_that_number_the_rows_are_no_features(name):
    assert from_csv(f"{name},a,kind\n7,1,no\n9,2,yes\n".encode(), target="kind").features == ("a",)


@pytest.mark.parametrize("head", ["year", "width", "humidity", "grid"])
def test_other_whole_numbers_are_features(head):
    assert from_csv(f"{head},kind\n7,no\n9,yes\n".encode(), target="kind").features == (head,)


def test_an_id_that_comes_twice_numbers_nothing():
    assert from_csv(b"id,kind\n7,no\n7,yes\n", target="kind").features == ("id",)


@pytest.mark.parametrize(
    ("entries", "hint"),
    [
        (('"20,000"', '"30,000"'), "write 20000 or 20.000, as is meant"),
        (("5 %", "7%"), "write the number alone, such as 5"),
        (("70kg", "80 kg"), "write the number alone, such as 70"),
        (("$70", "$80"), "write the number alone, such as 70"),
        (("7 m²", "8 m²"), "write the number alone, such as 7"),
        (("70 000", "80 000"), "write the number alone"),
    ],
)
def test_amounts_are_not_dropped_in_silence(entries, hint):
    content = f"a,p,kind\n1,{entries[0]},no\n2,{entries[1]},yes\n"
    said, first = refusal(content), entries[0].strip('"')
    assert f"row 2, column 'p': expected a number, got {first!r}; {hint}" in said
    assert "name the others as features" in said
    assert from_csv(content.encode(), target="kind", features="a").X.tolist() == [[1], [2]]


@pytest.mark.parametrize("entry", ["null", "None", "-", "#N/A", "n.a.", "."])
def test_words_for_what_is_missing(entry):
    said = refusal(f"a,kind\n1,no\n{entry},yes\n2,no\n")
    assert said.endswith(f"row 3, column 'a': expected a number, got {entry!r}; fill it in or delete the row")


def test_none_and_some_are_classes():
    assert from_csv(b"a,kind\n1,none\n2,some\n", target="kind").classes == ("none", "some")


@pytest.mark.parametrize("day", ["2020-01-05", "5.1.2020", "05/01/20", "2020-01-05 12:30", "15.3."])
def test_dates_are_told_how(day):
    with pytest.raises(ValueError, match="for a date write the days since the first") as found:
        curve_from_csv(f"day;y\n{day};3\n{day};4\n".encode(), x="day", y="y")
    assert f"row 2, column 'day': expected a number, got {day!r}" in str(found.value)


@pytest.mark.parametrize(
    "content", ["datum;y\n15.3;3\n16.3;4\n1.4;3\n", "x,y\n15.3,3\n16.3,4\n17.3,4\n1.4,3\n2.4,1\n"]
)
def test_days_and_months_are_no_numbers(content):
    with pytest.raises(ValueError, match=r"got '15\.3', which may be a day and a month"):
        curve_from_csv(content.encode(), x=content[: content.index("y") - 1], y="y")


def test_numbers_that_look_like_days_and_months_are_read():
    for entries in (
        ("1.5", "2.5", "3.5", "4.5", "5.5"),
        ("9.1", "7.3", "8.2", "1.4", "6.6"),
        ("15.3", "1.4"),
    ):
        content = "x,y\n" + "".join(f"{entry},1\n" for entry in entries)
        assert curve_from_csv(content.encode(), x="x", y="y").x.tolist() == list(map(float, entries))


# -- classes ------------------------------------------------------------------------------------------------


def test_of_three_classes_one_can_be_told_from_the_rest():
    said = refusal(IRIS, target="species")
    assert "got 3: 'setosa' (50), 'versicolor' (50), 'virginica' (50); see classes_from_csv" in said
    assert "pass one_vs_rest='setosa'" in said
    d = from_csv(IRIS.encode(), target="species", one_vs_rest="virginica")
    assert d.classes == ("not virginica", "virginica") and d.y.tolist() == [0] * 100 + [1] * 50
    two = from_csv(b"a,kind\n1,no\n2,yes\n", target="kind", one_vs_rest="no")
    assert two.classes == ("yes", "no") and two.y.tolist() == [1, 0]


@pytest.mark.parametrize("one", [2, 2.0, "2"])
def test_one_of_three_numbers_against_the_rest(one):
    d = from_csv(b"a,kind\n1,0\n2,1\n3,2.0\n", target="kind", one_vs_rest=one)
    assert d.classes == ("not 2", "2") and d.y.tolist() == [0, 0, 1]


@pytest.mark.parametrize("one", ["tulip", 3, True, ["setosa"]])
def test_a_class_that_is_not_there(one):
    said = refusal(IRIS, target="species", one_vs_rest=one)
    assert said.startswith("one_vs_rest: expected one of the classes 'setosa' (50), ")


def test_a_number_as_target_is_told_where_to_go():
    prices = "area,rooms,price\n" + "".join(f"{i},{i % 7},{100 + 3 * i}\n" for i in range(50))
    said = refusal(prices, target="price")
    assert "got 50 different numbers; to predict a number, use curve_from_csv(..., y='price')" in said
    assert "read_table(...).numbers(...)" in said and "two of them" not in said
    table = read_table(prices.encode())
    assert table.numbers("area", "rooms").shape == (50, 2) and table.numbers("price")[1] == 103
    with pytest.raises(ValueError, match="expected the names of columns, got none of 'area', 'rooms'"):
        table.numbers()


def test_two_spellings_of_one_class_are_told():
    said = refusal("a,kind\n1,yes\n2,Yes\n3,no\n")
    assert said.endswith(
        "got 3: 'yes' (1), 'Yes' (1), 'no' (1); write 'yes' and 'Yes' alike, if they are one"
    )


# -- sources and sentences ----------------------------------------------------------------------------------


def test_the_text_of_a_file_is_a_source_too():
    d = from_csv("a,kind\n1,no\n2,yes\n", target="kind")
    assert d.X.tolist() == [[1], [2]] and d.name == "the text"


@pytest.mark.parametrize("source", ["a" * 5000, "a,b,kind," * 2000, "a\0b", "x/" * 3000])
def test_a_long_text_in_place_of_a_path_is_refused_shortly(source):
    with pytest.raises((ValueError, FileNotFoundError)) as found:
        from_csv(source, target="kind")
    assert len(str(found.value)) <= 300


LONG = "x" * 5000
WILD = {
    "a long name": f"{LONG},kind\n1,no\n,yes\n",
    "long names": ",".join(f"{LONG}{i}" for i in range(300)) + ",kind\n" + "1," * 300 + "no\n",
    "a long entry": f"a,kind\n1,no\n2,no\n{LONG},yes\n",
    "a long number": f"a,kind\n1,no\n{'1' * 5000},yes\n",
    "long classes": "a,kind\n" + "".join(f"1,{LONG}{i}\n" for i in range(30)),
    "many classes": "a,kind\n" + "".join(f"1,{'nm'[i % 2] * 20}{i}\n" for i in range(3000)),
    "a name twice": ",".join([LONG] * 400) + "\n" + ",".join(["1"] * 400) + "\n",
    "a long line": "a,kind\n" + "1," * 5000 + "\n",
    "thousands": f"a;kind\n{LONG};1\n",
    "other columns": ",".join(f"{LONG}{i}" for i in range(300)) + "\n" + ",".join("1" * 300) + "\n",
}


@pytest.mark.parametrize("wild", WILD)
def test_no_message_is_longer_than_anyone_reads(wild, tmp_path):
    refusal(WILD[wild], name="n" * 250)
    with pytest.raises(ValueError) as found:
        curve_from_csv(WILD[wild].encode(), x="a" * 3000, y="b", name="n" * 250)
    assert len(str(found.value)) <= 300


def test_rows_are_read_all_at_once():
    """There is no call of ours for a row: reading takes hardly longer than turning the texts into floats."""
    X = np.random.default_rng(0).normal(size=(2000, 4))
    lines = [",".join(map(repr, x)) + f",{('no', 'yes')[i % 2]}\n" for i, x in enumerate(X.tolist())]
    content, calls = ("a,b,c,d,kind\n" + "".join(lines)).encode(), []
    sys.setprofile(lambda frame, event, _: event == "call" and calls.append(frame.f_code.co_name))
    try:
        d = from_csv(content, target="kind")
    finally:
        sys.setprofile(None)
    assert len(calls) < 1000 + len(X) / 10, Counter(calls).most_common(5)
    np.testing.assert_array_equal(d.X, X)
    assert d.y.tolist() == [0, 1] * 1000
