"""The peers do Riser's work: array Python gives its answer, OpenFOAM's case is complete, fronts are exact, and the table says what was not measured."""
import dataclasses
import json
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benchmarks"))
try:
    import h5py  # noqa: F401
    import matplotlib  # noqa: F401
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
if "RISER_BINARY" not in os.environ:
    print("skipped: RISER_BINARY is not set")
    sys.exit(77)

from peers import arrays, axisymmetric_arrays, cases, crossover, fronts, lab, table
from peers.openfoam import compare, drive, generate

SMALL = dataclasses.replace(cases.AxialCase(), length=1500.0, cells=150)


class Arrays(unittest.TestCase):
    def test_axial_arrays_give_risers_fractions(self):
        self.assertLess(arrays.disagreement("numpy", SMALL, 300.0), arrays.AGREE)

    def test_another_scheme_is_noticed(self):
        self.assertGreater(arrays.disagreement("numpy", SMALL, 300.0, "linear"), arrays.AGREE)

    def test_jax_too_where_it_is(self):
        if lab.library("jax") is None:
            self.skipTest("no JAX")
        self.assertLess(arrays.disagreement("jax", SMALL, 300.0), arrays.AGREE)

    def test_a_batch_is_its_risers_one_by_one(self):
        from peers import axial_arrays
        case = dataclasses.replace(SMALL, cells=60)
        advance, found = axial_arrays.stepper("numpy", "weno"), []
        pipe = axial_arrays.make_pipe(np, case, 3)
        batch = advance(pipe, axial_arrays.begin(np, pipe, 3, case.cells), 1e9, 20)
        for m in range(3):
            one = pipe._replace(feed=pipe.feed[:, m:m + 1])
            found.append(advance(one, axial_arrays.begin(np, one, 1, case.cells), 1e9, 20).phi[:, 0])
        np.testing.assert_allclose(batch.phi, np.stack(found, axis=1), rtol=1e-6, atol=1e-12)

    def test_poiseuille_of_the_section_is_second_order(self):
        coarse, fine = (arrays.poiseuille_error("numpy", rings) for rings in (8, 16))
        self.assertGreater(np.log2(coarse / fine), 1.9)

    def test_the_section_is_risers_but_for_its_simpler_scheme(self):
        velocity, fraction = arrays.section_disagreement("numpy")
        self.assertLess(velocity, 1e-3)
        self.assertLess(fraction, 0.02)

    def test_the_section_keeps_mass_and_has_no_divergence(self):
        case = dataclasses.replace(cases.SectionCase(), length=1.2, slices=32, rings=12, bore=0.1, wall_cell=1e-3)
        section = axisymmetric_arrays.make_section(np, case, 0.004, 1e-3, 1e-4, flow_mean=1.0)
        z = np.linspace(0, case.length, case.slices, endpoint=False)
        blob = 0.05 * np.exp(-((z - 0.6) / 0.15)**2) + np.zeros((2, case.rings, 1))
        first = axisymmetric_arrays.begin(np, case, 1.0, blob)
        last = axisymmetric_arrays.stepper("numpy", True)(section, first, 100)
        volume = lambda state: (state.phi / section.per_ring).sum(axis=(1, 2))
        self.assertLess(np.abs(volume(last) / volume(first) - 1).max(), 1e-12)
        self.assertLess(np.abs(axisymmetric_arrays.divergence(np, section, last.uz, last.ur)).max() * section.dz, 1e-12)
        self.assertGreater(np.abs(last.ur).max(), 1e-5)  # heavy grains do move the liquid
        self.assertAlmostEqual(float((section.share @ last.uz).mean()), 1.0, places=12)


class Fronts(unittest.TestCase):
    def test_riser_approaches_the_exact_fronts(self):
        for rise, order in ((0.0, 0.6), (60.0, 1.2)):
            case = dataclasses.replace(cases.FrontCase(), rise=rise, end=2400.0)
            errors = [fronts.error(case, fronts.riser_flux(case), lab.riser_run(cases.front_yaml(case, n, 0.4))[1]["concentration"][0]) for n in (100, 400)]
            self.assertGreater(np.log2(errors[0] / errors[1]) / 2, order, errors)

    def test_what_is_in_the_pipe_came_in_less_what_left(self):
        for rise in (0.0, 60.0):
            case = dataclasses.replace(cases.FrontCase(), rise=rise, end=1500.0)  # nothing but the first filling has left
            flux = fronts.riser_flux(case)
            time = np.linspace(0, case.end, 300001)
            fed = np.interp(time, *zip(*case.feed()))
            gained = (flux(fed).mean() - flux(case.low)) * case.end
            held = (fronts.exact(case, flux, 600, case.end) - case.low).mean() * case.length
            self.assertAlmostEqual(held / gained, 1, delta=2e-4)

    def test_a_shock_among_ramps_is_refused(self):
        case = dataclasses.replace(cases.FrontCase(), rise=1.0)
        with self.assertRaises(ValueError):
            fronts.exact(case, fronts.riser_flux(case), 100, case.end)

    def test_time_at_an_error(self):
        rows = [{"error": 0.1, "seconds": 1.0}, {"error": 0.01, "seconds": 100.0}]
        self.assertAlmostEqual(fronts.time_at_error(rows, 0.1**1.5)[0], 10.0)
        self.assertEqual(fronts.time_at_error(rows, 0.05)[1], "")
        seconds, note = fronts.time_at_error(rows, 0.001)
        self.assertAlmostEqual(seconds, 1e4)
        self.assertIn("extrapolated", note)
        self.assertEqual(fronts.time_at_error(rows, 0.5)[0], 1.0)  # nothing is gained by a guess at coarser grids


