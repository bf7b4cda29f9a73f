"""The playground as a reader meets it: everything that can be clicked, and the same by keyboard."""

import pytest
from lab import pick
from stages import ALT, AT_REST, STATUS

from nnlab.explore.playground import words
from nnlab.explore.playground.presets import REASONS
from nnlab.explore.playground.view import HEIGHT, PLANE, WIDTH, plan_of
from nnlab.pictures.network_plan import Spot

pytestmark = pytest.mark.browser
IMPORT = "from nnlab.explore.playground import explore_playground"
FOLD = "node.closest('.nnlab-explorer').querySelector('.nnlab-fold')"
AT_FIRST = plan_of(("x1", "x2"), (4, 2), 1)


@pytest.fixture(scope="module")
def running(new_lab):
    """The playground alone, on a page and a kernel of its own."""
    with new_lab() as lab:
        lab.write(
            "playground_alone.ipynb", [IMPORT, "explore_playground(data='circle')", "explore_playground()"]
        )
        lab.open("playground_alone.ipynb")
        lab.run_cell(IMPORT)
        yield lab


@pytest.fixture
def play(running):
    """The playground as at first."""
    running.run_cell("data='circle'")
    running.until(running.stage(), AT_REST)
    return running


def at(play, place) -> dict:
    """Where a place of the figure, in its pixels from the lower left corner, is on the canvas."""
    box = play.stage().locator("canvas").bounding_box()
    x, y = place
    return dict(x=box["width"] * x / WIDTH, y=box["height"] * (1 - y / HEIGHT))


def on_plane(x, y):
    """A place of the output in large, by x1 and x2, as a place of the figure."""
    left, bottom, width, height = PLANE
    return left + width * (x + 3) / 6, bottom + height * (y + 3) / 6


def click(play, place, **how):
    play.stage().locator("canvas").click(position=at(play, place), **how)


def hover(play, place):
    play.stage().locator("canvas").hover(position=at(play, place))


def says(play, words):
    """Waits until the status line has these words."""
    play.until(play.stage(), f"{STATUS}.includes({words!r})")


def press(play, name):
    play.page.get_by_role("button", name=name, exact=True).click()


def no_problem(play):
    assert {*play.stage().get_by_role("alert").all_inner_texts()} <= {""}
    assert [fault for fault in play.faults() if not fault.startswith("not run")] == []


def test_it_plays_steps_and_rewinds_and_stands_on_one_screen(play):
    stage, page = play.stage(), play.page
    before, network = play.pixels(stage), play.pixels(stage, 0.6)
    stage.get_by_role("button", name="play", exact=True).click()
    play.until(stage, "Number(node.dataset.position) > 100")
    stage.get_by_role("button", name="pause").click()
    play.until(stage, AT_REST)
    k = int(stage.get_attribute("data-position"))
    stage.get_by_role("button", name="one step forward").click()
    play.until(stage, f"Number(node.dataset.position) === {k + 1} && {STATUS}.includes('epoch')")
    assert play.pixels(stage) != before and play.pixels(stage, 0.6) != network
    stage.get_by_role("button", name="rewind to the start").click()
    play.until(stage, f"Number(node.dataset.position) === 0 && {AT_REST}")
    assert play.pixels(stage, 0.6) == network
    whole = page.locator(".nnlab-explorer").bounding_box()["height"]
    panel = page.locator(".jp-WindowedPanel-outer").bounding_box()["height"]
    assert whole <= panel
    no_problem(play)


