"""Lesson 1 as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from stages import AT_REST, choose

pytestmark = pytest.mark.browser
NOTEBOOK = "notebooks/01_perceptron.ipynb"


@pytest.fixture(scope="module")
def running(new_lab):
    """The lesson, all cells run, on one page for all tests that do no harm to it."""
    with new_lab() as lab:
        lab.open(NOTEBOOK)
        lab.run_all()
        assert lab.faults() == []
        yield lab


@pytest.fixture
def lesson(running):
    """The lesson with its explorables as at first."""
    for word in ("explore_perceptron(", "sliders(draw"):
        running.run_cell(word)
    assert running.stages().count() == 2
    return running


def test_the_unrun_notebook_shows_the_explorables_own_still(lab):
    lab.open(NOTEBOOK)
    stills = lab.page.locator(".jp-OutputArea-output img")
    stills.first.wait_for()
    assert lab.stages().count() == 0
    size = stills.first.evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert size == [920, 500]


def test_run_all_without_error(running):
    assert running.faults() == []
    assert running.stages().count() == 2


def test_play_plays_pause_stops_and_the_end_is_said(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("5")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) >= 2")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    stopped = stage.get_attribute("data-position")
    before = lesson.pixels(stage)
    lesson.page.wait_for_timeout(600)  # three steps' time: nothing may move
    assert stage.get_attribute("data-position") == stopped and lesson.pixels(stage) == before
    assert 2 <= int(stopped) < 11
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "node.dataset.position === '11' && node.dataset.playing === 'false'")
    assert "after 11 mistakes" in stage.get_by_role("status").inner_text()


def test_step_rewind_and_scrub(lesson):
    stage = lesson.stage()
    for _ in range(2):
        at = int(stage.get_attribute("data-position"))
        stage.get_by_role("button", name="one step forward").click()
        lesson.until(stage, f"Number(node.dataset.position) === {at + 1}")
    stage.get_by_role("slider", name="step shown").focus()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.until(stage, "node.dataset.position === '1'")
    stage.get_by_role("button", name="rewind to the start").click()
    lesson.until(stage, "node.dataset.position === '0'")


def test_a_click_adds_a_point_and_learning_reacts(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "node.dataset.position === '11' && node.dataset.playing === 'false'")
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage)
    box = stage.locator("canvas").bounding_box()
    lesson.page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + 0.2 * box["height"])
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('0 of 5')")
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) != before
    undo = lesson.page.get_by_role("button", name="Undo").first
    undo.click()
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('0 of 4')")
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) == before


def test_the_same_by_keyboard_does_not_reach_the_notebook(lesson):
    stage = lesson.stage()
    canvas = stage.locator("canvas")
    canvas.focus()
    notebook = len(lesson.cells()), lesson.active_cell()
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        lesson.page.keyboard.press(key)
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('of 5')")
    lesson.page.keyboard.press("Delete")
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('of 4')")
    lesson.page.keyboard.press(".")
    lesson.until(stage, "node.dataset.position === '1'")
    lesson.page.keyboard.press("Space")
    lesson.until(stage, "Number(node.dataset.position) > 1")
    stage.get_by_role("slider", name="step shown").focus()
    lesson.page.keyboard.press("ArrowLeft")
    stage.get_by_role("button", name="one step forward").focus()
    lesson.page.keyboard.press("ArrowUp")
    lesson.page.keyboard.press("d")
    lesson.page.keyboard.press("d")
    assert (len(lesson.cells()), lesson.active_cell()) == notebook
    canvas.focus()
    assert canvas.evaluate("node => node === document.activeElement")


def settled(lesson, stage, action) -> str:
    """Does ``action``, waits until its picture is there and at rest, and gives the plane's fingerprint."""
    frames = stage.get_attribute("data-frames")
    action()
    lesson.until(stage, f"Number(node.dataset.frames) > {frames}")
    lesson.until(stage, AT_REST)
    return lesson.pixels(stage, part=0.55)


def test_the_learning_rate_matters_from_random_weights_and_not_from_zero(lesson):
    stage = lesson.stage()
    words = stage.get_by_role("status")
    step, press = stage.get_by_role("button", name="one step forward"), lesson.page.keyboard.press
    for k in range(1, 4):
        before = settled(lesson, stage, step.click)
        lesson.until(stage, f"node.dataset.position === '{k}'")
    lesson.page.locator(".widget-hslider .noUi-handle").first.focus()
    assert settled(lesson, stage, lambda: press("ArrowRight")) == before
    assert "only scales w" in words.inner_text()
    before = settled(lesson, stage, lambda: choose(lesson, "start weights", "random"))
    lesson.page.locator(".widget-hslider .noUi-handle").first.focus()
    pictures = [settled(lesson, stage, lambda: press("ArrowLeft")) for _ in range(3)]
    assert "the learning rate matters" in words.inner_text()
    assert any(picture != before for picture in pictures)


def test_the_threshold_slider_moves_its_picture(lesson):
    stage = lesson.stage(1)
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('from 50 mm up: 97 of')")
    before = lesson.pixels(stage)
    lesson.page.locator(".widget-hslider .noUi-handle").last.focus()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('from 49.9 mm up')")
    assert lesson.pixels(stage) != before


