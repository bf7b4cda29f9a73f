"""Lesson 5: samples of a sine, which stand with the other curves in `nnlab.data`."""

from nnlab.data.curves import REACH, TRUE, sine_samples

__all__ = ["REACH", "TRUE", "sine_samples"]
