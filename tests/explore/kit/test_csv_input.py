"""The door for the reader's own files, without a browser: named, uploaded, mended, opened."""

import numpy as np
import pytest
from matplotlib.text import Text

from nnlab.data import curve_from_csv, from_csv
from nnlab.explore.kit.csv_input import OwnData
from nnlab.explore.kit.editable_samples import DRAWN, Points
from nnlab.explore.kit.explorer import problems
from nnlab.explore.lesson1.perceptron import explore_perceptron
from nnlab.explore.lesson2.boundary import explore_boundary
from nnlab.explore.lesson3.neuron import explore_neuron
from nnlab.explore.lesson4.network import explore_network
from nnlab.explore.lesson5.curvefit import explore_curvefit
from nnlab.pictures import fonts

GOOD = "name;height;mass;age;ill\nann;1,5;2;30;yes\nbob;2,5;3;40;no\ncy;2;3,5;50;no\n"


@pytest.fixture
def opened():
    return []


@pytest.fixture
def door(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(GOOD, encoding="utf-8-sig")
    return OwnData(opened.append)


def upload(door, content: str, name: str = "people.csv") -> None:
    """What the browser does with a file from the reader's computer."""
    file = dict(name=name, type="text/csv", size=len(content), content=memoryview(content.encode()))
    door.upload.set_state(dict(value=[dict(file, last_modified=0)]))


def shown(widget) -> bool:
    return widget.layout.display != "none"


def test_one_row_until_it_is_used(door):
    assert [shown(child) for child in door.children] == [True, False, False]
    door.file.value = "people.csv"
    assert [shown(child) for child in door.children] == [True, True, True]
    door.file.value = " "
    assert [shown(child) for child in door.children] == [True, False, False] and door.said == ""


def test_a_named_file_offers_its_columns_and_opens(door, opened):
    door.file.value = "people.csv"
    assert door.said == "people.csv is open: 3 samples; no is 0, yes is 1."
    assert door.target.options == ("name", "height", "mass", "age", "ill")
    assert (door.target.value, *(f.value for f in door.features)) == ("ill", "height", "mass")
    door.features[0].value = "age"
    first, data = opened  # once for the file, and once for the choice
    assert (
        first.features == ("height", "mass")
        and data.name == "people.csv"
        and data.features == ("age", "mass")
        and data.classes == ("no", "yes")
    )
    assert data.X.tolist() == [[30, 2], [40, 3], [50, 3.5]] and data.y.tolist() == [1, 0, 0]
    assert door.said == "people.csv is open: 3 samples; no is 0, yes is 1."


def test_an_uploaded_file_is_as_good(door, opened):
    door.file.value = "nothing.csv"
    upload(door, GOOD, "theirs.csv")
    assert door.file.value == "" and door.upload.value == ()  # it can be uploaded again, mended
    assert door.said.startswith("theirs.csv is open: 3 samples")
    assert len(opened) == 1 and opened[0].name == "theirs.csv" and opened[0].X.shape == (3, 2)


def test_another_file_offers_its_own_columns(door, opened):
    door.file.value = "people.csv"
    upload(door, "u,v,w\n1,2,0\n3,4,1\n", "numbers.csv")
    assert door.target.options == ("u", "v", "w")
    assert (
        opened[-1].features == ("u", "v")
        and len(opened) == 2
        and door.said.endswith("2 samples; 0 is 0, 1 is 1.")
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "people.csv: expected column names in row 1 and samples below, got an empty file"),
        ("PK\x03\x04", "people.csv: expected CSV, got the format of a spreadsheet program; open it "),
        (
            "a,ill\n1,no\n2,yes\n",
            "people.csv: expected 2 columns of numbers besides the class, got 'a' of 'a', 'ill'",
        ),
        (
            "x,ill\n,no\n",
            "people.csv: expected 2 columns of numbers besides the class, got none of 'x', 'ill'",
        ),
    ],
)
def test_a_file_without_fit_columns_is_told_and_no_error_of_ours(door, opened, content, sentence):
    door.file.value = "people.csv"
    opened.clear()
    upload(door, content)
    assert door.said.startswith(sentence) and "600" in door._word.value and 'role="alert"' in door._word.value
    assert not shown(door._columns) and not problems
    door.open_button.click()
    assert door.said.startswith(sentence) and not opened and not problems


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "a,b,ill\n1,2,no\n1,,yes\n",
            "people.csv, row 3, column 'b': expected a number, got nothing; fill it in or",
        ),
        ("a,b,ill\n1,2,no\n1,3,no\n", "people.csv, column 'ill': expected two classes, got 1: 'no' (2)"),
        ("a,b,ill\n1,2,x\n1,3,y\n1,3,z\n", "people.csv, column 'ill': expected two classes, got 3: "),
    ],
)
def test_what_does_not_fit_is_told_when_it_is_opened(door, opened, content, sentence):
    upload(door, content)
    assert shown(door._columns)  # so that others can be chosen
    assert door.said.startswith(sentence) and not opened and not problems