@pytest.mark.parametrize("width", [1400, 1000])
def test_each_group_of_controls_stands_whole(play, width):
    page = play.page
    page.set_viewport_size(dict(width=width, height=900 if width == 1400 else 700))
    tall = "matchMedia('(min-height: 800px)').matches"  # by which it opens by itself
    play.until(play.stage(), f"{FOLD}.getAttribute('aria-expanded') === String({tall})")
    if width == 1000:
        page.locator(".nnlab-fold").click()
    for tab in page.locator(".nnlab-tabs button").all():
        tab.click()
        found = page.locator(".nnlab-explorer").evaluate(
            """root => {
                const side = root.querySelector('.nnlab-side'), right = root.getBoundingClientRect().right;
                const seen = [...side.querySelectorAll('.widget-label, button, select, input, textarea')]
                    .filter(node => node.checkVisibility({ visibilityProperty: true }));
                const isLabel = node => node.matches('.widget-label, button');
                return [root.getBoundingClientRect().height, seen.filter(node =>
                    node.getBoundingClientRect().right > right + 1
                    || (isLabel(node) && node.scrollWidth > node.clientWidth + 1)
                ).map(node => node.outerHTML)];
            }"""
        )
        height, cut = found
        assert cut == []
        panel = page.locator(".jp-WindowedPanel-outer").bounding_box()["height"]
        assert width < 1400 or height <= panel, tab.inner_text()
    page.set_viewport_size(dict(width=1400, height=900))
    no_problem(play)


def test_layers_and_units_by_click_and_by_entry(play):
    stage = play.stage()
    click(play, AT_FIRST.buttons[Spot("more units", 2)])
    play.until(stage, f"{ALT}.includes('layers of 4 and 3 units')")
    click(play, AT_FIRST.buttons[Spot("more layers")])
    play.until(stage, f"{ALT}.includes('layers of 4 and 3 and 2 units')")
    entry = play.page.get_by_role("textbox", name=words.HIDDEN)
    assert entry.input_value() == "4, 3, 2"
    entry.fill("8 8")
    entry.press("Enter")
    play.until(stage, f"{ALT}.includes('layers of 8 and 8 units')")
    entry.fill("80")
    entry.press("Enter")
    play.page.get_by_text(words.LAYERS_WANTED).wait_for()
    for expected in ("4 and 3 and 2", "4 and 3", "4 and 2"):
        press(play, "Undo")
        play.until(stage, f"{ALT}.includes('layers of {expected} units')")
    no_problem(play)


def test_a_feature_is_used_by_click_and_by_keyboard(play):
    stage = play.stage()
    click(play, AT_FIRST.middles(0)[2])
    play.until(stage, f"{ALT}.includes('of 3 features')")
    play.page.locator(".nnlab-tabs button", has_text=words.NETWORK).click()
    box = play.page.get_by_role("checkbox", name="x₁²", exact=True)
    assert box.is_checked()
    box.press("Space")
    play.until(stage, f"{ALT}.includes('of 2 features')")
    no_problem(play)


def test_a_unit_under_the_pointer_shows_its_formula_and_its_map(play):
    stage = play.stage()
    output = play.pixels(stage)
    hover(play, AT_FIRST.middles(1)[2])
    says(play, "a⁽¹⁾₃ = tanh(")
    assert play.pixels(stage) != output
    hover(play, (30, 30))
    play.until(stage, f"!{STATUS}.includes('tanh(')")
    hover(play, on_plane(-2.5, 2.5))
    says(play, "output = sigmoid(")
    no_problem(play)


def test_a_weight_is_edited_by_click_arrow_and_number(play):
    stage = play.stage()
    spot = Spot("weight", 2, 1, 3)
    start, end = AT_FIRST.line(spot)
    place = start + 0.15 * (end - start)
    hover(play, place)
    says(play, "w⁽²⁾₄₂ =")
    click(play, place)
    says(play, words.HELD_KEYS)
    before = play.pixels(stage)
    stage.locator("canvas").press("ArrowUp")
    for _ in range(50):
        if play.pixels(stage) != before:
            break
        play.page.wait_for_timeout(100)
    assert play.pixels(stage) != before
    play.page.locator(".nnlab-tabs button", has_text=words.NETWORK).click()
    number = play.page.get_by_label(words.EDIT_NUMBER, exact=True)
    number.fill("1.5")
    number.press("Enter")
    says(play, "w⁽²⁾₄₂ = 1.5")
    stage.locator("canvas").press("Escape")
    play.until(stage, f"!{STATUS}.includes({words.HELD_KEYS!r})")
    no_problem(play)


