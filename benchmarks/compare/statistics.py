"""Statistics of paired and unpaired times. All on the logarithm of time ratios: log(time of B/time of A), above 0 where B is slower.

A noisy neighbour slows a run by tens of per cent for a while, so nothing here rests on means: the effect is the Hodges-Lehmann estimate
(median of all pairwise means), its interval and the p-value come from Wilcoxon's signed ranks (Hollander & Wolfe 1999, sections 3.1 to 3.3), for
unpaired times from the rank sum (sections 4.1 to 4.3). Runs come in blocks A B B A: a drift that is linear in time cancels within each.
"""
import dataclasses
import math

import numpy as np
from scipy import stats

LEAST_BLOCKS = 6  # fewer cannot reach p < 0.05 after a correction for a few cases


@dataclasses.dataclass
class Effect:
    """Slowdown of B: 0.05 is 5 % more time. `p`: chance of so much slowdown when there is none, one-sided."""
    slowdown: float
    low: float
    high: float
    p: float
    count: int


def block_ratios(order, times):
    """Log ratios of the blocks A B B A; `order`: a string of A and B of the same length as `times`."""
    if len(order) != len(times) or len(order) % 4 or any(order[i:i + 4] not in ("ABBA", "BAAB") for i in range(0, len(order), 4)):
        raise ValueError("times come in blocks ABBA or BAAB")
    logs = np.log(np.asarray(times, float)).reshape(-1, 4)
    is_b = np.array(list(order)).reshape(-1, 4) == "B"
    return (np.where(is_b, logs, 0).sum(1) - np.where(is_b, 0, logs).sum(1)) / 2


def signed_rank_interval_rank(count, confidence):
    """How many of the smallest pairwise means lie outside the interval on each side."""
    distribution = np.array([1.0])
    for rank in range(1, count + 1):  # exact distribution of the sum of positive ranks
        wider = np.zeros(len(distribution) + rank)
        wider[:len(distribution)] += distribution / 2
        wider[rank:] += distribution / 2
        distribution = wider
    return int(np.searchsorted(np.cumsum(distribution), (1 - confidence) / 2, side="right"))


def paired(ratios, confidence=0.95):
    """Effect from log ratios of blocks."""
    ratios = np.asarray(ratios, float)
    n = len(ratios)
    i, j = np.triu_indices(n)
    means = np.sort((ratios[i] + ratios[j]) / 2)
    outside = min(signed_rank_interval_rank(n, confidence), (len(means) - 1) // 2)
    p = 1.0 if not np.any(ratios) else float(stats.wilcoxon(ratios, alternative="greater", method="exact" if n <= 50 else "approx").pvalue)
    return _effect(np.median(means), means[outside], means[-1 - outside], p, n)


def unpaired(times_a, times_b, confidence=0.95):
    """Effect from repeats of two runs at different times; blind to what else the machine did then."""
    a, b = np.log(np.asarray(times_a, float)), np.log(np.asarray(times_b, float))
    differences = np.sort((b[:, None] - a[None, :]).ravel())
    m, n = len(a), len(b)
    middle, spread = m * n / 2, math.sqrt(m * n * (m + n + 1) / 12)
    outside = int(max(0, math.floor(middle - stats.norm.ppf((1 + confidence) / 2) * spread)))
    outside = min(outside, (len(differences) - 1) // 2)
    p = float(stats.mannwhitneyu(b, a, alternative="greater").pvalue)
    return _effect(np.median(differences), differences[outside], differences[-1 - outside], p, min(m, n))


def _effect(middle, low, high, p, count):
    return Effect(*(float(np.expm1(x)) for x in (middle, low, high)), p, count)


def holm(p_values):
    """p-values that hold for all cases together. Source: Holm 1979."""
    order = np.argsort(p_values)
    adjusted, largest = np.empty(len(p_values)), 0.0
    for place, index in enumerate(order):
        largest = max(largest, (len(p_values) - place) * p_values[index])
        adjusted[index] = min(1.0, largest)
    return adjusted.tolist()


def suspicious(effect, p_adjusted, least, significance):
    """Slower by at least the least effect that matters, and not by chance."""
    return effect.slowdown >= least and p_adjusted < significance and effect.low > 0
