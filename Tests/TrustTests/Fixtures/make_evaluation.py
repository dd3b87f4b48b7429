"""Writes evaluation.json: metrics, tests and bootstrap samples as scikit-learn, SciPy, statsmodels and netcal have them.

Run with numpy, scipy, scikit-learn, statsmodels and netcal installed:  python make_evaluation.py > evaluation.json
"""
import json
import warnings

import numpy as np
from netcal.metrics import ECE, MCE
from scipy import stats
from scipy.special import expit, kolmogorov
from sklearn.metrics import (average_precision_score, brier_score_loss, confusion_matrix, f1_score, log_loss,
                             precision_score, recall_score, roc_auc_score, roc_curve)
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260703)
BINS = 15
M = [k for k in range(BINS + 1)]


def bins(p, edges):
    return np.clip(np.searchsorted(edges, p, side="left") - 1, 0, len(edges) - 2)


def gaps(p, y, w, edges):
    index = bins(p, edges)
    gap = np.array([(w * (p - y))[index == b].sum() for b in range(len(edges) - 1)])
    count = np.array([w[index == b].sum() for b in range(len(edges) - 1)])
    return gap, count


def measures(p, y, t, w=None, adaptive=None):
    w = np.ones(len(p)) if w is None else w
    equal = np.arange(BINS + 1) / BINS
    adaptive = np.quantile(p, equal) if adaptive is None else adaptive
    gap, count = gaps(p, y, w, equal)
    confidence, correct = np.maximum(p, 1 - p), ((p >= 0.5) == (y == 1)).astype(float)
    both = len(set(y[w > 0])) == 2
    call = (p >= t).astype(int)
    tn, fp, fn, tp = confusion_matrix(y, call, sample_weight=w, labels=[0, 1]).ravel()
    share = lambda a, b: a / (a + b) if a + b > 0 else None
    held = np.clip(p, 1e-7, 1 - 1e-7)
    return {
        "auroc": roc_auc_score(y, p, sample_weight=w) if both else None,
        "average_precision": average_precision_score(y, p, sample_weight=w) if both else None,
        "sensitivity": share(tp, fn), "specificity": share(tn, fp), "precision": share(tp, fp), "npv": share(tn, fn),
        "f1": f1_score(y, call, sample_weight=w) if tp + fn > 0 else None,
        "ece_binary": np.abs(gap).sum() / w.sum(),
        "ece_confidence": np.abs(gaps(confidence, correct, w, equal)[0]).sum() / w.sum(),
        "ece_adaptive": np.abs(gaps(p, y, w, adaptive)[0]).sum() / w.sum(),
        "mce": np.max(np.abs(gap[count > 0]) / count[count > 0]),
        "brier": brier_score_loss(y, p, sample_weight=w),
        "nll": log_loss(y, held, sample_weight=w, labels=[0, 1]),
    }


class SplitMix64:
    mask = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.mask

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.mask
        return z ^ (z >> 31)

    def index(self, bound):
        return (self.next() * bound) >> 64


def samples(p, y, t, patients, count, seed):
    adaptive = np.quantile(p, np.arange(BINS + 1) / BINS)
    rows = []
    n = int(max(patients)) + 1
    for r in range(count):
        generator = SplitMix64(seed + r * 0xD1290A5B33E74F2D)
        drawn = np.zeros(n)
        for _ in range(n):
            drawn[generator.index(n)] += 1
        rows.append(measures(p, y, t, drawn[patients], adaptive))
    return {name: [row[name] for row in rows] for name in rows[0]}


def delong(p, q, y):
    """By the kernel over all pairs."""
    def components(s):
        x, z = s[y == 1], s[y == 0]
        kernel = (x[:, None] > z[None]) + 0.5 * (x[:, None] == z[None])
        return kernel.mean(), kernel.mean(1), kernel.mean(0)
    (a, a10, a01), (b, b10, b01) = components(p), components(q)
    s10, s01 = np.cov(a10, b10), np.cov(a01, b01)
    s = s10 / len(a10) + s01 / len(a01)
    z = (a - b) / np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    half = stats.norm.ppf(0.975) * np.sqrt(s[0, 0]) / (a * (1 - a))
    middle = np.log(a / (1 - a))
    return {"area": a, "variance": s[0, 0], "low": expit(middle - half), "high": expit(middle + half),
            "z": z, "p": 2 * stats.norm.sf(abs(z))}


