"""The steps: each takes the lab, returns Steps and leaves its numbers in the folder of the results."""
import concurrent.futures
import json
import os
import re
import sys
import tempfile

from gpu.lab import FAILED, NOT_MEASURED, PASSED, ROOT, SKIPPED, Step, program, tool

DEVICE_TESTS = ("test_the_device_agrees_with_the_host_on_every_axial_case", "test_the_device_agrees_with_the_host_on_every_axisymmetric_case",
                "test_a_sweep_on_the_device_gives_the_host_s_table")
# Short runs that reach every kernel: machines and waves, heat, and the section with everything in it
SMALL = {"axial": ("verify/heat", "time.end=20 s"), "waves": ("verify/joukowsky", "time.end=0.2 s"), "section": ("verify/divergence", "time.end=0.05 s")}
CHECKS = {"memcheck": SMALL, "racecheck": SMALL, "synccheck": ("axial", "section"), "initcheck": ("axial", "section")}
METRICS = ("gpu__time_duration.sum", "dram__throughput.avg.pct_of_peak_sustained_elapsed", "dram__bytes.sum", "sm__throughput.avg.pct_of_peak_sustained_elapsed",
           "sm__inst_executed_pipe_fp64.avg.pct_of_peak_sustained_active", "sm__warps_active.avg.pct_of_peak_sustained_active", "launch__registers_per_thread",
           "launch__grid_size", "launch__block_size", "launch__shared_mem_per_block", "l1tex__t_bytes_pipe_lsu_mem_local_op_ld.sum", "l1tex__t_bytes_pipe_lsu_mem_local_op_st.sum")
# Case, settings, kernels to look at (of their demangled names), how many launches. The section: 0.6 million cells, beyond the caches
PROFILED = {"axial": ("minamitorishima_nodules", (), "advance", 1),
            "section": ("riser_6km_2d", ("grid.cell_length=0.5 m",), "AxialMomentum|RadialMomentum|Class|Viscosity|AcrossModes|Correct|Survey|fft", 24)}


def outcome(name, done, note=""):
    if done.code is None:
        return Step(name, FAILED, f"cut off after {done.seconds:.0f} s; {note or done.last()}", done.seconds)
    return Step(name, PASSED if done.code == 0 else FAILED, note or ("" if done.code == 0 else done.last()), done.seconds)


def run_words(case, folder, *settings):
    words = [program("riser"), "run", ROOT / "configs" / f"{case}.yaml", "--device", "cuda", "--quiet", "--no-report", "--overwrite"]
    for setting in (f"output.folder={folder}", *settings):
        words += ["--set", setting]
    return words


def worst_of(text):
    """The largest relative difference that test_device.py printed, with its case and field; empty if it printed none."""
    found = [(float(value), f"{case} {field}") for case, fields in re.findall(r"^(\S+): (.*)$", text, re.M) for field, value in re.findall(r"(\w+) (\d\.\de[-+]\d+|inf)", fields)]
    return "largest difference {:.1e} ({})".format(*max(found)) if found else ""


def agreement(lab):
    """The device against the host, field by field; the numbers are in log.txt."""
    if not lab.gpu:
        return [Step("device agrees with host", NOT_MEASURED, "no device")]
    steps = []
    for test in DEVICE_TESTS:
        done = lab.run([sys.executable, ROOT / "tests" / "device" / "test_device.py", f"Device.{test}"], 50, RISER_CASES=" ".join(lab.cases))
        note = "; ".join(filter(None, (worst_of(done.out), "" if done.code == 0 else done.last())))
        steps.append(outcome(test.removeprefix("test_").replace("_", " "), done, note))
    return steps


