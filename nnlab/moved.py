"""Ground: names of the first edition, so that readers' copies of its notebooks keep running."""

import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {
    "nnlab.backprop": "nnlab.backprop_steps",
    "nnlab.choosing": "nnlab.explore.lesson6.first_edition",
    "nnlab.fence": "nnlab.explore.lesson2.first_edition",
    "nnlab.formulas": "nnlab.explore.lesson4.formulas",
    "nnlab.local_minimum": "nnlab.explore.lesson5.first_edition",
    "nnlab.explore.approximation": "nnlab.explore.lesson5.approximation",
    "nnlab.explore.balls": "nnlab.explore.lesson3.landscape",
    "nnlab.explore.boundary": "nnlab.explore.lesson2.boundary",
    "nnlab.explore.curvefit": "nnlab.explore.lesson5.curvefit",
    "nnlab.explore.expression": "nnlab.explore.lesson5.sine",
    "nnlab.explore.fan": "nnlab.explore.lesson5.ensemble",
    "nnlab.explore.fence": "nnlab.explore.lesson2.fence",
    "nnlab.explore.hopfield": "nnlab.explore.lesson7.hopfield",
    "nnlab.explore.load": "nnlab.explore.lesson7.capacity",
    "nnlab.explore.microscope": "nnlab.explore.lesson4.microscope",
    "nnlab.explore.network": "nnlab.explore.lesson4.network",
    "nnlab.explore.neuron": "nnlab.explore.lesson3.neuron",
    "nnlab.explore.overfit": "nnlab.explore.lesson6.overfit",
    "nnlab.explore.perceptron": "nnlab.explore.lesson1.perceptron",
    "nnlab.explore.progress": "nnlab.explore.kit.progress",
    "nnlab.explore.shrink": "nnlab.explore.lesson6.shrink",
    "nnlab.explore.three_neurons": "nnlab.explore.lesson2.three_neurons",
    "nnlab.explore.two_balls": "nnlab.explore.lesson3.two_losses",
}


class Finder:
    """A finder that leads an import under an old name to the module under its new one."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return a spec for the old name of a module, or None for any other name."""
        return ModuleSpec(name, Finder) if name in MOVED else None

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Let Python make an empty module; `exec_module` puts the real one in its place."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Put the real module in the place of the empty one."""
        sys.modules[module.__name__] = importlib.import_module(MOVED[module.__name__])


def renamed(module: str, **names: str):
    """Return a `__getattr__` for a module, with which old names lead to the things under their new ones.

    `__getattr__ = renamed(__name__, damage="corrupt")` makes `hopfield.damage` mean `hopfield.corrupt`.
    """

    def __getattr__(name: str):
        if name in names:
            return getattr(sys.modules[module], names[name])
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return __getattr__
