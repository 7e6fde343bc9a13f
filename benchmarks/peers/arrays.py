"""Rates of the array steps on this machine's core or GPU, each after it has given Riser's answer, or an exact one."""
import dataclasses

import numpy as np

from peers import axial_arrays, axisymmetric_arrays, cases, lab
from peers.table import row

NAMES = {"numpy": "NumPy", "cupy": "CuPy", "jax": "JAX"}
AGREE = 1e-8             # L1 of every class's fraction over its mean, against Riser
PROOF = dataclasses.replace(cases.AxialCase(), cells=300)
PROOF_END = 600.0
EDDY = 0.4 * 0.15 * 0.1  # [-] of friction velocity x radius: about the mean eddy viscosity of a pipe
STEP_2D = 0.005          # [s]


def host(a):
    return np.asarray(a.get() if hasattr(a, "get") else a)


def disagreement(name, case=PROOF, end=PROOF_END, reconstruction="weno", fields=None):
    """L1 between the arrays' fractions at `end` and Riser's, of the class where it is largest."""
    xp, _ = lab.library(name)
    fields = fields or lab.riser_run(cases.axial_yaml(case, end, end))[1]
    pipe = axial_arrays.make_pipe(xp, case)
    state, advance = axial_arrays.begin(xp, pipe, 1, case.cells), axial_arrays.stepper(name, reconstruction)
    while float(state.time) < end * (1 - 1e-12):
        state = advance(pipe, state, end, 1)
    mine, riser = host(state.phi)[:, 0], fields["concentration"]
    return float((np.abs(mine - riser).sum(axis=1) / riser.sum(axis=1)).max())


def axial_rate(name, case, risers, reconstruction):
    """[cell-steps/s] of all risers together."""
    xp, _ = lab.library(name)
    pipe = axial_arrays.make_pipe(xp, case, risers)
    advance = axial_arrays.stepper(name, reconstruction)
    rate = lab.steps_per_second(lambda state, count: advance(pipe, state, 1e9, count), axial_arrays.begin(xp, pipe, risers, case.cells),
                                lambda state: float(xp.sum(state.phi)), lab.clock_of(name))
    return rate * risers * case.cells


def poiseuille_error(name, rings=32):
    """Largest error of a steady laminar profile over its largest velocity, against the exact one."""
    xp, _ = lab.library(name)
    case = dataclasses.replace(cases.SectionCase(), length=0.8, slices=8, rings=rings, bore=0.1, density=1000.0, wall_cell=0.0)
    section = axisymmetric_arrays.make_section(xp, case, 0.02, 1e-3, gradient=3200.0)
    state = axisymmetric_arrays.stepper(name, False)(section, axisymmetric_arrays.begin(xp, case), 600)
    exact = 3200 / 4.0 * (0.05**2 - host(section.r)**2)
    return float(np.abs(host(state.uz) - exact).max() / exact.max())


def section_disagreement(name, case=None):
    """(velocity, fraction): how far the arrays are from Riser on a small cloud, the largest of the velocity and the mean of the fraction.
    Not nothing, for the schemes differ where the arrays' is simpler; it halves with cells and step."""
    xp, _ = lab.library(name)
    case = case or cases.section_proof()
    fields = lab.riser_run(cases.section_proof_yaml(case))[1]
    z = (np.arange(case.slices) + 0.5) * case.length / case.slices
    cloud = case.fraction * np.exp(-((z - case.length / 2) / (case.length / 8))**2)
    # Riser's gradient carries the grains' mean weight, the arrays' has none.
    gradient = cases.PROOF_GRADIENT - cloud.mean() * (case.grain_density - case.density) * axisymmetric_arrays.GRAVITY
    section = axisymmetric_arrays.make_section(xp, case, cases.PROOF_STEP, case.viscosity / case.density, cases.PROOF_DIFFUSIVITY, gradient)
    state = axisymmetric_arrays.begin(xp, case, 0.0, xp.asarray(cloud))
    state = axisymmetric_arrays.stepper(name, False)(section, state, round(cases.PROOF_TIME / cases.PROOF_STEP))
    velocity, fraction = fields["axial_velocity"][:, :-1], fields["concentration"][0]
    return float(np.abs(host(state.uz) - velocity).max() / velocity.max()), float(np.abs(host(state.phi)[0] - fraction).mean() / fraction.mean())


