"""The table of a comparison, and its file."""
import json
import pathlib

HEAD = ("work", "peer", "on", "peer's", "Riser's", "Riser ahead by", "")


def row(work, peer, device, peer_value=None, riser_value=None, quantity="cell-steps/s", note="", missing=""):
    """A line of the table: rates, where more is better, or times in "s"; `missing` says why something was not measured."""
    ratio = None
    if riser_value and peer_value:
        ratio = peer_value / riser_value if quantity == "s" else riser_value / peer_value
    return {"work": work, "peer": peer, "device": device, "quantity": quantity, "peer_value": peer_value, "riser_value": riser_value, "ratio": ratio,
            "note": note, "not_measured": missing}


def number(value, quantity):
    if value is None:
        return "-"
    return f"{value / 1e6:.3g} M/s" if quantity == "cell-steps/s" else f"{value:.3g} {quantity}"


def words_of(row):
    if row["not_measured"] and row["peer_value"] is None:
        return (row["work"], row["peer"], row["device"], "-", "-", "not measured: " + row["not_measured"], "")
    ratio = f"{row['ratio']:.3g} times" if row["ratio"] else "not measured: " + row["not_measured"]
    peer, riser = (number(row[name], row["quantity"]) for name in ("peer_value", "riser_value"))
    return (row["work"], row["peer"], row["device"], peer, riser, ratio, row["note"])


def text(rows):
    lines = [HEAD, *(words_of(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    return "\n".join("  ".join(word.ljust(width) for word, width in zip(line, widths)).rstrip() for line in lines)


def write(folder, context, rows, ladders):
    """A file named with date, machine and commit; returns its path."""
    machine = context["gpu"] if context["gpu"] != "none" else context["cpu"]
    words = "".join(c if c.isalnum() else "_" for c in machine.lower())
    short = "_".join(part for part in words.split("_") if part and part not in ("r", "tm", "cpu"))
    path = pathlib.Path(folder) / f"{context['date']}_peers_{short}_{context['commit']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"context": context, "rows": rows, "openfoam": ladders}, indent=1) + "\n")
    return path