def test_the_picture_is_drawn_for_the_size_it_is_shown_in_and_fits_the_window(lesson):
    stage = lesson.stage()
    sharp = "Math.abs(node.querySelector('canvas').width - node.querySelector('canvas').clientWidth) <= 2"
    for width, height in ((1000, 700), (1920, 1080), (1400, 900)):
        lesson.page.set_viewport_size({"width": width, "height": height})
        lesson.until(stage, sharp)
        assert stage.bounding_box()["height"] < height


def test_run_all_again_while_it_plays(lesson):
    stage = lesson.stage()
    choose(lesson, "samples", "XOR")
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 10")
    lesson.run_all()
    assert lesson.faults() == []
    fresh = lesson.stage()
    assert fresh.get_attribute("data-position") == "0"
    fresh.get_by_role("button", name="one step forward").click()
    lesson.until(fresh, "node.dataset.position === '1'")


@pytest.fixture
def fresh(lab):
    """The lesson's first explorable alone, on a page and a kernel of its own."""
    lab.write(
        "first.ipynb",
        ["from nnlab.explore.lesson1 import explore_perceptron", "explore_perceptron('AND')"],
    )
    lab.open("first.ipynb")
    lab.run_all()
    return lab


def test_a_restarted_kernel_is_said_on_the_stage(fresh):
    lesson, stage = fresh, fresh.stage()
    choose(lesson, "samples", "XOR")
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 10")
    lesson.restart()
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('run this cell again')")
    assert stage.get_by_role("button", name="play", exact=True).is_disabled()
    lesson.run_all()
    assert lesson.faults() == []


def test_an_own_file_is_named_or_uploaded_and_a_broken_one_is_told(fresh):
    lesson, stage, page = fresh, fresh.stage(), fresh.page
    names, rows = '"Länge; in cm";Gewicht;krank', ["1,5;2,3;ja", "2,5;3,1;nein", "0,5;3,9;ja"]
    (lesson.folder / "good.csv").write_bytes("\r\n".join([names, *rows]).encode("utf-8-sig"))
    (lesson.folder / "broken.csv").write_text("\n".join([names, "1,5;;ja", *rows]), encoding="utf-8")
    entry, press = page.get_by_label("your own file"), page.get_by_role("button", name="Open", exact=True)
    shows = "node.querySelector('[role=status]').textContent.includes('{} of {}')"
    entry.fill("good.csv")
    press.click()
    page.get_by_text("good.csv is open: 3 samples; nein is 0, ja is 1.").wait_for()
    lesson.until(stage, shows.format(1, 3))
    entry.fill("broken.csv")
    press.click()
    page.get_by_text("broken.csv, row 2, column 'Gewicht': expected a number, got nothing;").wait_for()
    lesson.until(stage, shows.format(1, 3))
    entry.fill("god.csv")
    press.click()
    page.get_by_text("god.csv: there is no such file in ").wait_for()
    for kind in ("nein", "vielleicht"):  # the same file, mended in between
        rows = ["1;2;ja", f"2;3;{kind}", "3;4;nein"]
        (lesson.folder / "other.csv").write_text("\n".join([names, *rows]), encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.locator(".widget-upload").click()
        chooser.value.set_files(lesson.folder / "other.csv")
        said = {"nein": "other.csv is open: 3", "vielleicht": "column 'krank': expected two classes, got 3"}
        page.get_by_text(said[kind]).wait_for()
        lesson.until(stage, shows.format(2, 3))
    assert lesson.faults() == []


def test_two_views_of_one_explorable_play_as_one(lab):
    lab.write(
        "two_views.ipynb",
        [
            "from nnlab.explore.lesson1 import explore_perceptron\nxor = explore_perceptron('XOR')",
            "xor",
            "xor",
        ],
    )
    lab.open("two_views.ipynb")
    lab.run_all()
    one, other = lab.stage(0), lab.stage(1)
    one.get_by_label("speed").select_option("60")
    one.get_by_role("button", name="play", exact=True).click()
    for stage in (one, other):
        lab.until(stage, "Number(node.dataset.position) > 20")
    lab.page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.content.widgets[1].outputArea.model.clear(); }"
    )
    lab.page.wait_for_function("() => document.querySelectorAll('.nnlab-stage').length === 1")
    left = lab.stage(0)
    lab.until(left, f"Number(node.dataset.position) > {int(left.get_attribute('data-position')) + 20}")
    left.get_by_role("button", name="pause").click()
    lab.until(left, AT_REST)
    assert lab.faults() == []


def test_a_page_loaded_again_mid_play_is_harmless(fresh):
    lesson, stage = fresh, fresh.stage()
    choose(lesson, "samples", "XOR")
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 10")
    lesson.load("first.ipynb")
    lesson.run_all()
    assert lesson.faults() == []
    lesson.stage().get_by_role("button", name="one step forward").click()
    lesson.until(lesson.stage(), "node.dataset.position === '1'")