def test_a_feature_that_is_the_class_or_there_twice_is_told(door, opened):
    door.file.value = "people.csv"
    door.features[0].value = "ill"
    assert door.said == "features: expected columns other than the target, got 'ill'"
    door.features[0].value = "mass"
    assert door.said == "features: expected 2 different texts, got ('mass', 'mass')"
    door.features[0].value = "age"
    assert [data.features for data in opened] == [("height", "mass"), ("age", "mass")]


def test_the_next_file_with_the_same_columns_keeps_the_choice(door, opened):
    door.file.value = "people.csv"
    door.features[0].value = "age"
    upload(door, GOOD.replace("30", "31"), "next.csv")
    assert opened[-1].features == ("age", "mass") and opened[-1].X[0].tolist() == [31, 2]


@pytest.mark.parametrize("order", ["name first", "press first"])
def test_a_name_and_a_press_may_come_in_any_order(door, opened, tmp_path, order):
    """They come on different threads: what was named last is open in the end."""
    (tmp_path / "other.csv").write_text("a,b,ill\n1,2,no\n1,7,yes\n")
    door.file.value = "people.csv"
    if order == "press first":
        door.open_button.click()
    door.file.value = "other.csv"
    if order == "name first":
        door.open_button.click()
    assert opened[-1].name == "other.csv" and door.said.startswith("other.csv is open")


def test_open_without_a_file_asks_for_one(door, opened):
    door.open_button.click()
    assert door.said == "Which file? Write its name, or upload it." and not opened


def test_a_file_that_is_mended_or_comes_later_opens_without_being_named_again(door, opened, tmp_path):
    door.file.value = "later.csv"
    assert door.said.startswith(
        f"later.csv: there is no such file in {tmp_path}; the CSV files there: people.csv"
    )
    (tmp_path / "later.csv").write_text("a,b,ill\n1,2,no\n1,,yes\n")
    door.open_button.click()
    assert "row 3, column 'b'" in door.said and not opened
    (tmp_path / "later.csv").write_text("a,b,ill\n1,2,no\n1,7,yes\n")
    door.open_button.click()
    assert [data.X.tolist() for data in opened] == [[[1, 2], [1, 7]]]


def test_names_from_a_file_are_no_markup(door):
    upload(door, "a,b,<i>ill</i>\n1,2,<b>\n2,3,$\n", "<u>.csv")
    assert "<u>" not in door._word.value
    assert "<b>" not in door._word.value and door.said == "<u>.csv is open: 2 samples; $ is 0, <b> is 1."


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_features_as_asked_for(opened, number):
    door = OwnData(opened.append, features=number)
    upload(door, GOOD)
    assert opened[0].features == ("height", "mass", "age")[:number]


def uploaded(door, content: bytes, name: str = "theirs.csv") -> None:
    file = dict(name=name, type="text/csv", size=len(content), content=memoryview(content), last_modified=0)
    door.upload.set_state(dict(value=[file]))


UMLAUTS = "größe,mass,kind\n1,2,groß\n3,4,klein\n"


