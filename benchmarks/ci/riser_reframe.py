"""Riser's speed as ReFrame tests, a case each: reframe --exec-policy=serial -c benchmarks/ci/riser_reframe.py -r

The bench is the one that ./riser built, or the one that RISER_BENCH names. No reference is set: a rate is of one machine; a site adds its own,
like `reference = {"cluster:partition": {"items_per_second": (4.5e7, -0.1, None, "1/s")}}` in a subclass for each case.
"""
import json
import os
import pathlib

import reframe as rfm
import reframe.utility.sanity as sn
from reframe.core.builtins import parameter, performance_function, run_after, sanity_function, variable

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = os.environ.get("RISER_BENCH", str(ROOT / "build" / "release" / "riser_bench"))
CASES = {
    "rigid": "axial/rigid/classes:3/cells:6000/threads:1",
    "mud": "axial/rigid/mud/cells:6000/threads:1",
    "waves": "axial/elastic/classes:3/cells:6000/threads:1",
    "section": "axisymmetric/turbulent/classes:2/cells:115200/threads:1",
    "rigid_gpu": "axial/rigid/classes:3/cells:6000/device:cuda",
    "ensemble_gpu": "axial/ensemble/risers:256/classes:3/cells:6000/device:cuda",
    "section_gpu": "axisymmetric/turbulent/classes:2/cells:115200/device:cuda",
}


@rfm.simple_test
class riser_speed(rfm.RunOnlyRegressionTest):
    descr = "Speed of Riser's steps"
    valid_systems = ["*"]
    valid_prog_environs = ["*"]
    sourcesdir = None
    executable = BENCH
    case = parameter(CASES)
    repeats = variable(int, value=7)
    least_seconds = variable(float, value=0.3)
    num_cpus_per_task = 1
    time_limit = "20m"

    @run_after("init")
    def choose(self):
        name = CASES[self.case]
        self.tags = {"gpu"} if name.endswith("device:cuda") else {"cpu"}
        self.executable_opts = ["--filter", f"'^{name}$'", "--json", "bench.json", "--repeats", str(self.repeats), "--min-time", str(self.least_seconds)]
        self.keep_files = ["bench.json"]

    @run_after("setup")
    def skip_without_a_gpu(self):
        if "gpu" in self.tags and self.current_partition.devices == [] and not pathlib.Path("/dev/nvidiactl").exists():
            self.skip("no CUDA device on this partition")

    @sanity_function
    def one_entry(self):
        return sn.assert_eq(sn.count(self.entries()), 1)

    @sn.deferrable
    def entries(self):
        return json.loads((pathlib.Path(self.stagedir) / "bench.json").read_text())["benchmarks"]

    @performance_function("1/s")
    def items_per_second(self):
        return self.entries().evaluate()[0]["items_per_second"]
