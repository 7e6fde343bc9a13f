"""The page of a sizing, in English and Japanese, as HTML and PDF."""
import json
import re

import h5py
import matplotlib.pyplot as plt

import laws
from own_files import Folder
from page import assumed_lines, case_table, document, picture, png_of, table, text, verification, write_pdf
from plots import take_japanese_font
from size_pictures import PICTURES
from words import translator

CAPTIONS = {"map": "Safe and unsafe, steady", "transient_map": "Safe and unsafe, through the transients", "bores": "Least energy over the bore",
            "pareto": "Energy against steel", "curves": "System and pump curves", "energy": "Where the energy goes"}
FROM_RUN = {"pressure": "Pressure along the pipe, lowest to highest of any step", "concentration": "In-situ concentration in time", "flow": "Flow and power in time"}


def used_words(used, tr):
    most = sorted(((value, name) for name, value in used.items() if value > 0), reverse=True)[:3]
    return ", ".join(f"{tr(name)} {100 * value:.0f} %" for value, name in most)


def best_table(best, tr):
    v = best["variables"]
    rows = [(tr("bore"), f"{1e3 * v['bore_m']:.4g} mm"), (tr("wall"), f"{1e3 * v['wall_thickness_m']:.3g} mm")]
    if v["annulus_ratio"] > 0:
        rows += [(tr("annulus area over bore area"), f"{v['annulus_ratio']:.3g}"), (tr("wall of the annulus"), f"{1e3 * v['annulus_wall_thickness_m']:.3g} mm")]
    rows += [(tr("stations"), f"{v['stations']:.0f}"), (tr("lowest station"), f"{v['lowest_station_m']:.4g} m")]
    if v["crushing_size_m"] > 0:
        rows.append((tr("largest grain"), f"{1e3 * v['crushing_size_m']:.3g} mm"))
    rows += [(tr("steel"), f"{best['steel_t']:.4g} t"), (tr("power at the shafts"), f"{best['installed_W'] / 1e3:.4g} kW"), (tr("energy a dry tonne"), f"{best['kWh_per_dry_t']:.4g} kWh/t")]
    if "cost_per_dry_t" in best:
        rows.append((tr("cost a dry tonne"), f"{best['cost_per_dry_t']:.4g}"))
    return table(rows)


def duties_table(best, tr):
    rows = []
    for d in best["duties"]:
        transients = d.get("transients")
        state = tr("not run") if transients is None else tr("passed") if transients["passed"] else f"{tr(transients['phase'])}: {tr(transients['limit'])}"
        rows.append((d["duty"], f"{d['kWh_per_dry_t']:.4g} kWh/t", f"{100 * d['delivered_concentration']:.3g} %", f"{100 * d['in_situ_coarse']:.3g} %", f"{3600 * d['flow_m3_per_s']:.4g} m³/h",
                     f"{d['velocity_m_per_s']:.3g} m/s", f"{d['head_a_pump_m']:.4g} m", f"{d['speed_over_rated']:.3g}", used_words(d["limits_used"], tr), state))
    head = ["duty", "energy a dry tonne", "delivered concentration", "in-situ concentration", "flow", "velocity", "head a pump", "speed over rated", "most used limits", "transients"]
    return table(rows, [tr(h) for h in head])


def with_unit(variable, value):
    unit = {"stations": "", "annulus_ratio": "", "lowest_station": " m"}.get(variable, " mm")
    return f"{value * (1e3 if unit == ' mm' else 1):.4g}{unit}"


def neighbours_table(result, tr):
    rows = []
    for n in result["neighbours"]:
        value = with_unit(n["variable"], n["value"])
        if n["status"] == "rejected":
            reason = f"{tr(n['limit'])} ({tr(n['phase'])}, {n['duty']}): " + (n["what"] or f"{100 * n['used']:.0f} % {tr('of what is allowed')}")
        else:
            reason = f"{100 * (n['objective_over_best'] - 1):+.1f} %"
        rows.append((tr(n["variable"]), value, tr(n["status"]), reason))
    return table(rows, [tr("variable"), tr("value"), tr("standing"), tr("reason")])


