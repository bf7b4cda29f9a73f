"""The floors of the house: arrows only downwards, no hidden randomness, no global style, one set of names.

Every rule reads the syntax tree. `faults` says what is wrong with one module; each rule is tried on a small
bad source first, then all of nnlab must be without faults.
"""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nnlab

ROOT = Path(__file__).parents[2]
LESSONS = {name: lesson for lesson, files in nnlab.contents().items() for name in files}
GROUND = ("checks", "moved", "resume", "rules", "source")  # numpy alone; of nnlab only one another

# What a floor may import beside the standard library and NumPy.
# contourpy and PIL come with matplotlib, traitlets with ipywidgets.
PACKAGES = {
    "ground": set(),
    "maths": set(),
    "pictures": {"matplotlib", "contourpy"},
    "exercises": {"IPython"},
    "kit": {"matplotlib", "ipywidgets", "anywidget", "traitlets", "PIL"},
    "explorables": {"matplotlib", "ipywidgets"},
    "classroom": {"nbformat"},
}
BELOW = {  # of the house
    "ground": {"ground"},
    "maths": {"ground", "maths"},
    "pictures": {"pictures"},
    "exercises": {"ground", "maths", "exercises"},
    "kit": {"ground", "maths", "pictures", "kit"},
    "explorables": {"ground", "maths", "pictures", "kit", "explorables"},
    "classroom": {"exercises", "classroom"},
}
KIT_MATHS = {"data", "descent"}  # all that the kit may know of the maths
STARTS = {"subprocess", "multiprocessing"}  # processes: for the classroom alone
NUMPY_RANDOM = {"Generator", "BitGenerator", "SeedSequence", "PCG64", "default_rng"}
RC_CALLS = {"rc", "rc_context", "rc_file", "rcdefaults", "rc_file_defaults"}
NAMES = {
    "eta": "lr",
    "learning_rate": "lr",
    "lambda_": "lam",
    "n_hidden": "hidden",
    "random_state": "rng",
    "seed": "rng",
}


def floor_of(module):
    """`nnlab.explore.kit.stage` stands on "kit"; None where the house has no such folder."""
    room, *rest = [*module.split(".")[1:], "", ""][:3]
    if room == "explore":
        if rest[0] == "kit":
            return "kit"
        known = not rest[0] or rest[0] == "playground" or lesson_of(module) is not None
        return "explorables" if known else None
    if room in ("exercises", "pictures", "classroom"):
        return room
    if room in GROUND:
        return "ground"
    return "maths" if not rest[0] or room == "data" or is_file(room) else None


def is_file(room):
    """Whether this is a file of the flat maths, and not a folder."""
    return not (ROOT / "nnlab" / room).is_dir()


def lesson_of(module):
    """The lesson of a folder such as `nnlab.explore.lesson12`, else None."""
    found = re.search(r"\.lesson(\d+)(\.|$)", module)
    return int(found[1]) if found else None