def test_a_file_that_is_not_in_utf_8_asks_what_it_is_in(door, opened):
    assert not shown(door.encoding)
    uploaded(door, UMLAUTS.encode("cp1252"))
    assert shown(door.encoding) and not opened
    assert door.said == (
        "theirs.csv: expected text in UTF-8, got other bytes; open it in the program it comes from and save "
        "it as CSV UTF-8, or choose what it is in"
    )
    door.encoding.value = "cp1252"
    assert opened[-1].features == ("größe", "mass") and opened[-1].classes == ("groß", "klein")
    assert shown(door.encoding) and door.said == "theirs.csv is open: 2 samples; groß is 0, klein is 1."
    uploaded(door, UMLAUTS.encode(), "next.csv")
    assert door.encoding.value is None and not shown(door.encoding) and opened[-1].name == "next.csv"


THREE = "a,b,kind\n1,2,x\n1,3,y\n1,3,z\n2,2,z\n"


def test_one_of_three_classes_is_chosen_against_the_rest(door, opened):
    assert not shown(door.one)
    upload(door, THREE)
    assert shown(door.one) and shown(door._columns) and not opened
    assert door.said == (
        "people.csv, column 'kind': expected two classes, got 3: 'z', 'x', 'y'; choose one as class 1, "
        "against the rest"
    )
    door.one.value = "x"
    assert opened[-1].classes == ("not x", "x") and opened[-1].y.tolist() == [1, 0, 0, 0]
    assert door.said == "people.csv is open: 4 samples; not x is 0, x is 1."
    door.open_button.click()  # the choice stays with the column
    assert opened[-1].y.tolist() == [1, 0, 0, 0] and len(opened) == 2
    upload(door, GOOD)
    assert not shown(door.one) and opened[-1].classes == ("no", "yes")


def test_two_spellings_are_no_classes_to_choose_from(door, opened):
    upload(door, "a,b,kind\n1,2,no\n1,3,yes\n1,3,Yes\n")
    assert not shown(door.one) and "write 'yes' and 'Yes' alike" in door.said and not opened


def test_a_number_as_target_offers_no_classes(door, opened):
    upload(door, "a,b,c\n" + "".join(f"{i},{i % 3},{i / 2}\n" for i in range(30)))
    door.target.value = "c"
    assert not shown(door.one) and "to predict a number" in door.said


def test_what_is_left_out_of_a_file_is_said(door, opened):
    upload(door, "# by Ann\n" + GOOD)
    assert door.said == "people.csv is open: 3 samples; no is 0, yes is 1. Left out as a comment: row 1."


CHINESE = "身高,体重,性别\n170,65,男\n160,50,女\n"


def no_other_font(monkeypatch):
    monkeypatch.setattr(fonts, "_others", dict)


def test_names_that_no_font_can_draw_are_numbered_and_told(door, opened, monkeypatch):
    no_other_font(monkeypatch)
    upload(door, CHINESE)
    assert opened[-1].features == ("$x_{1}$", "$x_{2}$") and opened[-1].classes == ("0", "1")
    assert door.said == (
        "people.csv is open: 2 samples. x₁ is 身高, x₂ is 体重, class 0 is 女, class 1 is 男."
    )
    assert "身高" in door._word.value and door.target.value == "性别"


def test_names_that_a_font_can_draw_stay(door, opened, monkeypatch):
    monkeypatch.setattr(fonts, "can_draw", lambda text: True)
    upload(door, CHINESE)
    assert opened[-1].features == ("身高", "体重")
    assert door.said == "people.csv is open: 2 samples; 女 is 0, 男 is 1."


def test_a_curve_in_letters_that_no_font_has(opened, monkeypatch):
    no_other_font(monkeypatch)
    door = OwnData(opened.append, curve=True)
    upload(door, "日,warm\n1,2\n2,3\n")
    assert (opened[-1].xlabel, opened[-1].ylabel) == ("$x$", "warm")
    assert door.said == "people.csv is open: 2 samples. x is 日."


