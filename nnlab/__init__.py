"""nnlab: neural networks from first principles.

`nnlab.contents()` is the contents page: which maths file belongs to which lesson. Each file says so in its
first line, and imports only files of its own lesson or of earlier ones. Importing nnlab loads nothing;
`from nnlab import perceptron` loads one file.

The files need NumPy alone; those that all others rest on say "Ground" in their first line. Above them,
each importing only what is named before it, are `nnlab.pictures` (draws arrays), `nnlab.exercises` (tasks
that answer back) and `nnlab.explore` (controls to play with).
"""

import sys

from nnlab.moved import Finder

sys.meta_path.append(Finder)  # for imports under the names of the first edition


def contents() -> dict[int, dict[str, str]]:
    """Return the contents page: for each lesson its maths files, each with what its first line says.

    Raises ValueError if a file does not say its lesson.
    """
    import re  # here, so that importing nnlab loads nothing at all
    from pathlib import Path

    house = Path(__file__).parent
    rooms = [path for path in house.glob("*.py") if path.name != "__init__.py"]
    page: dict[int, dict[str, str]] = {}
    for path in sorted([*rooms, house / "data" / "__init__.py"]):
        with path.open(encoding="utf-8") as file:
            opening = file.readline()
        name = path.parent.name if path.name == "__init__.py" else path.stem
        if opening.startswith('"""Ground: '):
            continue
        said = re.match(r'"""Lesson (\d+): (.+?)(?:""")?$', opening.strip())
        if not said:
            raise ValueError(f'{name}: expected a first line such as "Lesson 1: ...", got {opening.strip()}')
        page.setdefault(int(said[1]), {})[name] = said[2]
    return dict(sorted(page.items()))
