"""What a notebook's file keeps of a stage, in a page without Jupyter, written when told to."""

from pathlib import Path

import pytest

import nnlab.explore.kit

pytestmark = pytest.mark.browser
SOURCE = (Path(nnlab.explore.kit.__file__).parent / "still.js").read_text(encoding="utf-8")
VIEW, PNG = "application/vnd.jupyter.widget-view+json", "image/png"
HTML = "text/html"
NOTEBOOK = """async source => {
    const slots = new Set();
    let timers = [];
    window.setTimeout = call => timers.push(call);
    window.clearTimeout = number => { delete timers[number - 1]; };
    const load = async () => {
        const blob = new Blob([source + '; export { keepStill, keepText };'], { type: 'text/javascript' });
        return import(URL.createObjectURL(blob)); // each widget has its own copy
    };
    window.notebook = { cells: [], dirty: false, toJSON() { return { cells: this.cells, nbformat: 4 }; } };
    window.saveState = { connect: slot => slots.add(slot), disconnect: slot => slots.delete(slot) };
    window.page = {
        slots,
        save() {
            slots.forEach(slot => slot(null, 'started'));
            const file = JSON.parse(JSON.stringify(notebook.toJSON()));
            notebook.dirty = false;
            slots.forEach(slot => slot(null, 'completed'));
            return file;
        },
        calm() { timers.splice(0).forEach(call => call()); },  // the time passes
        async stage(id, widgetManager = { context: { model: notebook, saveState } }) {
            const traits = { explorer: '', width: 20, height: 10 }, calls = {};
            const canvas = Object.assign(document.createElement('canvas'), { width: 20, height: 10 });
            let seen;
            const model = { widget_manager: widgetManager, get: name => traits[name],
                on: (what, call) => { calls[what] = call; }, off: what => { delete calls[what]; } };
            const { keepStill } = await load();
            const still = keepStill(model, () => ({ canvas: seen, head: { alt: canvas.dataset.words } }));
            traits.explorer = id;
            calls['change:explorer']?.();
            const paint = (colour, words = colour, width = 20, playing = false) => {
                seen = canvas;
                canvas.width = width;
                canvas.dataset.words = words;
                const context = canvas.getContext('2d');
                context.fillStyle = colour;
                context.fillRect(0, 0, width, 10);
                still.painted(playing);
            };
            return { paint, end: still.end, picture: () => canvas.toDataURL('image/png').split(',')[1] };
        },
        async question(id, widgetManager = { context: { model: notebook, saveState } }) {
            const traits = { own_id: '' }, calls = {};
            const model = { widget_manager: widgetManager, get: name => traits[name],
                on: (what, call) => { calls[what] = call; }, off: what => { delete calls[what]; } };
            const end = (await load()).keepText(model);
            traits.own_id = id;  // the kernel tells it later
            calls['change:own_id']?.();
            return { end, calls };
        },
    };
}"""


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.evaluate(NOTEBOOK, SOURCE)
    yield page
    page.close()


def shown(model_id, picture="at first", **more):
    """An output as the kernel sends it, of a widget with a picture beside it or without."""
    data = {VIEW: {"version_major": 2, "version_minor": 0, "model_id": model_id}, "text/plain": "a widget"}
    data |= {PNG: picture} if picture else {}
    return {"output_type": "display_data", "data": data, "metadata": more}


def asked(model_id):
    """An output as the kernel sends it, of a widget with text/html beside it."""
    output = shown(model_id, picture=None)
    output["data"][HTML] = "<p>How many?</p>"
    return output


def write(page, *outputs, play="", after=""):
    """The outputs of the file, when a notebook with these has been saved."""
    cells = [
        {"cell_type": "markdown", "source": "# Title", "metadata": {}},
        {"cell_type": "code", "source": "", "metadata": {}, "outputs": list(outputs)},
    ]
    script = f"async () => {{ {play}; const file = page.save(); {after}; return file; }}"
    page.evaluate("cells => { notebook.cells = cells; }", cells)
    file = page.evaluate(script)
    assert file["nbformat"] == 4
    assert file["cells"][0] == cells[0]
    assert page.evaluate("() => notebook.cells") == cells  # the page's own are what they were
    return file["cells"][1]["outputs"]


def test_the_file_holds_the_picture_painted_last_and_no_view(page):
    [output] = write(
        page,
        shown("line", **{PNG: {"alt": "a line", "more": 1}, VIEW: {}}),
        play="window.line = await page.stage('line'); line.paint('red'); line.paint('blue', 'a steep line')",
    )
    picture = page.evaluate("() => line.picture()")
    assert output["data"] == {"text/plain": "a widget", PNG: picture}
    assert output["metadata"] == {PNG: {"alt": "a steep line", "more": 1, "width": 20, "height": 10}}