def test_samples_from_code_are_drawn_under_numbered_names_and_told(monkeypatch):
    """Without a warning for a letter, which would be an error here."""
    no_other_font(monkeypatch)
    explorer = explore_perceptron(from_csv(CHINESE.encode(), target="性别"))
    explorer.seek(3)
    explorer.still()
    assert explorer.plane.ax.get_xlabel() == "$x_{1}$"
    assert explorer.own_data.said == "x₁ is 身高, x₂ is 体重, class 0 is 女, class 1 is 男."
    assert explore_perceptron("AND").own_data.said == ""


@pytest.mark.parametrize(
    ("explore", "bring"),
    [
        (explore_boundary, lambda text: from_csv(text, target="性别")),
        (explore_network, lambda text: from_csv(text, target="性别")),
        (explore_neuron, lambda text: from_csv(text, target="性别", features="身高")),
        (explore_curvefit, lambda text: curve_from_csv(text, x="身高", y="体重")),
    ],
)
def test_no_explorable_warns_of_letters_that_no_font_has(monkeypatch, explore, bring):
    no_other_font(monkeypatch)
    explorer = explore(bring(CHINESE))
    explorer.still()
    texts = [text.get_text() for text in explorer.stage.figure.findobj(Text)]
    assert not any("高" in text or "女" in text for text in texts)


def test_no_sentence_of_the_door_is_long(door, opened):
    long = [f"{'x' * 200}{i}" for i in range(300)]
    for content in (
        ",".join(long) + "\n" + ",".join(["a"] * 300) + "\n",
        "a,b," + long[0] + "\n" + "".join(f"1,2,{'y' * 500}{i}\n" for i in range(5)),
    ):
        upload(door, content, "n" * 200 + ".csv")
        assert "expected" in door.said and len(door.said) <= 300 and not opened


