"""What browser tests look for on a stage, and what they do on its page."""

from lab import Lab, pick
from playwright.sync_api import Locator

from nnlab.explore.kit import words

# JavaScript about `node`, the stage's element, for `Lab.until`: whether the last frame of a play stands
# there, its status line, and what it tells those who do not see it.
AT_REST = "node.dataset.playing === 'false' && node.dataset.rests === 'true'"
STATUS = "node.querySelector('[role=status]').textContent"
ALT = "node.querySelector('canvas').getAttribute('aria-label')"
# A fingerprint of a picture of the page, made as `Lab.pixels` makes that of a stage.
PIXELS = """async picture => {
    await picture.decode();
    const { naturalWidth: width, naturalHeight: height } = picture;
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return String(data.reduce((hash, value) => (31 * hash + value) | 0, 0));
}"""


def no_more(text: str) -> str:
    """JavaScript: whether the status line is without ``text``, and not only since the kernel is busy."""
    return f"!{STATUS}.includes({text!r}) && {STATUS} !== {words.WAITING!r}"


def play(lab: Lab, to: int = 20) -> Locator:
    """Plays the first stage until it is beyond step ``to``, and gives it; it plays on."""
    stage = lab.stage()
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, f"Number(node.dataset.position) > {to}")
    return stage


def choose(lab: Lab, label: str, option: str) -> None:
    """Chooses in the first drop-down list that has ``label`` in its name or its entries."""
    pick(lab.page.locator(".widget-dropdown", has_text=label).first.locator("select"), option)


def no_problem(lab: Lab, stage: Locator) -> None:
    """Fails if the stage tells of a problem, or the notebook holds an error."""
    assert stage.get_by_role("alert").all_inner_texts() in ([], [""])
    assert lab.faults() == []
