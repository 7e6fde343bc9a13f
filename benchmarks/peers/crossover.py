#!/usr/bin/env python3
"""From how many risers on a GPU is worth it: rate of the axial step over the number of risers, CPU and GPU, from the JSON of

    riser bench --filter crossover --json > crossover.json
    benchmarks/peers/crossover.py crossover.json crossover.png        .svg works too

Reads the names crossover/risers:N/cells:C/classes:K/device:cpu|cuda and items_per_second [cell-steps/s]; prints who wins where. Several files
may be given, the CPU's and the GPU's from two machines, before the picture's name.
"""
import json
import re
import sys

NAME = re.compile(r"crossover/risers:(\d+)/cells:(\d+)/classes:(\d+)/device:(cpu|cuda)(?:/|$)")
COLOURS = {"cpu": "#33658a", "cuda": "#d1495b"}
LABELS = {"cpu": "CPU", "cuda": "GPU"}


def read(paths):
    """({"cpu": [(risers, rate)], "cuda": [...]}, "600 cells, 3 classes", contexts)."""
    rates, work, contexts = {"cpu": {}, "cuda": {}}, set(), []
    for path in paths:
        with open(path) as file:
            found = json.load(file)
        contexts.append(found.get("context", {}))
        for row in found["benchmarks"]:
            match = NAME.match(row["name"])
            # Of repetitions the median speaks; a case that failed has no rate.
            if not match or row.get("error_occurred") or "items_per_second" not in row or row.get("aggregate_name", "median") != "median":
                continue
            risers, cells, classes, device = match.groups()
            rates[device][int(risers)] = max(row["items_per_second"], rates[device].get(int(risers), 0))
            work.add(f"{cells} cells, {classes} classes")
    return {device: sorted(rows.items()) for device, rows in rates.items()}, " and ".join(sorted(work)), contexts


def crossing(cpu, cuda):
    """Number of risers from which the GPU wins, between the numbers measured by straight lines of logarithms; None where it never does, 0
    where it always does."""
    import numpy as np
    risers = sorted(set(n for n, _ in cpu) & set(n for n, _ in cuda))
    if not risers:
        return None
    lead = [np.log(dict(cuda)[n] / dict(cpu)[n]) for n in risers]
    if lead[-1] <= 0:
        return None
    last = max((i for i, value in enumerate(lead) if value <= 0), default=None)
    if last is None:
        return 0
    part = -lead[last] / (lead[last + 1] - lead[last])
    return float(np.exp(np.log(risers[last]) + part * np.log(risers[last + 1] / risers[last])))


def verdict(rates):
    """One line: who wins where."""
    if not rates["cuda"]:
        return "GPU not measured"
    if not rates["cpu"]:
        return "CPU not measured"
    at = crossing(rates["cpu"], rates["cuda"])
    both = sorted(set(n for n, _ in rates["cpu"]) & set(n for n, _ in rates["cuda"]))
    if not both:
        return "no number of risers was measured on both"
    if at is None:
        return f"the CPU wins up to {both[-1]:,} risers, the most that was measured"
    if at == 0:
        return f"the GPU wins from {both[0]:,} {'riser' if both[0] == 1 else 'risers'} on, the least that was measured"
    return f"the CPU wins below about {at:,.0f} risers, the GPU above"


def shade(axes, rates):
    """Who wins where, as two fields."""
    at = crossing(rates["cpu"], rates["cuda"])
    low, high = axes.get_xlim()
    middle = low if at == 0 else high if at is None else at
    for device, left, right in (("cpu", low, middle), ("cuda", middle, high)):
        if right > left * 1.001:
            axes.axvspan(left, right, color=COLOURS[device], alpha=0.07, linewidth=0)
            axes.text((left * right)**0.5, 0.03, f"{LABELS[device]} wins", transform=axes.get_xaxis_transform(), ha="center", color=COLOURS[device])
    axes.set_xlim(low, high)


def draw(rates, work, path, machine=""):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, NullLocator
    figure, axes = plt.subplots(figsize=(7.2, 4.4))
    for device, rows in rates.items():
        if rows:
            risers, values = zip(*rows)
            axes.plot(risers, [value / 1e6 for value in values], "o-", color=COLOURS[device], label=LABELS[device])
    axes.set(xscale="log", yscale="log", xlabel="risers side by side", ylabel="million cell-steps a second",
             title=f"Axial step, {work} a riser\n{verdict(rates)}")
    axes.title.set_fontsize(10)
    numbers = sorted(set(n for rows in rates.values() for n, _ in rows))
    axes.set_xticks(numbers[::max(1, -(-len(numbers) // 9))])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.yaxis.set_minor_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    least, most = (f(value for rows in rates.values() for _, value in rows) / 1e6 for f in (min, max))
    axes.set_ylim(least / 3, most * 3)
    for device in rates:
        if not rates[device]:
            axes.text(0.5, 0.85, f"{LABELS[device]} not measured", transform=axes.transAxes, ha="center", fontsize=14, color=COLOURS[device])
    if all(rates.values()):
        shade(axes, rates)
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left")
    figure.text(0.99, 0.01, machine, ha="right", fontsize=7, color="0.4")
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(path, dpi=150)
    plt.close(figure)


def machine_of(contexts):
    words = [context.get(key) for context in contexts for key in ("cpu", "gpu", "commit", "date")]
    return ", ".join(dict.fromkeys(str(word) for word in words if word and word not in ("not measured", "none")))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    rates, work, contexts = read(sys.argv[1:-1])
    if not any(rates.values()):
        sys.exit("no crossover cases in " + ", ".join(sys.argv[1:-1]))
    draw(rates, work, sys.argv[-1], machine_of(contexts))
    print(verdict(rates))


if __name__ == "__main__":
    main()