def imported(tree, module, is_package):
    """Full dotted name of everything the module imports, wherever in it, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".") if is_package else module.split(".")[:-1]
                package = package[: len(package) - node.level + 1]
                base = ".".join(package + ([node.module] if node.module else []))
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def import_fault(name, module, lessons):
    """Why this module may not import this name, or None."""
    floor, package = floor_of(module), name.split(".")[0]
    if floor is None:
        return "the house has no such folder"
    if "pyplot" in name.split(".") or package == "pylab":
        return "pyplot keeps global figures"
    if package in STARTS and floor != "classroom":
        return "only the classroom starts processes"
    if package == "random":
        return "the random module is hidden global state; take an rng"
    if package != "nnlab":
        if package in sys.stdlib_module_names or package == "numpy" or package in PACKAGES[floor]:
            if package == "IPython" and not name.startswith("IPython.display"):
                return "only to display: IPython.display"
            return None
        return f"{floor} may not import {package}"
    target = name.split(".")[1] if "." in name else ""
    if target == "moved":
        return None  # names of the first edition
    if name == "nnlab" or floor_of(name) not in BELOW[floor]:
        return f"{floor} may not import {name}"
    own = lesson_of(module)  # which may be 0
    if own is None:
        own = lessons.get(module.split(".")[1] if "." in module else "")
    its = lesson_of(name)
    if floor_of(name) == "maths":
        if target not in lessons:
            return f"{target} is not on the contents page"
        its = lessons[target]
        if floor == "kit" and target not in KIT_MATHS:
            return f"the kit knows no lesson: {target}"
    open_to_all = floor == "explorables" and target in KIT_MATHS  # the kit stands on these
    if own is not None and its is not None and its > own and not open_to_all:
        return f"{target if floor_of(name) == 'maths' else name} belongs to a later lesson"
    return None


def dotted(node):
    """`a.b.c` of a chain of attributes, or ""."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def aliases(tree):
    """What each imported name stands for: {"np": "numpy", "rand": "numpy.random.rand"}."""
    stands_for = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                stands_for[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                stands_for[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return stands_for


def state_faults(tree, floor):
    """Global random state, global style, global backend, a picture that shows itself."""
    stands_for = aliases(tree)
    for node in ast.walk(tree):
        name = dotted(node)
        first, _, rest = name.partition(".")
        name = f"{stands_for.get(first, first)}.{rest}".strip(".")
        if name.startswith("numpy.random.") and name.split(".")[2] not in NUMPY_RANDOM:
            yield node.lineno, f"{name}: NumPy's global random state or a legacy generator; take an rng"
        written = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
        if written and dotted(node.value).split(".")[-1] == "rcParams":
            yield node.lineno, "writes to rcParams"
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            first, _, rest = called.partition(".")
            called = f"{stands_for.get(first, first)}.{rest}".strip(".")
            *owner, last = called.split(".")
            if called == "numpy.random.default_rng" and not (node.args or node.keywords):
                yield node.lineno, "default_rng() without a seed: a different run every time"
            if "rcParams" in owner and last in ("update", "setdefault", "pop", "clear"):
                yield node.lineno, "writes to rcParams"
            if owner[:1] == ["matplotlib"] and (last in RC_CALLS or last == "use" or "style" in owner):
                yield node.lineno, f"{called}: global style or backend"
            if last == "show" and floor == "pictures":
                yield node.lineno, "show: the lesson shows, not the picture"


def name_faults(tree, module):
    """Arguments that the notation table calls otherwise, and an rng that could come by position."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            by_position = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            for arg in (*by_position, *(a.arg for a in node.args.kwonlyargs)):
                if arg in NAMES:
                    yield node.lineno, f"{node.name}({arg}): NOTATION.md says {NAMES[arg]}"
            public = not node.name.startswith("_") and module != "nnlab.checks"
            if public and "rng" in by_position:
                yield node.lineno, f"{node.name}: rng must be keyword only"


def faults(source, module, is_package=False, lessons=LESSONS):
    """Everything that is wrong with one module of nnlab, as sentences."""
    tree = ast.parse(source)
    found = []
    for name, line in imported(tree, module, is_package):
        why = import_fault(name, module, lessons)
        if why:
            found.append((line, f"import of {name}: {why}"))
    found += [*state_faults(tree, floor_of(module)), *name_faults(tree, module)]
    return sorted(f"{module}:{line}: {sentence}" for line, sentence in found)


def modules():
    """{module: (is_package, path)} of every file of nnlab."""
    found = {}
    for path in sorted((ROOT / "nnlab").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        found[".".join(parts[:-1] if is_package else parts)] = is_package, path
    return found


MODULES = modules()
MATHS = [name for name in MODULES if floor_of(name) in ("ground", "maths")]


TWO_LESSONS = {"first": 1, "data": 1, "second": 2}
BAD = [
    ("nnlab.first", "import matplotlib", "maths may not import matplotlib"),
    ("nnlab.first", "def f():\n    import scipy", "maths may not import scipy"),
    ("nnlab.first", "from nnlab import second", "second belongs to a later lesson"),
    ("nnlab.first", "from .second import x", "second belongs to a later lesson"),
    ("nnlab.first", "from . import stray", "stray is not on the contents page"),
    ("nnlab.first", "from nnlab.pictures import plane", "maths may not import nnlab.pictures.plane"),
    ("nnlab.data.toys", "from .. import explore", "maths may not import nnlab.explore"),
    ("nnlab.pictures.plane", "from nnlab import first", "pictures may not import nnlab.first"),
    ("nnlab.pictures.plane", "from ..first import step", "pictures may not import nnlab.first.step"),
    ("nnlab.pictures.plane", "import ipywidgets", "pictures may not import ipywidgets"),
    ("nnlab.pictures.plane", "import matplotlib.pyplot as plt", "pyplot keeps global figures"),
    ("nnlab.explore.lesson1.lab", "from matplotlib import pyplot", "pyplot keeps global figures"),
    (
        "nnlab.explore.lesson1.lab",
        "from nnlab import exercises",
        "may not import nnlab.exercises",
    ),
    ("nnlab.exercises.one", "import matplotlib", "exercises may not import matplotlib"),
    ("nnlab.exercises.one", "from IPython import get_ipython", "only to display"),
    (
        "nnlab.exercises.one",
        "from nnlab.explore.lesson1 import lab",
        "exercises may not import nnlab.explore",
    ),
    ("nnlab.exercises.lesson1.one", "from nnlab import second", "second belongs to a later lesson"),
    ("nnlab.explore.lesson1.lab", "from nnlab import second", "second belongs to a later lesson"),
    ("nnlab.explore.lesson0.lab", "from nnlab import first", "first belongs to a later lesson"),
    (
        "nnlab.explore.lesson2.lab",
        "from nnlab.explore.lesson10 import lab",
        "nnlab.explore.lesson10.lab belongs to a later lesson",
    ),
    ("nnlab.explore.lesson1.lab", "import PIL", "explorables may not import PIL"),
    ("nnlab.explore.kit.stage", "from nnlab import first", "the kit knows no lesson: first"),
    ("nnlab.explore.kit.stage", "from nnlab.explore.lesson1 import lab", "kit may not import nnlab.explore"),
    ("nnlab.classroom.guide", "import ipywidgets", "classroom may not import ipywidgets"),
    ("nnlab.classroom.guide", "from nnlab import first", "classroom may not import nnlab.first"),
    ("nnlab.exercises.one", "import subprocess", "only the classroom starts processes"),
    ("nnlab.checks", "from nnlab import first", "ground may not import nnlab.first"),
    ("nnlab.explore.extra.lab", "import math", "the house has no such folder"),
    ("nnlab.exercises", "from nnlab.attic import lab", "attic is not on the contents page"),
    ("nnlab.first", "import numpy as np\nnp.random.seed(0)", "numpy.random.seed: NumPy's global"),
    ("nnlab.first", "from numpy.random import rand\nrand(3)", "numpy.random.rand: NumPy's global"),
    ("nnlab.first", "from numpy import random as r\nr.RandomState(1)", "numpy.random.RandomState"),
    ("nnlab.first", "import numpy as np\nnp.random.default_rng()", "without a seed"),
    ("nnlab.first", "import random", "hidden global state"),
    ("nnlab.pictures.plane", "import matplotlib as mpl\nmpl.rcParams['font.size'] = 9", "writes to rcParams"),
    ("nnlab.pictures.plane", "from matplotlib import rcParams\nrcParams.update(x=1)", "writes to rcParams"),
    ("nnlab.pictures.plane", "import matplotlib as mpl\nmpl.rc('font', size=9)", "global style"),
    ("nnlab.pictures.plane", "from matplotlib import style\nstyle.use('x')", "global style"),
    ("nnlab.explore.lesson1.lab", "import matplotlib\nmatplotlib.use('Agg')", "global style or backend"),
    ("nnlab.pictures.plane", "def f(figure):\n    figure.show()", "the lesson shows"),
    ("nnlab.first", "def f(X, rng): ...", "rng must be keyword only"),
    ("nnlab.first", "def f(X, *, learning_rate): ...", "NOTATION.md says lr"),
]
GOOD = [
    ("nnlab.second", "import math\nimport numpy as np\nfrom nnlab.first import step\nfrom . import first"),
    ("nnlab.data", "from .toys import blobs\nfrom nnlab import first"),
    (
        "nnlab.pictures.plane",
        "from matplotlib import rcParams\nsize = rcParams['a']\nfrom . import style",
    ),
    ("nnlab.explore.kit.lab", "import anywidget\nfrom nnlab import data\nfrom nnlab.pictures import plane"),
    ("nnlab.explore.lesson10.lab", "from nnlab import second\nfrom nnlab.explore.lesson2 import lab"),
    ("nnlab.explore.playground.lab", "from nnlab.explore.lesson10 import lab\nfrom . import other"),
    ("nnlab.classroom.guide", "import subprocess\nimport nbformat\nfrom nnlab import exercises"),
    ("nnlab.exercises.one", "from IPython.display import HTML\nfrom nnlab import data"),
    (
        "nnlab.first",
        "import numpy as np\ndef f(*, rng: np.random.Generator): ...\ng = np.random.default_rng(7)",
    ),
]


@pytest.mark.parametrize(("module", "source", "expected"), BAD)
def test_each_rule_finds_its_fault(module, source, expected):
    found = faults(source, module, lessons=TWO_LESSONS)
    assert len(found) == 1, found
    assert expected in found[0]


@pytest.mark.parametrize(("module", "source"), GOOD)
def test_what_is_allowed_is_no_fault(module, source):
    assert faults(source, module, is_package=module == "nnlab.data", lessons=TWO_LESSONS) == []


@pytest.mark.parametrize("module", MODULES)
def test_the_house_keeps_its_floors(module):
    is_package, path = MODULES[module]
    assert faults(path.read_text(encoding="utf-8"), module, is_package) == []


def test_the_contents_page_names_every_maths_file_once_and_no_other():
    rooms = {name.split(".")[1] for name in MATHS if name != "nnlab" and floor_of(name) == "maths"}
    assert sorted(LESSONS) == sorted(rooms)


VISITOR = """
import importlib, json, sys
names, came = json.load(sys.stdin), {}
for name in names:
    before = set(sys.modules)
    importlib.import_module(name)
    came[name] = sorted({new.split(".")[0] for new in set(sys.modules) - before})
print(json.dumps(came))
"""


def guests(came):
    """The packages that came which are neither NumPy, nnlab nor the standard library."""
    at_home = {"numpy", "cython_runtime", "nnlab", *sys.stdlib_module_names}  # NumPy is built with Cython
    return [package for package in came if package not in at_home and not package.startswith("_")]


@pytest.fixture(scope="module")
def came_along():
    """What each maths module brings into a fresh interpreter."""
    command = [sys.executable, "-W", "error", "-c", VISITOR]
    run = subprocess.run(
        command, input=json.dumps(MATHS), cwd=ROOT, text=True, capture_output=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("module", MATHS)
def test_a_maths_module_brings_numpy_alone(module, came_along):
    assert guests(came_along[module]) == []


def test_importing_nnlab_brings_nothing(came_along):
    assert came_along["nnlab"] == ["importlib", "nnlab"]  # Python's own, which finds the old names


def test_a_guest_is_seen():
    assert guests(["numpy", "json", "matplotlib", "IPython", "nnlab"]) == ["matplotlib", "IPython"]


def test_maths_files_do_not_import_in_a_circle():
    """Within a lesson any order will do, so what could go wrong is a circle."""
    needs = {room: set() for room in LESSONS}
    for module in [name for name in MATHS if name != "nnlab" and floor_of(name) == "maths"]:
        is_package, path = MODULES[module]
        for name, _ in imported(ast.parse(path.read_text("utf-8")), module, is_package):
            if name.startswith("nnlab."):
                needs[module.split(".")[1]].add(name.split(".")[1])
    while free := [room for room, needed in needs.items() if not needed & needs.keys() - {room}]:
        for room in free:
            del needs[room]
    assert needs == {}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("nnlab.explore")])
def test_every_file_of_the_explorables_is_on_its_page(name):
    """`nnlab.explore` says in its docstring which file is what."""
    import nnlab.explore

    *_, room, file = name.split(".")
    assert (
        file in ("explore", "kit")
        or file.startswith("lesson")
        or file in re.findall(r"\w+", nnlab.explore.__doc__)
    ), room
