"""What the first edition called choosing, for readers' own copies of its notebooks alone."""

from nnlab.model_selection import bias_variance, resample, split, stop_early
from nnlab.regression import chebyshev, curvature, ridge

__all__ = ["bias_variance", "chebyshev", "curvature", "resample", "ridge", "split", "stop_early"]