class OpenFoam(unittest.TestCase):
    def test_a_case_needs_no_openfoam(self):
        case = cases.FrontCase()
        with tempfile.TemporaryDirectory() as folder:
            step = generate.generate(case, folder, 500)
            files = {str(path.relative_to(folder)): path.read_text() for path in pathlib.Path(folder).rglob("*") if path.is_file()}
        self.assertAlmostEqual(case.half_period / step, round(case.half_period / step), places=9)
        self.assertLessEqual(step * case.velocity * 500 / case.length, 0.5 + 1e-12)
        for name in ("0/U", "0/alpha.solid", "0/p_rgh", "constant/transportProperties", "system/blockMeshDict", "system/controlDict", "system/fvSolution"):
            self.assertIn("FoamFile", files[name])
            self.assertEqual(files[name].count("{"), files[name].count("}"), name)
            self.assertEqual(files[name].count("("), files[name].count(")"), name)
        self.assertIn("(1 1 500)", files["system/blockMeshDict"])
        self.assertIn("MULESCorr no", files["system/fvSolution"])

    def test_both_settling_laws_meet_at_the_thick_side(self):
        case = cases.FrontCase()
        self.assertAlmostEqual(generate.flux_of(case)(case.high), fronts.riser_flux(case)(case.high), places=12)
        self.assertAlmostEqual(generate.flux_of(case)(case.low), fronts.riser_flux(case)(case.low), places=4)

    def test_log_and_field_are_read(self):
        log = "ExecutionTime = 0.5 s  ClockTime = 1 s\nExecutionTime = 2.5 s  ClockTime = 3 s\nEnd\n"
        self.assertEqual(drive.solver_time(log), (1, 2.0))
        with self.assertRaises(RuntimeError):
            drive.solver_time(log.replace("End", ""))
        self.assertEqual(drive.field_values("internalField   nonuniform List<scalar> \n2\n(\n0.1\n0.2\n)\n;"), [0.1, 0.2])


class Table(unittest.TestCase):
    ROWS = [table.row("step", "NumPy", "1 core", 1e6, 4e7), table.row("step", "CuPy", "GPU", missing="no GPU"),
            table.row("step", "JAX", "GPU", 5e8, None, missing="no rate of Riser's"), *compare.missing_lines("no OpenFOAM")]

    def test_ratios_and_what_is_missing(self):
        lines = table.text(self.ROWS).splitlines()
        self.assertIn("40 times", lines[1])
        self.assertIn("not measured: no GPU", lines[2])
        self.assertIn("500 M/s", lines[3])
        self.assertIn("not measured: no rate of Riser's", lines[3])
        self.assertTrue(all("not measured: no OpenFOAM" in line for line in lines[4:6]))

    def test_the_file_is_named_with_date_machine_and_commit(self):
        context = {"date": "2026-11-25", "cpu": "AMD EPYC", "gpu": "none", "commit": "abc1234"}
        with tempfile.TemporaryDirectory() as folder:
            path = table.write(folder, context, self.ROWS, {})
            self.assertEqual(path.name, "2026-11-25_peers_amd_epyc_abc1234.json")
            self.assertEqual(json.loads(path.read_text())["rows"], self.ROWS)

    def test_equal_errors_take_risers_faster_family(self):
        slow, fast = ([{"error": 0.1, "seconds": a}, {"error": 0.01, "seconds": 10 * a}] for a in (2.0, 1.0))
        found = compare.equal_error([slow, fast], [{"error": 0.1, "cells": 10, "seconds": 40.0}])
        self.assertAlmostEqual(found[0]["ratio"], 40.0)


class Crossover(unittest.TestCase):
    @staticmethod
    def bench(folder, **devices):
        rows = [{"name": f"crossover/risers:{n}/cells:600/classes:3/device:{device}", "items_per_second": rate} for device, rates in devices.items() for n, rate in rates]
        path = pathlib.Path(folder) / ("_".join(devices) + ".json")
        path.write_text(json.dumps({"context": {"cpu": "a", "date": "b"}, "benchmarks": rows + [{"name": "axial/rigid", "items_per_second": 1}]}))
        return path

    def test_who_wins_where(self):
        cpu, gpu = [(1, 1e7), (10, 1e7), (100, 1e7)], [(1, 1e6), (10, 1e7 / 10**0.5), (100, 1e7 * 10**0.5)]
        with tempfile.TemporaryDirectory() as folder:
            rates, work, contexts = crossover.read([self.bench(folder, cpu=cpu), self.bench(folder, cuda=gpu)])
            self.assertAlmostEqual(crossover.crossing(rates["cpu"], rates["cuda"]), 10**1.5, places=6)
            self.assertEqual(work, "600 cells, 3 classes")
            picture = pathlib.Path(folder) / "c.svg"
            crossover.draw(rates, work, picture, crossover.machine_of(contexts))
            self.assertIn("<svg", picture.read_text())
        self.assertEqual(crossover.verdict({"cpu": cpu, "cuda": []}), "GPU not measured")
        self.assertIn("CPU wins up to 100", crossover.verdict({"cpu": cpu, "cuda": [(n, 1.0) for n, _ in cpu]}))
        self.assertIn("GPU wins from 1 riser", crossover.verdict({"cpu": cpu, "cuda": [(n, 1e9) for n, _ in cpu]}))


if __name__ == "__main__":
    unittest.main()