def missing_modules():
    missing = []
    for name in ("numpy", "scipy"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    return missing


def verify_case(lab, case, device, limit):
    """(case, its results or None when it was cut off)."""
    done = lab.run([sys.executable, "-m", "verify", case, "--device", device, "--json", "--no-pictures"], limit) if lab.left() > 1 else None
    if done is None or done.code is None:
        return case, None
    start = done.out.find("{")
    try:
        return case, json.JSONDecoder().raw_decode(done.out[start:])[0]["cases"]
    except (ValueError, KeyError):
        return case, [{"name": f"{case}/run", "passed": False, "device": device, "error": None, "tolerance": None, "said": done.last()}]


def verification(lab, device, limit):
    """Every case with an exact answer, several at a time, until `limit` [s]."""
    name = f"exact answers on {device}"
    if device == "cuda" and not lab.gpu:
        return [Step(name, NOT_MEASURED, "no device")]
    if missing_modules():
        return [Step(name, SKIPPED, "Python lacks " + " and ".join(missing_modules()))]
    cases = lab.cases or lab.run([sys.executable, "-m", "verify", "--list"], 30).out.split()
    share, end = max(1, min(8, len(os.sched_getaffinity(0)) // 2)), lab.left() - min(limit, lab.left())
    with concurrent.futures.ThreadPoolExecutor(share) as pool:
        found = dict(pool.map(lambda case: verify_case(lab, case, device, max(0.0, lab.left() - end)), cases))
    results = [result for case in found.values() for result in case or []]
    lab.write(f"verify_{device}.json", {"cases": results, "cut_off": [case for case, result in found.items() if result is None]})
    failed, cut = [r["name"] for r in results if not r["passed"]], [case for case, result in found.items() if result is None]
    note = f"{len(results) - len(failed)} of {len(results)} hold" + (f"; not: {', '.join(failed)}" if failed else "") + (f"; cut off: {', '.join(cut)}" if cut else "")
    return [Step(name, PASSED if results and not failed and not cut else FAILED, note)]


def sanitizer(lab):
    """memcheck, racecheck, synccheck and initcheck of short runs."""
    found, steps = tool("compute-sanitizer"), []
    for check, parts in CHECKS.items():
        for part in parts:
            case, *settings = SMALL[part]
            name = f"compute-sanitizer {check}, {part}"
            if not lab.gpu or not found:
                steps.append(Step(name, NOT_MEASURED if not lab.gpu else SKIPPED, "no device" if not lab.gpu else "compute-sanitizer is not there"))
                continue
            with tempfile.TemporaryDirectory() as folder:
                done = lab.run([found, "--tool", check, "--error-exitcode", 9, *run_words(case, folder, *settings)], 8)
            steps.append(outcome(name, done, "" if done.code == 0 else done.last()))
    return steps


def benchmark(lab):
    """Speed of both devices, as Google Benchmark prints it."""
    found = program("riser_bench")
    if not lab.gpu:
        return [Step("benchmark", NOT_MEASURED, "no device")]
    if not found:
        return [Step("benchmark", SKIPPED, "riser_bench is not there")]
    done = lab.run([found, "--device", "all", "--json"], 80)
    start = done.out.find("{")
    if done.code == 0 and start >= 0:
        lab.write("bench.json", done.out[start:])
    return [outcome("benchmark", done, "")]


def crossover(lab):
    """One riser to 10,000 on both devices; the picture where Python can draw."""
    found, name = program("riser_bench"), "crossover of CPU and GPU"
    if not lab.gpu or not found:
        return [Step(name, NOT_MEASURED if not lab.gpu else SKIPPED, "no device" if not lab.gpu else "riser_bench is not there")]
    done = lab.run([found, "--filter", "crossover/risers:(1|10|100|1000)/|crossover/risers:10000/.*cuda", "--device", "all", "--threads", "1", "--repeats", "3", "--json"], 60)
    start = done.out.find("{")
    if done.code != 0 or start < 0:
        return [outcome(name, done)]
    lab.write("crossover.json", done.out[start:])
    drawn = lab.run([sys.executable, ROOT / "benchmarks" / "peers" / "crossover.py", lab.out / "crossover.json", lab.out / "crossover.png"], 20)
    return [outcome(name, done, drawn.last(1))]


def peers(lab):
    """The same steps in JAX and CuPy, against this program on the device."""
    name = "JAX and CuPy on the same work"
    if lab.gpu and lab.cases:
        return [Step(name, SKIPPED, "a few cases were asked for")]
    if not lab.gpu or missing_modules():
        return [Step(name, NOT_MEASURED if not lab.gpu else SKIPPED, "no device" if not lab.gpu else "Python lacks " + " and ".join(missing_modules()))]
    done = lab.run([sys.executable, ROOT / "benchmarks" / "peers" / "run.py", "--only", "arrays", "--libraries", "jax,cupy", "--results", lab.out], 90)
    return [outcome(name, done, "see log.txt" if done.code == 0 else done.last())]


def profile(lab):
    """Nsight Compute's key numbers of the main kernels."""
    found, steps = tool("ncu"), []
    for part, (case, settings, kernels, launches) in PROFILED.items():
        name = f"ncu, {part}"
        if not lab.gpu or not found:
            steps.append(Step(name, NOT_MEASURED if not lab.gpu else SKIPPED, "no device" if not lab.gpu else "ncu is not there"))
            continue
        with tempfile.TemporaryDirectory() as folder:
            done = lab.run([found, "--csv", "--metrics", ",".join(METRICS), "--kernel-name-base", "demangled", "--kernel-name", f"regex:{kernels}",
                            "--launch-count", launches, "--kill", "on", *run_words(case, folder, *settings)], 40)
        rows = [line for line in done.out.splitlines() if line.startswith('"')]
        if rows:
            lab.write(f"ncu_{part}.csv", "\n".join(rows) + "\n")
        steps.append(Step(name, PASSED if len(rows) > 1 else FAILED, f"{len(rows)} lines" if rows else done.last(), done.seconds))
    return steps
