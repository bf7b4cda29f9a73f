"""What descent follows in the playground: the loss of all samples or of a batch, dropout, a penalty."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from nnlab import network
from nnlab.batches import Batches, Stream
from nnlab.descent import Loss
from nnlab.dropout import Dropout, Thinned
from nnlab.explore.playground.settings import L1, NONE, RULES, Settings
from nnlab.network import Network
from nnlab.orders import InOrder, Shuffled
from nnlab.penalties import Penalty, l1, l2, proximal, total
from nnlab.rows import Arrays

_total = total.__wrapped__  # it is asked at each step, with a loss that was looked at


@final
@dataclass(frozen=True)
class Penalised:
    """A stream of losses, to each of which a penalty is added."""

    stream: Stream | Thinned
    penalty: Penalty

    def at(self, k: int) -> Loss:
        """Return the loss of step k."""
        return _total(self.stream.at(k), self.penalty)


def batches_of(settings: Settings, X: np.ndarray, Y: np.ndarray) -> Batches:
    """Return which rows each step sees; a full batch has them in order."""
    full = settings.batch == 0 or settings.batch >= len(X)
    order = InOrder() if full else Shuffled(settings.start_seed)
    return Batches(Arrays(X, Y), len(X) if full else settings.batch, order)


def dropout_of(settings: Settings) -> Dropout:
    """Return which units each step leaves out."""
    return Dropout(settings.dropout, settings.start_seed)


def followed(settings: Settings, net: Network, X: np.ndarray, Y: np.ndarray) -> tuple[Any, dict[str, Any]]:
    """Return the loss or the stream that `descend` follows, and its rule and prox.

    X (n, f) are features, Y (n, k) right answers. L2 adds lam w to the gradient. L1 goes by its prox where
    the rule allows one, else by subgradient (see `Settings.l1_by`).
    """
    s, batches = settings, batches_of(settings, X, Y)
    if s.dropout and s.hidden:
        loss = Thinned(net, batches, dropout_of(s), s.loss)
    elif batches.per_epoch == 1:
        loss = network.loss(net, X, Y, s.loss)
    else:
        loss = Stream(network.loss_of(net, s.loss), batches)
    how: dict[str, Any] = dict(rule=RULES[s.rule](s.lr))
    if s.penalty != NONE and s.lam:
        penalty = (l1 if s.penalty == L1 else l2)(s.lam, net.weights)
        if s.penalty == L1 and s.l1_by == "prox":
            how["prox"] = proximal(penalty)
        else:
            loss = Penalised(loss, penalty) if hasattr(loss, "at") else total(loss, penalty)
    return loss, how
