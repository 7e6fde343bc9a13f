"""One offline HTML page: pictures inside it, tables, the case line by line; and its PDF."""
import base64
import html
import io
import json
import pathlib
import re
import sys

STYLE = """body{font:16px/1.5 system-ui,'IPAexGothic',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{margin-bottom:0}h2{margin-top:2.2rem;border-bottom:1px solid #ddd}figure{margin:1.2rem 0;break-inside:avoid}img{max-width:100%}figcaption{color:#555}
table{border-collapse:collapse;break-inside:auto}td,th{padding:.2rem .9rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eee}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}pre{background:#f6f6f6;padding:1rem;overflow:auto;font-size:13px}
.warning{background:#fff3e0;border-left:4px solid #D55E00;padding:.5rem 1rem;margin:.5rem 0}.assumed{color:#B04A00}
.case{font:12.5px/1.45 monospace}.case td:nth-child(2){overflow-wrap:anywhere}nav{float:right}@media print{nav{display:none}body{max-width:none;margin:0;font-size:12px}}
@page{size:A4;margin:15mm}"""


def text(value):
    return html.escape(str(value))


def shown(value):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def table(rows, head=()):
    def cell(value):
        return f"<td class={'number' if re.fullmatch(r'[-+0-9.e –%]+.*', str(value)) and len(str(value)) < 24 else 'word'}>{text(value)}</td>"
    top = "<tr>" + "".join(f"<th>{text(h)}</th>" for h in head) + "</tr>" if head else ""
    return "<table>" + top + "".join("<tr>" + "".join(cell(value) for value in row) + "</tr>" for row in rows) + "</table>"


def flatten(value, prefix=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{prefix}{key}.")
    elif isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        for number, inner in enumerate(value):
            yield from flatten(inner, f"{prefix}{number}.")
    elif not isinstance(value, list):
        yield prefix[:-1], value


def picture(png, caption):
    """A PNG's bytes as a figure inside the page."""
    data = base64.b64encode(png).decode()
    return f"<figure><img src='data:image/png;base64,{data}' alt='{text(caption)}'><figcaption>{text(caption)}</figcaption></figure>"


def png_of(figure):
    memory = io.BytesIO()
    figure.savefig(memory, format="png")
    return memory.getvalue()


def assumed_lines(source):
    return [(number, line.strip()) for number, line in enumerate(source.splitlines(), 1) if re.search("assumed", line, re.I)]


def case_table(source, tr=str):
    """Every line of a case with what its writer says of it; a remark that says assumed stands out."""
    rows = []
    for number, line in enumerate(source.splitlines(), 1):
        value, _, remark = line.partition(" #") if not line.lstrip().startswith("#") else ("", "", line.lstrip()[1:])
        if not value.strip() and not remark.strip():
            continue
        kind = " class=assumed" if re.search("assumed", remark, re.I) else ""
        rows.append(f"<tr><td>{number}</td><td><code>{text(value.rstrip()).replace('  ', '&nbsp; ')}</code></td><td{kind}>{text(remark.strip())}</td></tr>")
    return f"<table class=case><tr><th>{tr('line')}</th><th>{tr('input')}</th><th>{tr('source')}</th></tr>" + "".join(rows) + "</table>"


def verification(tr=str):
    """What the last committed run of `riser verify` found; the file is made by `riser verify --json`."""
    path = pathlib.Path(__file__).with_name("verification.json")
    if not path.exists():
        return ""
    data = json.loads(path.read_text(encoding="utf-8"))
    cases = data["cases"]
    passed = sum(bool(case["passed"]) for case in cases)
    rows = [(case["name"], f"{case['error']:.1e}", f"{case['tolerance']:.1e}", tr("passed") if case["passed"] else tr("failed")) for case in cases]
    words = f"{passed}/{len(cases)} {tr('exact answers and measurements met')} ({data['date']}, {data['commit']})"
    return f"<details><summary>{text(words)}</summary>{table(rows, [tr('case'), tr('error'), tr('tolerance'), ''])}</details>"


def document(title, language, parts):
    head = f"<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport content='width=device-width'><title>{text(title)}</title>"
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</html>\n"])


def write_pdf(page, folder, name):
    """The same page as PDF beside it, in an own_files.Folder; without the library a warning, and the page alone."""
    try:
        import logging
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        import weasyprint
    except (ImportError, OSError) as error:
        print(f"report: no PDF: {error}", file=sys.stderr)
        return
    folder.write(name, weasyprint.HTML(string=page).write_pdf())
