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

ROOT = Path(__file__).parents[1]
LESSONS = {name: lesson for lesson, files in nnlab.contents().items() for name in files}
FLOORS = ("pictures", "exercises", "explore")

# What a floor may import beside the standard library and NumPy.
# contourpy and PIL come with matplotlib, traitlets with ipywidgets.
PACKAGES = {
    "maths": set(),
    "pictures": {"matplotlib", "contourpy"},
    "exercises": {"IPython"},
    "explore": {"matplotlib", "ipywidgets", "anywidget", "traitlets", "PIL"},
}
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
    """`nnlab.explore.stage` stands on "explore"; what is on no named floor is maths."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else "maths"


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
    if "pyplot" in name.split(".") or package == "pylab":
        return "pyplot keeps global figures"
    if package == "random":
        return "the random module is hidden global state; take an rng"
    if package != "nnlab":
        if package in sys.stdlib_module_names or package == "numpy" or package in PACKAGES[floor]:
            if package == "IPython" and not name.startswith("IPython.display"):
                return "only to display: IPython.display"
            return None
        return f"{floor} may not import {package}"
    if name == module or name.startswith(".".join(module.split(".")[:2]) + "."):
        return None  # its own room
    below = {
        "maths": {"maths"},
        "pictures": set(),
        "exercises": {"maths"},
        "explore": {"maths", "pictures"},
    }
    if name == "nnlab" or floor_of(name) not in below[floor]:
        return f"{floor} may not import {name}"
    if floor_of(name) != "maths":
        return None
    target = name.split(".")[1]
    if target not in lessons:
        return f"{target} is not on the contents page"
    if floor == "maths":
        own = module.split(".")[1]
        if own in lessons and lessons[target] > lessons[own]:
            return f"{target} belongs to a later lesson"
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
MATHS = [name for name in MODULES if floor_of(name) == "maths"]


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
    ("nnlab.explore.lab", "from matplotlib import pyplot", "pyplot keeps global figures"),
    ("nnlab.explore.lab", "from nnlab import exercises", "explore may not import nnlab.exercises"),
    ("nnlab.exercises.one", "import matplotlib", "exercises may not import matplotlib"),
    ("nnlab.exercises.one", "from IPython import get_ipython", "only to display"),
    ("nnlab.exercises.one", "from nnlab.explore import lab", "exercises may not import nnlab.explore.lab"),
    ("nnlab.first", "import numpy as np\nnp.random.seed(0)", "numpy.random.seed: NumPy's global"),
    ("nnlab.first", "from numpy.random import rand\nrand(3)", "numpy.random.rand: NumPy's global"),
    ("nnlab.first", "from numpy import random as r\nr.RandomState(1)", "numpy.random.RandomState"),
    ("nnlab.first", "import numpy as np\nnp.random.default_rng()", "without a seed"),
    ("nnlab.first", "import random", "hidden global state"),
    ("nnlab.pictures.plane", "import matplotlib as mpl\nmpl.rcParams['font.size'] = 9", "writes to rcParams"),
    ("nnlab.pictures.plane", "from matplotlib import rcParams\nrcParams.update(x=1)", "writes to rcParams"),
    ("nnlab.pictures.plane", "import matplotlib as mpl\nmpl.rc('font', size=9)", "global style"),
    ("nnlab.pictures.plane", "from matplotlib import style\nstyle.use('x')", "global style"),
    ("nnlab.explore.lab", "import matplotlib\nmatplotlib.use('Agg')", "global style or backend"),
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
    ("nnlab.explore.lab", "import anywidget\nfrom nnlab import first\nfrom nnlab.pictures import plane"),
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
    rooms = {name.split(".")[1] for name in MATHS if name != "nnlab"}
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
    assert came_along["nnlab"] == ["nnlab"]


def test_a_guest_is_seen():
    assert guests(["numpy", "json", "matplotlib", "IPython", "nnlab"]) == ["matplotlib", "IPython"]


def test_maths_files_do_not_import_in_a_circle():
    """Within a lesson any order will do, so what could go wrong is a circle."""
    needs = {room: set() for room in LESSONS}
    for module in set(MATHS) - {"nnlab"}:
        is_package, path = MODULES[module]
        for name, _ in imported(ast.parse(path.read_text("utf-8")), module, is_package):
            if name.startswith("nnlab."):
                needs[module.split(".")[1]].add(name.split(".")[1])
    while free := [room for room, needed in needs.items() if not needed & needs.keys() - {room}]:
        for room in free:
            del needs[room]
    assert needs == {}


def test_the_contents_of_the_explorables_name_every_file_once():
    import nnlab.explore

    rows = re.findall(r"^    (?:\d  )?(.+?)(?:  .*)?$", nnlab.explore.__doc__, re.M)
    named = re.findall(r"\w+", " ".join(rows))
    files = {path.stem for path in Path(nnlab.explore.__file__).parent.glob("*.py")} - {"__init__"}
    assert sorted(named) == sorted(files)