def spread_table(result, tr):
    rows = [(s["duty"], s["members"], s["out_of_range"], f"{s['kWh_per_dry_t'][0]:.4g} kWh/t", f"{s['kWh_per_dry_t'][1]:.4g} kWh/t") for s in result["closure_spread"]]
    return table(rows, [tr("duty"), tr("combinations"), tr("out of their range"), tr("lowest"), tr("highest")])


def warnings_of(result, file, tr):
    """What deserves a second look: (cause, remedy)."""
    found, best = [], result["best"]
    if not best:
        return found
    for name in ("bore", "wall_thickness", "annulus_ratio", "annulus_wall_thickness", "stations", "lowest_station", "crushing_size"):
        values = sorted(set(file[name][()]))
        value = best["variables"][name if name in ("stations", "annulus_ratio") else name + "_m"]
        if len(values) > 1 and value in (values[0], values[-1]):
            found.append((f"{tr('the best value lies at the end of its range')}: {tr(name)} {with_unit(name, value)}", tr("widen the variable's range")))
    slender = best["variables"]["bore_m"] / best["variables"]["wall_thickness_m"] + 2
    if slender > 45:
        found.append((f"{tr('collapse is known for D/t up to 45')}: {slender:.0f}", tr("take a thicker wall, or the maker's collapse pressure")))
    for d in best["duties"]:
        full = [tr(name) for name, value in d["limits_used"].items() if value > 0.98]
        if full:
            found.append((f"{tr('the limit is fully used')}: {', '.join(full)} ({d['duty']})", tr("any change of the duty breaks it; choose a neighbour with more room")))
    for s in result["closure_spread"]:
        low, high = s["kWh_per_dry_t"]
        if high > 1.05 * low:
            found.append((f"{tr('most closures agree only within this spread')}: {low:.3g} – {high:.3g} kWh/t ({s['duty']})", tr("use the closure that fits the grains; measure settling")))
        if s["out_of_range"]:
            found.append((f"{tr('a closure is used outside its range')}: {'; '.join(s['notes'])}", tr("use the closure that fits the grains; measure settling")))
    if result["transients_failed"]:
        words = ", ".join(f"{what} {count}" for what, count in result["transients_failed"].items())
        found.append((f"{tr('designs that pass the screen fail in the transients')}: {words}", tr("see the map of transients")))
    return found


def obstacles(result, tr):
    o = result["obstacles"]
    rows = [(tr(name), f"{count:.0f}", f"{o['eliminated_by_this_alone'][name]:.0f}") for name, count in sorted(o["eliminated"].items(), key=lambda item: -item[1])]
    part = table(rows, [tr("limit"), tr("candidates it eliminates"), tr("by this limit alone")])
    if o["relaxation"]:
        part += f"<p>{tr('Smallest relaxation that helps')}: <code>{text(o['relaxation']['key'])}</code> {o['relaxation']['from']:.4g} → {o['relaxation']['to']:.4g}</p>"
    return part


def in_force(resolved, name):
    """Rows of a group of `size` as the program understood it, defaults among them."""
    block = re.search(rf"^  {name}:\n((?:    .*\n)+)", resolved[resolved.index("\nsize:"):], re.M)
    return [tuple(line.strip().split(": ", 1)) for line in block.group(1).splitlines()] if block else []


def choices(resolved, source, tr):
    """Limits and transients in force; what the case does not give is the program's own."""
    given = set(re.findall(r"(\w+):", source[source.find("\nsize:"):]))
    rows = [(f"{group}.{key}", value, "" if key in given else tr("assumed")) for group in ("limits", "transients") for key, value in in_force(resolved, group)]
    return table(rows, [tr("limit"), tr("value"), tr("source")])


def counts(result, tr):
    keys = [("designs", "designs"), ("candidates judged", "candidates"), ("feasible in the steady screen", "feasible_in_the_screen"), ("full transients run", "transients_run"), ("feasible designs", "feasible")]
    return table([(tr(words), f"{result[key]:.0f}") for words, key in keys])


