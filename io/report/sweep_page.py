"""The page of a sampled sweep: how sure the numbers are, and what they hang on."""
import json

import h5py
import matplotlib.pyplot as plt
import numpy as np

from own_files import Folder
from page import assumed_lines, case_table, document, picture, png_of, table, text, write_pdf
from plots import COLOURS, take_japanese_font
from words import translator

SHOWN = {"energy_a_tonne": 1, "mean_rate_dry": 1, "maximum_pressure": 1e-5, "burst_margin": 1e-5, "collapse_margin": 1e-5, "restart_pressure": 1e-5}


def unit_of(name, outcome):
    return "bar" if SHOWN.get(name, 1) == 1e-5 else outcome["units"].replace("kW h", "kWh")


def spread(outcome):
    return outcome["P10"] is not None and outcome["P90"] - outcome["P10"] > 1e-4 * abs(outcome["P50"])


def draw_shares(file, summary, tr):
    """Cumulative shares of the outcomes that vary, with P10, P50, P90."""
    names = [name for name in SHOWN if spread(summary["outcomes"][name])]
    if not names:
        return None
    figure, panels = plt.subplots(-(-len(names) // 2), 2, figsize=(10, 2.6 * -(-len(names) // 2)), squeeze=False, sharey=True)
    for axes, name in zip(panels.flat, names):
        values = np.sort(file[name][()][file["done"][()].astype(bool)]) * SHOWN[name]
        values = values[np.isfinite(values)]
        axes.step(values, 100 * (np.arange(len(values)) + 0.5) / len(values), where="mid", lw=1.8)
        for share in (10, 50, 90):
            axes.plot(summary["outcomes"][name][f"P{share}"] * SHOWN[name], share, "o", color=COLOURS[1])
        axes.set_xlabel(f"{tr(summary['outcomes'][name]['long_name'])} [{unit_of(name, summary['outcomes'][name])}]")
        axes.set_ylabel("%")
    for axes in panels.flat[len(names):]:
        axes.set_visible(False)
    figure.suptitle(tr("Share of the members below"))
    return figure


def draw_indices(file, summary, tr):
    """First-order and total indices with their intervals."""
    names = [name for name in ("energy_a_tonne", "mean_rate_dry", "collapse_margin", "maximum_pressure") if summary["outcomes"][name].get("sobol") and spread(summary["outcomes"][name])]
    if not names:
        return None
    keys = list(summary["outcomes"][names[0]]["sobol"])
    figure, panels = plt.subplots(1, len(names), figsize=(3 + 3.2 * len(names), 1.6 + 0.5 * len(keys)), sharey=True, squeeze=False)
    for axes, name in zip(panels[0], names):
        for shift, which in ((-0.18, "first"), (0.18, "total")):
            rows = [summary["outcomes"][name]["sobol"][key] for key in keys]
            values = np.array([row[which] for row in rows])
            ends = np.array([row[which + "_90"] for row in rows]).T
            axes.barh(np.arange(len(keys)) + shift, values, height=0.34, label=tr("first order") if which == "first" else tr("total"), color=COLOURS[0 if which == "first" else 5],
                      xerr=np.maximum([values - ends[0], ends[1] - values], 0), error_kw={"lw": 1})
        axes.set_title(tr(summary["outcomes"][name]["long_name"]), fontsize=9)
        axes.set_xlim(left=min(0, axes.get_xlim()[0]))
    panels[0][0].set_yticks(range(len(keys)), [key.split(",")[0] + (" …" if "," in key else "") for key in keys], fontsize=9)
    panels[0][0].invert_yaxis()
    panels[0][-1].legend(fontsize=9)
    figure.suptitle(tr("What the outcomes hang on: Sobol's indices"))
    return figure


def percentiles(summary, tr):
    rows = []
    for name, o in summary["outcomes"].items():
        if o["P50"] is not None:
            scale = SHOWN.get(name, 1)
            rows.append((tr(o["long_name"]), *(f"{o[key] * scale:.4g}" for key in ("P10", "P50", "P90", "mean", "standard_deviation")), unit_of(name, o)))
    return table(rows, [tr("outcome"), "P10", "P50", "P90", tr("mean"), tr("standard deviation"), tr("unit")])


def events(summary, tr):
    rows = [(tr(name), f"{100 * summary[name]['probability']:.1f} %", "{:.1f} – {:.1f} %".format(*(100 * x for x in summary[name]["interval_90"])))
            for name in ("plug", "cavity") if summary[name]["probability"] is not None]
    return table(rows, [tr("event"), tr("probability"), tr("90 % interval")])


def write_sweep_report(numbers):
    """sweep.h5 beside sweep.json -> report/: pictures, pages in two languages, PDFs."""
    summary = json.loads((numbers.parent / "sweep.json").read_text(encoding="utf-8"))
    take_japanese_font()
    with h5py.File(numbers, "r") as file, Folder(numbers.parent) as above, above.folder("report") as folder:
        attributes = {key: str(value) for key, value in file.attrs.items()}
        for language, name in (("en", "index"), ("ja", "index.ja")):
            tr = translator(language)
            parts = [f"<nav><a href={'index.ja.html>日本語' if language == 'en' else 'index.html>English'}</a></nav><h1>{tr('How sure the numbers are')}</h1><p>{text(attributes['title'])} ({text(attributes['name'])})</p>",
                     table([(tr("members"), summary["members"]), (tr("ran to their end"), summary["done"])]), percentiles(summary, tr), f"<h2>{tr('Plugs and cavities')}</h2>", events(summary, tr)]
            for key, draw in (("shares", draw_shares), ("indices", draw_indices)):
                figure = draw(file, summary, tr)
                if figure is None:
                    continue
                png = png_of(figure)
                plt.close(figure)
                if language == "en":
                    folder.write(f"{key}.png", png)
                parts.append(picture(png, tr({"shares": "Share of the members below", "indices": "What the outcomes hang on: Sobol's indices"}[key])))
            parts += [f"<h2>{tr('Inputs as read')}</h2><p>{tr('assumed')}: {len(assumed_lines(attributes['source_yaml']))}</p>", case_table(attributes["source_yaml"], tr),
                      f"<h2>{tr('Provenance')}</h2>", table([(key, attributes.get(key, "")) for key in ("riser_version", "commit", "compiler", "changed")])]
            page = document(attributes["title"] or attributes["name"], language, parts)
            folder.write(f"{name}.html", page)
            write_pdf(page, folder, f"{name}.pdf")
    return numbers.parent / "report" / "index.html"
