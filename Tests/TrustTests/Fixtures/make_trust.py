"""Writes trust.json: calibrators, intervals, selection and distances as SciPy, scikit-learn and netcal have them.

Run with numpy, scipy, scikit-learn and netcal installed:  python make_trust.py > trust.json
Where no library states a quantity, it is computed here from its definition, by another way than the program's.
"""
import itertools
import json
import sys
import warnings

import numpy as np
from netcal.scaling import BetaCalibration
from scipy import special, stats
from scipy.optimize import brentq, minimize, root
from sklearn.calibration import _SigmoidCalibration
from sklearn.covariance import LedoitWolf, ledoit_wolf
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260502)
sigmoid = special.expit


def draw(n, prevalence, gain, noise, decimals=None):
    y = (rng.random(n) < prevalence).astype(int)
    y[0], y[1] = 0, 1
    z = gain * (y - 0.5) + noise * rng.standard_normal(n)
    return (np.round(z, decimals) if decimals is not None else z), y


def logistic(columns, targets):
    """The maximum-likelihood weights, by a root of the gradient."""
    x = np.column_stack(columns)
    gradient = lambda w: x.T @ (sigmoid(x @ w) - targets)
    hessian = lambda w: x.T @ (x * (sigmoid(x @ w) * sigmoid(-(x @ w)))[:, None])
    found = root(gradient, np.zeros(x.shape[1]), jac=hessian, tol=1e-15)
    assert np.abs(gradient(found.x)).max() < 1e-9, found
    return found.x


def platt(z, y):
    n1, n0 = y.sum(), (1 - y).sum()
    targets = np.where(y == 1, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))
    w = logistic([z, np.ones_like(z)], targets)
    peer = _SigmoidCalibration().fit(z, y)
    assert np.allclose(peer.predict(z), sigmoid(w[0] * z + w[1]), atol=1e-4)
    return w


def beta(z, y):
    low, high, one = special.log_expit(z), -special.log_expit(-z), np.ones_like(z)
    a, b, c = logistic([low, high, one], y)
    if a < 0:
        b, c = logistic([high, one], y)
        a = 0.0
    elif b < 0:
        a, c = logistic([low, one], y)
        b = 0.0
    else:
        peer = LogisticRegression(C=1e12, tol=1e-12, max_iter=10000).fit(np.column_stack([low, high]), y)
        assert np.allclose(peer.coef_[0], [a, b], rtol=1e-4), (peer.coef_, a, b)
        if len(set(z)) > 50:
            p = BetaCalibration().fit(sigmoid(z), y).transform(sigmoid(z))
            assert np.allclose(np.ravel(p), sigmoid(a * low + b * high + c), atol=2e-2), np.abs(np.ravel(p) - sigmoid(a * low + b * high + c)).max()
    return [a, b, c]


def thresholds(p, y):
    scores = sorted(set(p), reverse=True)
    recall = [recall_score(y, p >= t) for t in scores]
    specificity = [recall_score(1 - y, p < t) for t in scores]
    precision = [precision_score(y, p >= t) for t in scores]
    youden = np.round(np.array(recall) + np.array(specificity), 12)
    return {
        "f1": scores[int(np.argmax([f1_score(y, p >= t) for t in scores]))],
        "youden": scores[int(np.argmax(youden))],
        "sensitivity90": next(t for t, r in zip(scores, recall) if r >= 0.9),
        "precision80": ([t for t, r in zip(scores, precision) if r >= 0.8]
                        or [scores[int(np.argmax(precision))]])[-1],
    }


def aurc(confidence, loss):
    """By averaging over every order of equal confidences, where they are few enough, else over group means."""
    groups = [loss[confidence == c] for c in sorted(set(confidence), reverse=True)]
    k = np.arange(1, len(loss) + 1)
    means = np.concatenate([np.full(len(g), g.mean()) for g in groups])
    area = (np.cumsum(means) / k).mean()
    if np.prod([float(special.factorial(len(g))) for g in groups]) <= 1000:
        orders = itertools.product(*[list(itertools.permutations(g)) for g in groups])
        areas = [(np.cumsum(np.concatenate([np.array(g) for g in o])) / k).mean() for o in orders]
        assert abs(np.mean(areas) - area) < 1e-12
    best = (np.cumsum(np.sort(loss)) / k).mean()
    return area, area - best


def operating_point(confidence, loss, target, level):
    for t in sorted(set(confidence)):
        kept = confidence >= t
        k, n = loss[kept].sum(), kept.sum()
        bound = 1.0 if k == n else stats.beta.ppf(level, k + 1, n - k)
        if bound <= target:
            return {"confidence": t, "coverage": n / len(loss), "risk": k / n, "bound": bound}
    return None


def conformal(p, y, coverage):
    def limit(s):
        rank = int(np.ceil((len(s) + 1) * coverage * (1 - 1e-12)))
        return float(np.sort(s)[rank - 1]) if rank <= len(s) else 1.0
    present, absent = 1 - p[y == 1], p[y == 0]
    both = limit(np.concatenate([present, absent]))
    return {"present": limit(present), "absent": limit(absent), "marginal": both}