def test_where_no_page_has_painted_the_picture_of_the_kernel_stays(page):
    [output] = write(page, shown("line"), play="await page.stage('line')")
    assert output["data"] == {"text/plain": "a widget", PNG: "at first"}
    assert output["metadata"] == {}


def test_no_other_output_is_touched(page):
    others = [
        shown("slider", picture=None),
        shown("another package's"),
        shown("line", picture=None),  # without a still nothing would be left of it
        {"output_type": "stream", "name": "stdout", "text": "line"},
        {"output_type": "display_data", "data": {PNG: "a figure"}, "metadata": {}},
    ]
    play = "(await page.stage('line')).paint('red')"
    assert write(page, *others, shown("line"), play=play)[:-1] == others


def test_each_explorable_has_its_own_picture_in_all_its_outputs(page):
    play = """window.one = await page.stage('one'); const { toJSON } = notebook;
        window.two = await page.stage('two'); window.met = notebook.toJSON === toJSON;
        one.paint('red'); two.paint('blue')"""
    outputs = write(page, shown("one"), shown("two"), shown("one"), play=play)
    one, two = page.evaluate("() => [one.picture(), two.picture()]")
    assert one != two
    assert [output["data"][PNG] for output in outputs] == [one, two, one]
    assert all(VIEW not in output["data"] for output in outputs)
    assert page.evaluate("() => met")  # a cell that is run a hundred times makes no chain of a hundred


def test_an_explorable_that_was_closed_leaves_no_view(page):
    play = "window.line = await page.stage('line'); line.paint('red'); line.end()"
    [output] = write(page, shown("line"), play=play)
    assert output["data"] == {"text/plain": "a widget", PNG: page.evaluate("() => line.picture()")}
    assert page.evaluate("() => page.slots.size") == 0


def test_of_a_question_the_file_holds_the_text_and_no_view(page):
    play = """(await page.stage('line')).paint('red'); await page.question('ants');
        const gone = await page.question('bees'); gone.end();
        window.left = Object.keys(gone.calls).length"""
    outputs = write(page, asked("ants"), shown("line"), asked("bees"), asked("another package's"), play=play)
    said = {"text/plain": "a widget", HTML: "<p>How many?</p>"}
    assert [output["data"] for output in (outputs[0], outputs[2])] == [said, said]
    assert VIEW not in outputs[1]["data"]
    assert outputs[3] == asked("another package's")
    assert page.evaluate("() => left") == 0
    assert page.evaluate("() => notebook.dirty") is False


@pytest.mark.parametrize(
    ("after", "dirty"),
    [
        ("", False),
        ("line.paint('blue')", True),
        ("line.paint('blue'); line.paint('red')", False),  # the pointer came and went
        ("line.paint('blue', 'blue', 20, true)", False),  # it plays; it will come to rest
        ("line.paint('red', 'red', 30)", False),  # the same on a wider page
        ("line.paint('blue', 'blue', 30)", True),
    ],
)
def test_the_notebook_is_dirty_when_the_picture_at_rest_is_another_than_the_file_holds(page, after, dirty):
    play = "window.line = await page.stage('line'); line.paint('red'); page.calm()"
    write(page, shown("line"), play=play, after=f"{after}; page.calm()")
    assert page.evaluate("() => notebook.dirty") is dirty
    page.evaluate("() => { page.save(); page.calm(); }")  # and no loop comes of it
    assert page.evaluate("() => notebook.dirty") is False


def test_before_the_first_save_the_notebook_is_left_to_itself(page):
    page.evaluate("async () => { (await page.stage('line')).paint('red'); page.calm(); }")
    assert page.evaluate("() => notebook.dirty") is False


def test_a_picture_that_fails_keeps_nobody_from_saving(page):
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    play = """(await page.stage('line')).paint('red');
        HTMLCanvasElement.prototype.toDataURL = () => { throw Error('no picture'); };
        page.slots.clear()"""
    assert write(page, shown("line"), play=play) == [shown("line")]
    assert ["no picture" in error for error in errors] == [True]


@pytest.mark.parametrize(
    "manager",
    [
        "null",
        "{}",
        "{ context: {} }",
        "{ context: { model: notebook } }",
        "{ context: { saveState } }",
        "{ context: { saveState, model: { ...notebook, collaborative: true } } }",
    ],
)
def test_where_the_page_writes_no_file_nothing_is_done(page, manager):
    script = "line.paint('red'); page.calm(); line.end()"
    page.evaluate(f"async () => {{ const line = await page.stage('line', {manager}); {script}; }}")
    page.evaluate(f"async () => {{ (await page.question('ants', {manager})).end(); }}")
    assert page.evaluate("() => Object.getOwnPropertySymbols(notebook).length + page.slots.size") == 0