def parts_of(file, result, pictures, run, language):
    tr = translator(language)
    attributes = {key: str(value) for key, value in file.attrs.items()}
    other = "<a href=index.ja.html>日本語</a>" if language == "en" else "<a href=index.html>English</a>"
    yield f"<nav>{other}</nav><h1>{tr('Sizing')}</h1><p>{text(attributes.get('title') or attributes['name'])} ({text(attributes['name'])})</p>"
    yield f"<h2>{tr('Result')}</h2>"
    best = result["best"]
    yield f"<h3>{tr('Best design')}</h3>" + best_table(best, tr) if best else f"<div class=warning>{tr('No design meets the limits')}</div>"
    yield counts(result, tr)
    if best:
        yield f"<h3>{tr('Duties')}</h3>" + duties_table(best, tr)
    yield from (picture(pictures[name], tr(CAPTIONS[name])) for name in ("energy", "curves", "map", "transient_map", "bores", "pareto") if name in pictures)
    if best:
        yield f"<h2>{tr('Neighbours of the best design')}</h2>" + neighbours_table(result, tr)
        yield f"<h2>{tr('Other closures')}</h2>" + spread_table(result, tr)
    if run:
        yield f"<h2>{tr('The best design through its transients')}</h2>" + "".join(picture(png, tr(FROM_RUN[name])) for name, png in run.items())
    warnings = warnings_of(result, file, tr)
    yield f"<h2>{tr('Warnings')}</h2>" + ("".join(f"<div class=warning>{text(cause)}<br>{tr('remedy')}: {text(remedy)}</div>" for cause, remedy in warnings) or f"<p>{tr('No warnings.')}</p>")
    yield f"<h2>{tr('What stands in the way')}</h2>" + obstacles(result, tr)
    yield f"<h2>{tr('Limits and transients in force')}</h2>" + choices(attributes["resolved_yaml"], attributes["source_yaml"] + attributes.get("changed", ""), tr)
    yield f"<h2>{tr('Equations and references in force')}</h2>" + table(laws.in_force(attributes["resolved_yaml"]))
    yield f"<h2>{tr('Verification')}</h2><p>{tr('No lifting experiment with public tables has been reproduced yet.')} </p>" + verification(tr)
    yield f"<h3>{tr('Left out')}</h3><p>{tr('Axial load is checked at rest alone: no heave, no vortices, no fatigue, no pumps' + chr(39) + ' weight. Wear, corrosion, coatings and connectors are not part of the sizing.')}</p>"
    source = attributes["source_yaml"]
    yield f"<h2>{tr('Inputs as read')}</h2><p>{tr('Every number marked assumed is an assumption of the one who wrote the case, not a measurement.')} ({tr('assumed')}: {len(assumed_lines(source))})</p>" + case_table(source, tr)
    yield f"<h2>{tr('Provenance')}</h2>" + table([(key, attributes.get(key, "")) for key in ("riser_version", "commit", "compiler", "changed")])


def write_size_report(numbers):
    """size.h5 beside size.json -> report/: pictures, index.html, index.ja.html and their PDFs."""
    result = json.loads((numbers.parent / "size.json").read_text(encoding="utf-8"))
    run_folder = numbers.parent / "best" / "report"
    run = {name: (run_folder / f"{name}.png").read_bytes() for name in FROM_RUN if (run_folder / f"{name}.png").exists()}
    take_japanese_font()
    with h5py.File(numbers, "r") as file, Folder(numbers.parent) as above, above.folder("report") as folder:
        for language, name in (("en", "index"), ("ja", "index.ja")):
            pictures = {}
            for key, draw in PICTURES.items():
                figure = draw(file, result, translator(language))
                if figure is None:
                    continue
                pictures[key] = png_of(figure)
                plt.close(figure)
                if language == "en":
                    folder.write(f"{key}.png", pictures[key])
            page = document(result["title"] or result["name"], language, list(parts_of(file, result, pictures, run, language)))
            folder.write(f"{name}.html", page)
            write_pdf(page, folder, f"{name}.pdf")
    return numbers.parent / "report" / "index.html"
