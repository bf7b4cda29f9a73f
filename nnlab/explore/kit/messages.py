"""What a page says: a word about the frames it shows, or something the reader did there.

`about_frames` and `from_reader` do for an explorer what a message of theirs asks; `pointed` is also called
alone, for a pointer that moves or leaves while the explorer plays. The explorer calls them under its lock.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnlab.explore.kit.explorer import Explorer

ABOUT_FRAMES = ("painted", "hello", "gone", "here")


def about_frames(explorer: "Explorer", message: dict) -> None:
    """Do what a word about frames asks: more of them, or none because the page has gone."""
    stage, kind = explorer.stage, message["kind"]
    if kind == "painted":
        stage.painted(message["numbers"])
    elif kind == "here":
        explorer.seen_on_page()
    elif kind == "hello":
        explorer.seen_on_page()
        if not stage.caption:
            explorer.publish()
        stage.hello(message["ratio"])
    elif kind == "gone":
        stage.playing = False
        explorer.publish()  # another page may show it still
        stage.forget()


def from_reader(explorer: "Explorer", message: dict) -> None:
    """Do what the reader asks: with the player's bar, with the pointer, or with a key."""
    stage, player, kind = explorer.stage, explorer.player, message.get("kind")
    if kind == "play":
        explorer.play()
    elif kind == "pause":
        stage.hold(message.get("id"))
        explorer.pause(message.get("position"))
    elif kind == "seek":
        explorer.seek(message["position"])
    elif kind == "step" and player is not None:
        explorer.seek(player.position + int(message["by"]))
    elif kind == "speed" and message["speed"] in stage.speeds:
        stage.speed = message["speed"]
    elif kind == "pointer":
        pointed(explorer, message)
    elif kind == "key":
        _typed(explorer, message["key"], bool(message["shift"]))


def pointed(explorer: "Explorer", message: dict) -> None:
    """Tell the explorer what the pointer does, in data coordinates."""
    buttons = {name: message[name] for name in ("button", "alt", "shift")}
    buttons["touch"] = bool(message.get("touch"))
    pointer = explorer.stage.pointer(message["what"], message["across"], message["down"], **buttons)
    if pointer is not None:
        if pointer.kind in ("press", "drag"):
            explorer.leave_preset()
        explorer.pointed(pointer)


def _typed(explorer: "Explorer", key: str, shift: bool) -> None:
    player = explorer.player
    if player is not None and key in (",", ".", "Home"):
        explorer.seek({",": player.position - 1, ".": player.position + 1, "Home": 0}[key])
    else:
        explorer.leave_preset()
        explorer.typed(key, shift)
