"""riser size as a user meets it: files, neighbours, an empty feasible set and what would mend it, and the page in a real browser."""
import csv
import html.parser
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
import xarray

from sizing_case import CASE

BINARY = os.environ["RISER_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWSER = shutil.which("chromium")
REPORT = ("best.yaml", "size.csv", "size.h5", "size.json", "best/snapshots.h5", "report/index.html", "report/index.ja.html", "report/map.png", "report/curves.png")


def riser(folder, *words):
    return subprocess.run([BINARY, *words], capture_output=True, text=True, cwd=folder)


class Sizing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        (cls.folder / "case.yaml").write_text(CASE)
        cls.done = riser(cls.folder, "size", "case.yaml")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def result(self, folder="out"):
        return json.loads((self.folder / folder / "size.json").read_text())

    def test_a_sizing_finds_a_design_and_writes_its_files(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        for name in REPORT:
            self.assertTrue((self.folder / "out" / name).exists(), name)
        result = self.result()
        self.assertEqual(result["designs"], 20)
        self.assertEqual(result["candidates"], 20 * 19)
        self.assertTrue(result["best"]["duties"][0]["transients"]["passed"])
        self.assertLessEqual(max(result["best"]["duties"][0]["limits_used"].values()), 1 + 1e-9)

    def test_the_best_is_the_lightest_of_those_near_the_least_energy(self):
        with (self.folder / "out" / "size.csv").open() as file:
            rows = list(csv.DictReader(file))
        good = [row for row in rows if row["standing"] == "feasible"]
        least = min(float(row["energy [kWh/t]"]) for row in rows if float(row["used"]) <= 1 + 1e-9)
        near = [(float(row["stations [1]"]), float(row["steel [t]"]), int(row["design"])) for row in good if float(row["energy [kWh/t]"]) <= 1.3 * least]
        self.assertGreater(len({stations for stations, _, _ in near}), 1)  # the rule has something to choose from
        self.assertEqual(min(near)[2], self.result()["best"]["design"])

    def test_every_rejected_neighbour_names_its_limit(self):
        neighbours = self.result()["neighbours"]
        self.assertGreaterEqual(len(neighbours), 3)
        for n in neighbours:
            self.assertIn(n["status"], ("rejected", "dearer", "equal, more stations or steel"))
            if n["status"] == "rejected":
                self.assertTrue(n["limit"])

    def test_the_same_answer_every_time_on_any_number_of_threads(self):
        done = riser(self.folder, "size", "case.yaml", "--threads", "1", "--no-report", "--quiet", "--set", "output.folder=again")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("size.csv", "size.json", "best.yaml"):
            self.assertEqual((self.folder / "out" / name).read_bytes(), (self.folder / "again" / name).read_bytes(), name)

    def test_the_best_design_is_a_case_of_its_own(self):
        self.assertEqual(riser(self.folder, "check", "out/best.yaml").returncode, 0)
        summary = json.loads((self.folder / "out/best/summary.json").read_text())
        self.assertFalse(summary["cavities"]["occurred"])
        self.assertGreater(summary["production"]["mean_dry_t_per_h"], 5)

    def test_the_numbers_open_in_xarray(self):
        with xarray.open_dataset(self.folder / "out/size.h5") as data:
            self.assertEqual(data["energy"].dims, ("design",))
            self.assertEqual(data["energy"].attrs["units"], "kW h/t")
        with xarray.open_dataset(self.folder / "out/size.h5", group="map") as data:
            self.assertEqual(data["binding"].shape, (5, 19))
        with h5py.File(self.folder / "out/size.h5") as file:
            self.assertTrue(np.isfinite(file["duty_0/pressure"][()]).all())

    def test_an_empty_feasible_set_says_what_is_in_the_way_and_what_would_help(self):
        done = riser(self.folder, "size", "case.yaml", "--no-report", "--set", "output.folder=none", "--set", "size.limits.power=1 kW")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertIn("power eliminates most", done.stderr)
        result = self.result("none")
        self.assertIsNone(result["best"])
        self.assertFalse((self.folder / "none/best.yaml").exists())
        relaxation = result["obstacles"]["relaxation"]
        self.assertEqual(relaxation["key"], "size.limits.power")
        for factor, code in ((1 + 1e-6, 0), (1 - 1e-3, 7)):  # just enough helps, a little less does not
            again = riser(self.folder, "size", "case.yaml", "--no-report", "--overwrite", "--quiet", "--set", "output.folder=none", "--set", f"size.limits.power={relaxation['to'] * factor:.12g} W")
            self.assertEqual(again.returncode, code, again.stderr)

    def test_the_least_cost_can_be_asked_for(self):
        done = riser(self.folder, "size", "case.yaml", "--no-report", "--quiet", "--set", "output.folder=cost", "--set", "size.objective=cost", "--set", "size.indifference=0", "--set", "size.transients.most=0",
                     "--set", "size.cost={steel: 5 1/kg, station: 2e5, power: 500 1/kW, energy: 0.2 1/kWh, years: 10, interest: 0.1, availability: 0.5}")
        self.assertEqual(done.returncode, 0, done.stderr)
        best = self.result("cost")["best"]
        with (self.folder / "cost/size.csv").open() as file:
            costs = [float(row["cost [1/t]"]) for row in csv.DictReader(file) if row["standing"] == "feasible"]
        self.assertAlmostEqual(best["cost_per_dry_t"], min(costs), places=9)
        annuity, tonnes = 0.1 / (1 - 1.1**-10), 10 * 0.5 * 365.25 * 24  # [-], [t] a year
        capital = 5 * 1000 * best["steel_t"] + 2e5 * best["variables"]["stations"] + 0.5 * best["installed_W"]
        self.assertAlmostEqual(best["cost_per_dry_t"], 0.2 * best["kWh_per_dry_t"] + annuity * capital / tonnes, places=6)

    def test_a_catalogue_and_the_pump_as_it_is(self):
        (self.folder / "pipes.csv").write_text("bore_mm,wall_mm\n154.1,7.1\n128.2,6.55\n160,8\n")
        text = "".join(line for line in CASE.splitlines(True) if not line.startswith(("  bore:", "  wall_thickness:")))
        (self.folder / "catalogue.yaml").write_text(text)
        done = riser(self.folder, "size", "catalogue.yaml", "--no-report", "--quiet", "--set", "output.folder=catalogue", "--set", "size.pipes=pipes.csv", "--set", "size.pump=given", "--set", "size.limits.station_head=0 m",
                     "--set", "size.transients.map=0")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = self.result("catalogue")
        self.assertEqual(result["designs"], 3 * 2)
        pipe = (round(1e3 * result["best"]["variables"]["bore_m"], 3), round(1e3 * result["best"]["variables"]["wall_thickness_m"], 3))
        self.assertIn(pipe, ((154.1, 7.1), (128.2, 6.55), (160, 8)))
        self.assertLessEqual(result["best"]["duties"][0]["speed_over_rated"], 1 + 1e-9)
        self.assertEqual(result["best"]["pump_scale"], {"flow": 1.0, "head": 1.0})

    def test_a_folder_that_cannot_be_made_ends_before_the_search_and_a_signal_keeps_what_is_done(self):
        refused = riser(self.folder, "size", "case.yaml", "--set", "output.folder=/proc/nowhere")
        self.assertEqual(refused.returncode, 5)
        self.assertNotIn("screen", refused.stderr)
        words = [BINARY, "size", "case.yaml", "--no-report", "--threads", "1", "--set", "output.folder=stopped", "--set", "size.transients.cell_length=2 m", "--set", "size.transients.map=0"]
        with subprocess.Popen(words, cwd=self.folder, stderr=subprocess.PIPE, text=True) as going:
            while "screen" not in going.stderr.readline():
                pass
            going.send_signal(signal.SIGINT)
            talk = going.stderr.read()
        self.assertEqual(going.returncode, 4, talk)
        self.assertTrue(self.result("stopped")["stopped"])
        self.assertIn("stopped by SIGINT", talk)

    def test_an_existing_sizing_is_left_alone_unless_told(self):
        refused = riser(self.folder, "size", "case.yaml")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--overwrite", refused.stderr)

    def test_a_case_without_a_sizing_and_a_duty_that_breaks_the_case_are_bad_input(self):
        (self.folder / "plain.yaml").write_text(CASE[:CASE.index("size:")])
        self.assertIn("size: is missing", riser(self.folder, "size", "plain.yaml").stderr)
        done = riser(self.folder, "size", "case.yaml", "--overwrite", "--set", 'size.duties=[{name: a, dry_rate: 5 t/h, set: ["solids[0].density=-1 kg/m3"]}]')
        self.assertEqual(done.returncode, 2)
        self.assertIn("size.duties[0].set", done.stderr)


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for key, value in attributes if key in ("src", "href")]


@unittest.skipUnless(BROWSER, "no chromium: ./riser test installs it")
class Pages(unittest.TestCase):
    """What a reader's browser makes of the pages."""

    @classmethod
    def setUpClass(cls):
        Sizing.setUpClass()
        cls.report = Sizing.folder / "out" / "report"

    @classmethod
    def tearDownClass(cls):
        Sizing.tearDownClass()

    def browse(self, page):
        """The page's DOM after a script added to a copy of it has written what the browser sees into its title."""
        script = "<script>addEventListener('load',()=>{const i=[...document.images];document.title='seen '+i.length+' '+i.filter(x=>x.complete&&x.naturalWidth>300).length+' '+(document.documentElement.scrollWidth-innerWidth)+' '+document.body.innerText.length})</script>"
        copy = self.report / ("seen_" + page)
        copy.write_text((self.report / page).read_text(encoding="utf-8").replace("</html>", script + "</html>"), encoding="utf-8")
        done = subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900", f"--user-data-dir={self.report}/browser", "--dump-dom", copy.as_uri()],
                              capture_output=True, text=True, timeout=120)
        return [int(number) for number in re.search(r"<title>seen ([-0-9 ]+)</title>", done.stdout).group(1).split()]

    def test_pictures_load_and_nothing_overflows_in_a_real_browser(self):
        for page in ("index.html", "index.ja.html"):
            pictures, loaded, overflow, letters = self.browse(page)
            self.assertGreaterEqual(pictures, 8, page)
            self.assertEqual(loaded, pictures, page)
            self.assertLessEqual(overflow, 0, page)
            self.assertGreater(letters, 2000, page)

    def test_the_pages_need_nothing_from_outside(self):
        for page in ("index.html", "index.ja.html"):
            links = Links()
            links.feed((self.report / page).read_text(encoding="utf-8"))
            self.assertEqual([link for link in links.found if not link.startswith("data:") and not (self.report / link).exists()], [])

    def test_the_page_says_what_is_assumed_what_binds_and_what_it_rests_on(self):
        page = (self.report / "index.html").read_text(encoding="utf-8")
        for words in ("Best design", "Neighbours of the best design", "Other closures", "Warnings", "Equations and references in force", "class=assumed", "Provenance", "Churchill", "DNV-OS-F101"):
            self.assertIn(words, page)

    def test_both_languages_are_complete_and_there_is_a_pdf_of_each(self):
        sys.path.insert(0, str(ROOT / "io" / "report"))
        from words import JAPANESE
        source = "".join((ROOT / "io" / "report" / name).read_text() for name in ("size_page.py", "size_pictures.py", "sweep_page.py", "report.py"))
        used = set(re.findall(r'tr\("([^"]+)"\)', source)) | set(re.findall(r"tr\('([^']+)'\)", source))
        self.assertGreater(len(used), 40)
        self.assertEqual(sorted(used - set(JAPANESE)), [])
        for name in ("index.pdf", "index.ja.pdf"):
            self.assertTrue((self.report / name).read_bytes().startswith(b"%PDF"), name)


if __name__ == "__main__":
    unittest.main()