def test_an_error_behind_the_door_is_ours_and_not_lost():
    door = OwnData(lambda data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upload(door, GOOD)
    assert "division by zero" in door.said and [type(p) for p in problems] == [ZeroDivisionError]
    problems.clear()


# In an explorable


@pytest.fixture
def explorer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(GOOD)
    return explore_perceptron("AND")


def open_file(explorer, name: str) -> None:
    explorer.own_data.file.value = name


def test_an_opened_file_is_an_entry_in_the_list_and_chosen(explorer, page):
    browser = page(explorer)
    explorer.preset.value = "XOR: no line will do"
    explorer.seek(5)
    browser.paint()
    before = explorer.controls["data"].options
    open_file(explorer, "people.csv")
    assert len(browser.paint()) == 1  # drawn once
    assert explorer.player.position == 0 and explorer.preset.value == "choose one …"
    assert [text for text, _ in explorer.controls["data"].options] == [*dict(before), "people.csv"]
    assert explorer.points.X.tolist() == [[1.5, 2], [2.5, 3], [2, 3.5]]
    assert explorer.plane.ax.get_xlabel() == "height" and explorer.plane.ax.get_ylabel() == "mass"
    assert "people.csv" in explorer.stage.alt and explorer.problem == ""
    explorer.controls["data"].value = "OR"
    explorer.controls["data"].value = dict(explorer.controls["data"].options)["people.csv"]
    assert explorer.points.X.tolist() == [[1.5, 2], [2.5, 3], [2, 3.5]]


def test_a_file_opened_again_takes_its_own_place_and_reset_brings_back_the_first(explorer, tmp_path):
    open_file(explorer, "people.csv")
    (tmp_path / "people.csv").write_text(GOOD.replace("2,5", "9"))
    explorer.own_data.open_button.click()
    assert [text for text, _ in explorer.controls["data"].options].count("people.csv") == 1
    assert explorer.points.X[1].tolist() == [9, 3]
    explorer.reset_button.click()
    assert explorer["data"] == "AND"


def test_reset_finds_data_that_a_file_of_the_same_name_followed(explorer, tmp_path):
    open_file(explorer, "people.csv")
    given = explorer["data"]
    other = explore_perceptron(given)
    open_file(other, "people.csv")
    assert other["data"] is not given
    other.reset_button.click()
    assert other["data"] is given


def test_a_broken_file_leaves_what_is_shown(explorer, drawn, tmp_path):
    explorer.seek(3)
    before = drawn(explorer)
    (tmp_path / "broken.csv").write_text("a,b,ill\n1,2,no\n1,x,yes\n2,2,no\n")
    open_file(explorer, "broken.csv")
    assert explorer.own_data.said == "broken.csv, row 3, column 'b': expected a number, got 'x'"
    np.testing.assert_array_equal(drawn(explorer), before)
    assert explorer.player.position == 3 and explorer.problem == "" and not problems


# Thousands of samples


def large(tmp_path, n: int = 5000) -> None:
    rng = np.random.default_rng(0)
    y = np.arange(n) % 2
    X = rng.normal(size=(n, 2)) + 2.0 * y[:, None]
    rows = (f"{a},{b},{'yes' if c else 'no'}\n" for (a, b), c in zip(X.tolist(), y))
    (tmp_path / "large.csv").write_text("height,mass,kind\n" + "".join(rows))


def test_thousands_are_drawn_thinned_and_learned_whole(explorer, tmp_path):
    large(tmp_path)
    open_file(explorer, "large.csv")
    plane, points = explorer.plane, explorer.points
    assert explorer.own_data.said == "large.csv is open: 5,000 samples; no is 0, yes is 1."
    assert len(explorer.y) == len(points.y) == 5000
    explorer.seek(40)
    wrong = explorer._wrong(explorer.player.step.w)
    marks = [len(line.get_xdata()) for line in (plane.no, plane.yes)]
    assert sum(marks) == DRAWN == points.drawn.sum() and min(marks) > 0.4 * DRAWN
    assert f"Wrong now: {wrong.sum()} of 5000." in explorer.sentence()
    assert "Of 5,000 samples 1,000 are drawn, and all are counted." in explorer.sentence()
    crossed = plane.wrong_marks.get_xydata()
    assert 0 < len(crossed) < wrong.sum()
    there = {tuple(x) for line in (plane.no, plane.yes) for x in line.get_xydata()}
    assert {tuple(x) for x in crossed} <= there
    rows = explorer.player.history()[1]
    assert rows[40, 0] == pytest.approx(100 * wrong.mean())


def test_held_out_samples_are_thinned_alike(explorer, tmp_path):
    large(tmp_path)
    open_file(explorer, "large.csv")
    explorer.controls["held_out"].value = 0.2
    plane = explorer.plane
    lines = (plane.no, plane.yes, plane.no_held, plane.yes_held)
    assert sum(len(line.get_xdata()) for line in lines) == DRAWN
    assert explorer.points.held.sum() == 1000 and len(explorer.y) == 4000


def test_what_the_reader_adds_to_thousands_is_drawn_and_what_is_not_drawn_cannot_be_taken(
    explorer, page, tmp_path
):
    large(tmp_path)
    open_file(explorer, "large.csv")
    browser, points, ax = page(explorer), explorer.points, explorer.plane.ax
    browser.click(-3.5, 6.0, ax)
    assert points.drawn.sum() == DRAWN + 1 and points.drawn[-1] and len(points.y) == 5001
    browser.click(-3.5, 6.0, ax, alt=True)
    assert points.drawn.sum() == DRAWN and len(points.y) == 5000
    hidden = np.flatnonzero(~points.drawn)
    far = np.abs(points.X[hidden][:, None] - points.X[points.drawn][None]).max(axis=2).min(axis=1)
    alone = hidden[np.argmax(far)]  # the one that is furthest from all that are drawn
    browser.click(*points.X[alone], ax, alt=True)
    assert len(points.y) == 5000
    explorer.undo_button.click()
    assert points.drawn.sum() == DRAWN + 1 and len(points.y) == 5001


def test_other_samples_put_in_their_place_are_thinned_anew(explorer):
    points = Points(explorer.plane.ax)
    assert points.drawn.tolist() == [] and points.thinned == ""
    points.X, points.y = np.zeros((1500, 2)), np.zeros(1500, int)
    assert points.drawn.sum() == DRAWN and points.thinned.startswith("Of 1,500 samples 1,000 are drawn")
    points.X, points.y = np.zeros((1000, 2)), np.zeros(1000, int)
    assert points.drawn.all() and points.thinned == ""
