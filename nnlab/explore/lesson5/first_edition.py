"""What the first edition kept in local_minimum, for readers' own copies of its notebooks alone."""

from nnlab.curvefit import least_loss
from nnlab.descent import curvatures
from nnlab.local_minimum import TRUE, sine_samples

__all__ = ["TRUE", "curvatures", "least_loss", "sine_samples"]
