"""The status line of the playground: as much as three lines hold, the most urgent first."""

from collections.abc import Sequence

ROOM = 222  # characters: so many stand on three lines below the picture, on a page of 1400 pixels


def cut(text: str, room: int = ROOM) -> str:
    """Return a text that is not longer than there is room for."""
    return text if len(text) <= room else f"{text[: room - 2].rsplit(' ', 1)[0]} …"


def together(parts: Sequence[tuple[str, int]], room: int = ROOM) -> str:
    """Return sentences as one text, in this order; those are left out that there is no room for.

    Each comes with a number: the lowest are the most urgent. The most urgent of all is always there.
    """
    kept: list[int] = []
    for i in sorted(range(len(parts)), key=lambda i: parts[i][1]):
        if parts[i][0] and (not kept or sum(len(parts[j][0]) + 1 for j in (*kept, i)) - 1 <= room):
            kept.append(i)
    return " ".join(parts[i][0] for i in sorted(kept))