def section_rate(name, case):
    xp, _ = lab.library(name)
    mean = case.flow / (np.pi / 4 * case.bore**2)
    eddy = case.viscosity / case.density + EDDY * 0.04 * mean * case.bore / 2 * np.linspace(1, 0, case.rings + 1)
    section = axisymmetric_arrays.make_section(xp, case, STEP_2D, eddy, eddy, flow_mean=mean)
    advance = axisymmetric_arrays.stepper(name, True)
    rate = lab.steps_per_second(lambda state, count: advance(section, state, count), axisymmetric_arrays.begin(xp, case, mean, case.fraction),
                                lambda state: float(xp.sum(state.p)), lab.clock_of(name))
    return rate * case.rings * case.slices


def on_core(name, riser_axial, riser_section, proof):
    """Rows of one library on one core."""
    _, version = lab.library(name)
    case, section, peer = cases.AxialCase(), cases.SectionCase(), f"{NAMES[name]} {version}"
    apart = disagreement(name, fields=proof)
    if apart > AGREE:
        raise RuntimeError(f"{peer} is {apart:.1e} from Riser's fractions: not the same work")
    rows = []
    for risers in (1, 8):
        work = f"axial step, 3 classes, {risers} x {case.cells} cells"
        rows.append(row(work, peer, "1 core", axial_rate(name, case, risers, "weno"), riser_axial, note=f"fractions within {apart:.0e} of Riser's"))
        rows.append(row(work, peer + ", linear weights", "1 core", axial_rate(name, case, risers, "linear"), riser_axial, note="smooth fields only"))
    velocity, fraction = section_disagreement(name)
    rows.append(row(f"2-D step, 2 classes, {section.slices} x {section.rings} cells", peer, "1 core", section_rate(name, section), riser_section,
                    note=f"less work than Riser's; velocity within {velocity:.0e}, fraction {fraction:.0e}"))
    return rows


def on_gpu(name, riser_rates):
    """Rows of one library on the GPU; `riser_rates`: {risers or "section": cell-steps/s} of Riser on it."""
    peer = NAMES[name]
    case, section = dataclasses.replace(cases.AxialCase(), cells=600), cases.SectionCase()
    works = [(risers, f"axial step, 3 classes, {risers} x {case.cells} cells") for risers in (1, 64, 1024)]
    works.append(("section", f"2-D step, 2 classes, {section.slices} x {section.rings} cells"))
    if lab.library(name) is None or not lab.on_gpu(name):
        why = "no GPU" if lab.gpu() is None else f"no {peer} with this GPU"
        return [row(work, peer, "GPU", missing=why) for _, work in works]
    rows = []
    for size, work in works:
        rate = section_rate(name, section) if size == "section" else axial_rate(name, case, size, "weno")
        missing = "" if size in riser_rates else "no rate of Riser's"
        rows.append(row(work, f"{peer} {lab.library(name)[1]}", "GPU", rate, riser_rates.get(size), missing=missing))
    return rows


def riser_on_gpu():
    """{risers or "section": cell-steps/s} of Riser on the GPU: the crossover cases of its bench, and a run in r and z."""
    if lab.gpu() is None or lab.binary() is None:
        return {}
    rates, found = lab.bench_rates("crossover"), {}
    for risers in (1, 64, 1024):
        rate = rates.get(f"crossover/risers:{risers}/cells:600/classes:3/device:cuda")
        found.update({risers: rate} if rate else {})
    try:
        found["section"] = lab.riser_rate(cases.section_yaml(cases.SectionCase(), 5.0), "cuda")
    except RuntimeError:
        pass  # the program was built without CUDA
    return found


def compare(libraries=("numpy", "jax", "cupy")):
    """All rows of array Python."""
    riser_axial = lab.riser_rate(cases.axial_yaml(cases.AxialCase(), 1500.0, 1500.0))
    riser_section = lab.riser_rate(cases.section_yaml(cases.SectionCase(), 1.5))
    proof = lab.riser_run(cases.axial_yaml(PROOF, PROOF_END, PROOF_END))[1]
    rows = []
    for name in libraries:
        if name == "cupy":
            continue
        if lab.library(name) is None:
            rows.append(row("axial and 2-D step", NAMES[name], "1 core", missing=f"no {NAMES[name]}"))
        elif not lab.on_gpu(name):
            rows += on_core(name, riser_axial, riser_section, proof)
    rates = riser_on_gpu()
    for name in ("cupy", "jax"):
        rows += on_gpu(name, rates) if name in libraries else []
    return rows
