"""The self-test of lesson 0: what do I need to know?"""

from nnlab.exercises.lesson0.selftest import Advice, SelfTest
from nnlab.exercises.lesson0.tasks import EXERCISES

__all__ = ["EXERCISES", "Advice", "SelfTest"]
