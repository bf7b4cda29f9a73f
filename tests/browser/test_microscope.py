"""The microscope in a real JupyterLab: it plays, the pointer nudges an edge, a mistake turns edges red."""

import pytest
from lab import pick
from stages import AT_REST

pytestmark = pytest.mark.browser
CELLS = [
    "from nnlab.explore.lesson4.microscope import explore_microscope",
    "microscope = explore_microscope()\nmicroscope",
    "sheet = microscope.sheet\n"
    "print(microscope.focus(), sheet.checked.get_text(), len(sheet.wiring.wrong.get_segments()))",
]


@pytest.fixture
def lesson(lab):
    lab.write("microscope.ipynb", CELLS)
    lab.open("microscope.ipynb")
    lab.run_all()
    assert lab.faults() == []
    return lab


def told(lesson) -> str:
    """What the last cell prints now: the edge looked at, its check, and how many edges are red."""
    lesson.run_cell("print(")
    [output] = lesson.cells()[2]["outputs"]
    return "".join(output["text"])


def point(lesson, stage, where) -> None:
    """Moves the pointer to a place of the picture, in its own pixels."""
    from nnlab.explore.lesson4.sheet import HEIGHT, WIDTH

    box = stage.locator("canvas").bounding_box()
    lesson.page.mouse.move(
        box["x"] + where[0] / WIDTH * box["width"], box["y"] + (1 - where[1] / HEIGHT) * box["height"]
    )


def reds(stage) -> int:
    """Pixels in the red that marks a wrong gradient."""
    return stage.locator("canvas").evaluate(
        """canvas => {
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4)
                count += Math.abs(data[i] - 179) + data[i + 1] + Math.abs(data[i + 2] - 27) < 12;
            return count;
        }"""
    )


def test_play_the_pointer_and_a_mistake(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("15")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "node.dataset.position === '24' && node.dataset.playing === 'false'", 60_000)
    lesson.until(stage, AT_REST)
    assert "All weights have moved" in stage.get_by_role("status").inner_text() and reds(stage) == 0

    from nnlab.explore.lesson4.microscope import explore_microscope  # where the edges stand

    wiring = explore_microscope().sheet.wiring
    for number in (0, 6):
        before = lesson.pixels(stage)
        point(lesson, stage, wiring.places[number])
        lesson.page.wait_for_function(
            "([node, before]) => Number(node.dataset.frames) > before",
            arg=[stage.element_handle(), int(stage.get_attribute("data-frames")) - 1],
        )
        lesson.page.wait_for_timeout(400)
        lesson.until(stage, AT_REST)
        assert lesson.pixels(stage) != before or number == 0
        words = told(lesson)
        assert str(wiring.edges[number]) in words and "nudging gives" in words and "checkmark" in words

    bugs = lesson.page.locator(".widget-dropdown", has_text="mistake built in").locator("select")
    pick(bugs, "slope forgotten")
    lesson.until(
        stage, "node.querySelector('[role=status]').textContent.includes('4 of 9 gradients disagree')"
    )
    lesson.until(stage, AT_REST)
    assert reds(stage) > 300 and told(lesson).strip().endswith(" 4")
    assert lesson.faults() == []


def test_a_drag_changes_a_weight_and_the_button_applies_the_update(lesson):
    stage = lesson.stage()
    from nnlab.explore.lesson4.microscope import explore_microscope

    place = explore_microscope().sheet.wiring.places[6]
    point(lesson, stage, place)
    lesson.page.mouse.down()
    point(lesson, stage, (place[0], place[1] + 50))
    lesson.page.mouse.up()
    entry = lesson.page.locator(".widget-text input").first
    lesson.page.wait_for_function("node => node.value === '2.2'", arg=entry.element_handle())
    lesson.page.get_by_role("button", name="Apply the update").click()
    lesson.until(stage, "node.querySelector('[role=status]').textContent.includes('the loss fell from')")
    assert lesson.faults() == []
