"""Data frames and their columns, at the doors of the maths and as samples: pandas is never imported here."""

import numpy as np
import pytest

from nnlab import checks
from nnlab.data import Curve, Data, curve_from_csv, from_csv, read_table


class Column:
    """A column as pandas has it: an array, or with missing entries an array of objects."""

    def __init__(self, entries, kind):
        self.entries, self.kind = entries, kind
        self.shape = (len(entries),)

    def __len__(self):
        return len(self.entries)

    def to_numpy(self, dtype=None, na_value=None):
        return np.array([na_value if dtype and e is None else e for e in self.entries], dtype or self.kind)


class Frame:
    """A frame as pandas has it: columns of one kind become an array of this kind, others one of objects."""

    def __init__(self, **columns):
        self.named = {name: Column(*column) for name, column in columns.items()}
        self.columns = list(columns)
        self.dtypes = [np.dtype(column.kind) for column in self.named.values()]
        self.shape = (len(next(iter(self.named.values()))), len(columns))

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, name):
        return self.named[name]

    def to_numpy(self, dtype=None, na_value=None):
        kinds = {column.kind for column in self.named.values()}
        kind = dtype or (kinds.pop() if len(kinds) == 1 else object)
        return np.column_stack([column.to_numpy(dtype, na_value) for column in self.named.values()]).astype(
            kind
        )


def people(**more):
    columns = dict(height=([1.5, 2.5, 3.5], float), mass=([1, 2, 3], int), kind=(["no", "yes", "no"], object))
    return Frame(**(columns | more))


def test_a_frame_becomes_samples_as_a_file_does(capsys):
    d = from_csv(people(id=([7, 8, 9], int)), target="kind")
    assert d.features == ("height", "mass") and d.classes == ("no", "yes") and d.name == "the data frame"
    assert d.X.tolist() == [[1.5, 1], [2.5, 2], [3.5, 3]] and d.y.tolist() == [0, 1, 0]
    assert "'id' (numbers the rows)" in capsys.readouterr().out
    c = curve_from_csv(people(), x="height", y="mass", name="mine")
    assert c.name == "mine" and c.x.tolist() == [1.5, 2.5, 3.5] and c.xlabel == "height"


def test_floats_of_a_frame_come_through_to_the_last_digit():
    values = np.random.default_rng(0).normal(size=1000) * 10.0 ** np.arange(-500, 500).clip(-300, 90)
    np.testing.assert_array_equal(read_table(Frame(a=(values, float))).numbers("a"), values)


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_what_is_missing_in_a_frame_is_told_by_row_and_column(missing):
    frame = people(height=([1.5, missing, 2], object))
    with pytest.raises(ValueError, match=r"^the data frame, row 1, column 'height': expected a number, got "):
        from_csv(frame, target="kind")


def test_a_frame_without_rows_or_with_a_name_twice_is_refused():
    with pytest.raises(ValueError, match=r"expected rows and columns, got shape \(0, 1\)"):
        read_table(Frame(a=([], float)))
    frame = people()
    frame.columns = ["a", "a", "b"]
    with pytest.raises(ValueError, match="expected different names of columns, got 'a' twice"):
        read_table(frame)


def test_frames_and_columns_go_in_at_the_doors_of_the_maths():
    frame = people()
    numbers = Frame(height=([1.5, 2.5], float), mass=([1, 2], int))
    assert checks.samples(numbers).tolist() == [[1.5, 1], [2.5, 2]]
    d = Data("mine", numbers, Column([True, False], object), ["height", "mass"], ["no", "yes"])
    assert d.X.dtype == float and d.y.tolist() == [1, 0]
    assert Curve("mine", frame["height"], frame["mass"]).y.tolist() == [1, 2, 3]


def test_a_column_that_holds_no_numbers_is_named():
    with pytest.raises(ValueError, match=r"^X: expected numbers in every column, got others in 'kind'; "):
        checks.samples(people())
    wide = Frame(**{f"{'long' * 9}{i}": (["a"], object) for i in range(99)})
    with pytest.raises(ValueError, match=r", \.\.\.; leave these out$") as found:
        checks.samples(wide)
    assert len(str(found.value)) < 300


def test_missing_numbers_in_a_column_of_objects_are_not_finite():
    with pytest.raises(ValueError, match=r"^x: expected finite numbers, got nan at x\[1\]"):
        checks.row(Column([1, None, 3], object), "x")


def test_texts_that_look_like_numbers_are_no_numbers():
    with pytest.raises(ValueError, match="dtype object"):
        checks.row(Column(["1", "2"], object), "x")