def brier_parts(p, y):
    index = bins(p, np.arange(BINS + 1) / BINS)
    groups = [(p[index == b], y[index == b]) for b in range(BINS) if (index == b).any()]
    reliability = sum(len(a) * (a.mean() - b.mean()) ** 2 for a, b in groups) / len(p)
    resolution = sum(len(a) * (b.mean() - y.mean()) ** 2 for a, b in groups) / len(p)
    return {"reliability": reliability, "resolution": resolution, "uncertainty": y.mean() * (1 - y.mean())}


def case(name, n, prevalence, decimals=None):
    y = (rng.random(n) < prevalence).astype(int)
    y[:4] = [0, 1, 0, 1]
    z = 1.5 * y + rng.standard_normal(n)
    p = expit(z - 1)
    q = expit(0.5 * z + rng.standard_normal(n) - 1)
    if decimals is not None:
        p, q = np.round(p, decimals), np.round(q, decimals)
    else:
        # netcal's measures agree where no probability lies on an edge of a bin.
        ours = measures(p, y, 0.4)
        assert abs(ECE(BINS).measure(p, y) - ours["ece_binary"]) < 1e-9
        assert abs(MCE(BINS).measure(p, y) - ours["mce"]) < 1e-9
    patients = rng.integers(0, max(2, n // 2), n)
    patients = np.unique(patients, return_inverse=True)[1]
    one, two = (p >= 0.4) == (y == 1), (q >= 0.6) == (y == 1)
    b, c = int((one & ~two).sum()), int((two & ~one).sum())
    exact = b + c < 25
    test = mcnemar([[0, b], [c, 0]], exact=exact, correction=True)
    fpr, tpr, _ = roc_curve(1 - y, -p, drop_intermediate=False)
    return {
        "name": name, "p": p.tolist(), "q": q.tolist(), "truth": y.astype(bool).tolist(),
        "patients": patients.tolist(), "measures": measures(p, y, 0.4), "brierParts": brier_parts(p, y),
        "delong": delong(p, q, y), "samples": samples(p, y, 0.4, patients, 12, 99),
        "mcnemar": {"b": b, "c": c, "p": float(test.pvalue)},
        "fprAt95": float(min(f for f, t in zip(fpr, tpr) if t >= 0.95)),
    }


def drift(name, a, b):
    inner = np.unique(np.quantile(a, np.arange(1, 10) / 10))
    edges = np.concatenate([[-np.inf], inner, [np.inf]])
    count = lambda x: np.array([(bins(x, edges) == k).sum() for k in range(len(edges) - 1)], float)
    e, o = count(a), count(b)
    e[e == 0], o[o == 0] = 0.5, 0.5
    e, o = e / len(a), o / len(b)
    d = stats.ks_2samp(a, b).statistic
    return {"name": name, "reference": a.tolist(), "today": b.tolist(), "psi": float(((o - e) * np.log(o / e)).sum()),
            "ks": float(d), "p": float(kolmogorov(np.sqrt(len(a) * len(b) / (len(a) + len(b))) * d))}


p_values = [0.01, 0.04, 0.03, 0.005, 0.5, 0.03]


def plain(x):
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    return x.item() if isinstance(x, np.generic) else x


print(json.dumps(plain({
    "cases": [case("continuous", 150, 0.4), case("many ties", 120, 0.3, 1), case("a rare finding", 90, 0.02),
              case("twelve films", 12, 0.5, 2)],
    "adjust": {"p": p_values, "holm": multipletests(p_values, method="holm")[1].tolist(),
               "bh": multipletests(p_values, method="fdr_bh")[1].tolist()},
    "mcnemar": [{"b": b, "c": c, "p": float(mcnemar([[0, b], [c, 0]], exact=b + c < 25, correction=True).pvalue)}
                for b, c in [(0, 5), (3, 3), (10, 2), (12, 12), (13, 12), (40, 20), (300, 301)]],
    "drift": [drift("the same", rng.random(200), rng.random(80)),
              drift("shifted", rng.normal(size=150), rng.normal(0.6, 1, size=90)),
              drift("few values", rng.integers(0, 4, 100).astype(float), rng.integers(2, 6, 60).astype(float))],
})))
