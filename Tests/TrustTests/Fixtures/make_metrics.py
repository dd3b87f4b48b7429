"""Writes metrics.json: labelled scores, and what scikit-learn and SciPy make of them.

Run with scikit-learn and SciPy installed:  python make_metrics.py > metrics.json
"""
import json

import numpy as np
from scipy.optimize import brentq
from sklearn.metrics import (average_precision_score, brier_score_loss, f1_score, roc_auc_score)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def expected_calibration_error(p, y, bins=15):
    """Right-closed bins by numpy.histogram's own edges; 0 in the first."""
    index = np.clip(np.searchsorted(np.arange(bins + 1) / bins, p, side="left") - 1, 0, bins - 1)
    return sum(abs(p[index == b].mean() - y[index == b].mean()) * (index == b).mean()
               for b in range(bins) if (index == b).any())


def temperature(z, y):
    def gradient(beta):
        return np.mean((sigmoid(beta * z) - y) * z)
    if not z.any():
        return 1.0  # the loss is flat: leave the logits as they are
    if gradient(0.02) > 0:
        return 1 / 0.02
    if gradient(50) < 0:
        return 1 / 50
    return 1 / brentq(gradient, 0.02, 50, xtol=1e-15, rtol=1e-14)


def threshold(p, y):
    scores = sorted(set(p), reverse=True)
    f1 = [f1_score(y, p >= t) for t in scores]
    return scores[int(np.argmax(f1))]


def case(name, z, y):
    p = sigmoid(z)
    return {
        "name": name, "logits": z.tolist(), "truth": y.astype(bool).tolist(),
        "auroc": roc_auc_score(y, z), "averagePrecision": average_precision_score(y, z),
        "calibrationError": expected_calibration_error(p, y), "brier": brier_score_loss(y, p),
        "temperature": temperature(z, y), "threshold": threshold(p, y),
    }


rng = np.random.default_rng(20260101)


def draw(n, prevalence, gain, noise, decimals=None):
    y = (rng.random(n) < prevalence).astype(int)
    y[0], y[1] = 0, 1
    z = gain * (y - 0.5) + noise * rng.standard_normal(n)
    return (np.round(z, decimals) if decimals is not None else z), y


cases = [
    case("continuous scores", *draw(200, 0.3, 2, 1.5)),
    case("many ties", *draw(150, 0.4, 1, 1, 0)),
    case("over-confident scores", *draw(120, 0.5, 12, 8)),
    case("timid scores", *draw(100, 0.5, 0.4, 0.2)),
    case("a rare finding", *draw(180, 0.03, 3, 1)),
    case("scores that rank backwards", *draw(80, 0.5, -1, 1)),
    case("a perfect separation", np.array([-3.0, -2.0, -1.0, 1.5, 2.0]), np.array([0, 0, 0, 1, 1])),
    case("all ties", np.zeros(9), np.array([0, 1, 0, 0, 1, 0, 1, 0, 0])),
]
edges = np.array([0.0, 1 / 15, 2 / 15, 3 / 15, 0.2, 7 / 15, 0.6, 14 / 15, 1.0, 1e-300, 0.05, 0.97])
truth = np.array([0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0])
print(json.dumps({
    "cases": cases,
    "edges": {"scores": edges.tolist(), "truth": truth.astype(bool).tolist(),
              "calibrationError": expected_calibration_error(edges, truth)},
}))
