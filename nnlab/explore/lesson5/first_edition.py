"""What the first edition kept in local_minimum, for readers' own copies of its notebooks alone."""

from nnlab.curvefit import least_loss
from nnlab.data.curves import TRUE, sine_samples
from nnlab.descent import curvatures

__all__ = ["TRUE", "curvatures", "least_loss", "sine_samples"]
