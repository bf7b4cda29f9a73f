"""Sentences about a file: what came is shown short, so that a message can be read whatever came in."""

from collections.abc import Iterable

LONGEST = 300  # characters of a message
ROOM = 110  # characters for a list in a message
FEW = 5  # entries of a list that a message shows


def shown(text: object, longest: int = 40) -> str:
    """Return how a message writes what came: as Python does, and only the beginning of what is long."""
    written = repr(text[: longest + 1] if isinstance(text, str) else text)
    if len(written) <= longest:
        return written
    end = written[0] if isinstance(text, str) else ""
    return written[: longest - 3 - len(end)] + "..." + end


def several(written: Iterable[str]) -> str:
    """Return a list for a message: a few entries, already written, as long as there is room."""
    entries = list(written)
    few: list[str] = []
    for entry in entries[:FEW]:
        if few and len(", ".join([*few, entry])) > ROOM:
            break
        few.append(entry)
    return ", ".join([*few, "..."] if len(few) < len(entries) else few)


def short(name: str) -> str:
    """Return the name of a file as a message begins with it: of a long one, beginning and end."""
    return name if len(name) <= 60 else f"{name[:40]}...{name[-17:]}"


def wrong(sentence: str, kind: type[Exception] = ValueError) -> Exception:
    """Return the error with that sentence, cut where it would be longer than anyone reads."""
    return kind(sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 3] + "...")