def case(name, z, y):
    p = sigmoid(z)
    grid = np.concatenate([np.linspace(-6, 6, 25), z[:5]])
    confidence, loss = np.maximum(p, 1 - p), ((p >= 0.5) != (y == 1)).astype(float)
    area, excess = aurc(confidence, loss)
    a, b, c = beta(z, y)
    slope, intercept = platt(z, y)
    iso = IsotonicRegression(out_of_bounds="clip", y_min=0, y_max=1).fit(z, y)
    return {
        "name": name, "logits": z.tolist(), "truth": y.astype(bool).tolist(), "grid": grid.tolist(),
        "platt": sigmoid(slope * grid + intercept).tolist(),
        "isotonic": np.clip(iso.predict(grid), 0, 1).tolist(),
        "beta": sigmoid(a * special.log_expit(grid) - b * special.log_expit(-grid) + c).tolist(),
        "thresholds": thresholds(p, y), "aurc": area, "excessAURC": excess,
        "operatingPoint": operating_point(confidence, loss, 0.2, 0.95),
        "conformal": conformal(p, y, 0.8),
    }


def gaussian(features, labels, probe, shrink):
    classes = [features[labels[:, c]] for c in range(labels.shape[1])] + [features[~labels.any(1)]]
    classes = [c for c in classes if len(c)]
    residuals = np.concatenate([c - c.mean(0) for c in classes])
    residuals -= residuals.mean(0)
    covariance, shrinkage = residuals.T @ residuals / len(residuals), 0.0
    if shrink:
        covariance, shrinkage = ledoit_wolf(residuals, assume_centered=True)
        precision = np.linalg.inv(covariance)
    else:
        precision = np.linalg.pinv(covariance, rcond=1e-10, hermitian=True)
    distances = [[float((f - c.mean(0)) @ precision @ (f - c.mean(0))) for c in classes] for f in probe]
    return {"distances": distances, "shrinkage": float(shrinkage)}


def space(name, n, d, rank=None, shrink=False):
    mix = rng.standard_normal((d, d))
    if rank:
        mix[rank:] = 0
    features = rng.standard_normal((n, d)) @ mix
    labels = rng.random((n, 3)) < 0.4
    features += labels[:, :1] * mix[0]
    probe = features[:3] * 1.1 if rank else rng.standard_normal((4, d)) * 2
    unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
    bank = unit(features).astype(np.float32).astype(float)
    neighbours = NearestNeighbors(n_neighbors=3, algorithm="brute").fit(bank)
    difference = np.linalg.norm(bank[None] - unit(probe)[:, None], axis=2)
    third = np.sort(difference, axis=1)[:, 2]
    assert np.allclose(third, neighbours.kneighbors(unit(probe))[0][:, 2], atol=1e-7)
    return {"name": name, "features": features.tolist(), "labels": labels.tolist(), "probe": probe.tolist(),
            "shrink": shrink, "tied": gaussian(features, labels, probe, shrink), "third": third.tolist()}


def entropy(samples):
    h = lambda p: stats.bernoulli(p).entropy()
    mean = float(np.mean(samples))
    return {"samples": list(samples), "entropy": float(h(mean)), "aleatoric": float(np.mean([h(p) for p in samples])),
            "variance": float(np.var(samples))}


def clopper(k, n):
    interval = stats.binomtest(k, n).proportion_ci(0.95, "exact")
    score = stats.binomtest(k, n).proportion_ci(0.95, "wilson")
    upper = 1.0 if k == n else stats.beta.ppf(0.95, k + 1, n - k)
    return {"k": k, "n": n, "low": interval.low, "high": interval.high, "upper": upper,
            "wilsonLow": score.low, "wilsonHigh": score.high}


def shift(p, source, target):
    odds = p / (1 - p) * target / (1 - target) / source * (1 - source)
    return odds / (1 + odds)


def estimated(p, source):
    """The fixed point of the expectation–maximisation, as the root of its own step."""
    return brentq(lambda t: shift(p, source, t).mean() - t, 1e-9, 1 - 1e-9, xtol=1e-15)


cases = [
    case("continuous scores", *draw(120, 0.3, 2, 1.5)),
    case("many ties", *draw(90, 0.4, 1.5, 1, 0)),
    case("over-confident scores", *draw(80, 0.5, 6, 4)),
    case("a rare finding", *draw(110, 0.04, 3, 1)),
    case("nine films", *draw(9, 0.5, 0.3, 2, 1)),
]
logits = rng.standard_normal((3, 5)) * 3
shifted = sigmoid(rng.standard_normal(40) - 1)
print(json.dumps({
    "cases": cases,
    "spaces": [space("wide and few", 30, 12, shrink=True), space("narrow and many", 60, 4),
               space("a degenerate covariance", 40, 5, rank=3)],
    "uncertainty": [entropy([0.1, 0.2, 0.9]), entropy([0.5]), entropy([0.0, 1.0]), entropy([0.3, 0.3])],
    "proportions": [clopper(*pair) for pair in [(0, 10), (3, 10), (10, 10), (1, 1), (57, 4000), (500, 1000)]],
    "normal": [{"p": p, "x": float(stats.norm.ppf(p))} for p in [1e-12, 0.001, 0.02, 0.3, 0.5, 0.975, 1 - 1e-6]],
    "kolmogorov": [{"x": x, "p": float(special.kolmogorov(x))} for x in [0.2, 0.5, 0.9, 1.0, 1.1, 1.36, 2.5]],
    "energy": [{"logits": row.tolist(), "energy": float(-np.logaddexp(0, row).sum()),
                "odin": float(-sigmoid(row / 10).sum())} for row in logits],
    "prevalence": {"probabilities": shifted.tolist(), "source": 0.3, "target": 0.1,
                   "shifted": shift(shifted, 0.3, 0.1).tolist(), "estimated": estimated(shifted, 0.3)},
}, indent=None))