def test_a_sample_is_drawn_dragged_and_taken_back(play):
    stage, mouse = play.stage(), play.page.mouse
    click(play, on_plane(2.8, 2.8))
    play.until(stage, f"{ALT}.includes('201 samples of your own points')")
    hover(play, on_plane(2.8, 2.8))
    says(play, "Sample (2.8")
    mouse.down()
    box = stage.locator("canvas").bounding_box()
    to = at(play, on_plane(-2.8, 2.8))
    mouse.move(box["x"] + to["x"], box["y"] + to["y"], steps=4)
    mouse.up()
    says(play, "Sample (−2.8")
    press(play, "Undo")
    press(play, "Undo")
    play.until(stage, f"{ALT}.includes('200 samples of circle')")
    no_problem(play)


def test_by_keyboard_alone(play):
    stage, keyboard = play.stage(), play.page.keyboard
    canvas = stage.locator("canvas")
    canvas.focus()
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        keyboard.press(key)
    play.until(stage, f"{ALT}.includes('201 samples')")
    keyboard.press("Control+z")
    play.until(stage, f"{ALT}.includes('200 samples of circle')")
    keyboard.press("Space")
    play.until(stage, "Number(node.dataset.position) > 20")
    keyboard.press("Space")
    play.until(stage, AT_REST)
    keyboard.press("Home")
    play.until(stage, "Number(node.dataset.position) === 0")
    tab = play.page.locator(".nnlab-tabs button", has_text=words.LEARNING)
    tab.focus()
    keyboard.press("Space")
    play.page.get_by_label(words.DROPOUT).wait_for(state="visible")
    no_problem(play)


def test_a_preset_says_its_reason_and_the_rate_moves_while_it_plays(play):
    stage = play.stage()
    name = "✗ Circle: two units"
    pick(play.page.locator(".nnlab-presets select"), name)
    says(play, REASONS[name])
    stage.get_by_role("button", name="play", exact=True).click()
    play.until(stage, "Number(node.dataset.position) > 30")
    play.page.locator(".nnlab-main .noUi-handle").first.press("ArrowLeft")
    k = int(stage.get_attribute("data-position"))
    play.until(stage, f"Number(node.dataset.position) > {k + 30} && node.dataset.playing === 'true'")
    stage.get_by_role("button", name="pause").click()
    play.until(stage, AT_REST)
    no_problem(play)


def test_what_is_copied_stands_there_as_a_line(play):
    play.page.get_by_label("rule").select_option("Adam")
    play.page.locator(".nnlab-tabs button", has_text=words.EXPORT).click()
    press(play, words.COPY)
    area = play.page.get_by_label(words.COPIED)
    play.page.wait_for_function("node => node.value !== ''", arg=area.element_handle())
    assert area.input_value() == f"{IMPORT}\n\nexplore_playground(rule='Adam')"
    no_problem(play)


def test_a_page_loaded_again_and_a_cell_run_again_find_its_state(play):
    stage = play.stage()
    click(play, AT_FIRST.buttons[Spot("fewer units", 1)])
    play.until(stage, f"{ALT}.includes('layers of 3 and 2 units')")
    stage.get_by_role("button", name="one step forward").click()
    play.until(stage, "Number(node.dataset.position) === 1")
    play.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    play.load("playground_alone.ipynb")
    assert play.stages().count() == 0, "a page loaded again shows the last picture"
    play.run_cell("explore_playground()")
    again = play.stage()
    play.until(again, f"{ALT}.includes('layers of 3 and 2 units') && Number(node.dataset.position) === 1")
    assert play.page.get_by_role("textbox", name=words.HIDDEN).input_value() == "3, 2"
    play.run_cell("explore_playground()")
    play.until(play.stage(), f"{ALT}.includes('layers of 3 and 2 units')")
