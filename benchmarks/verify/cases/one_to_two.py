"""A suspension alike over the section settles in a closed pipe of the axisymmetric model: nothing turns, so that it is Kynch's problem,

    d phi/dt - d/dz [w phi (1 - phi)^n] = 0,   phi up to the packed bed, 0.6      (Kynch 1952; exact: verify/riemann.py)
and the axial model's case kynch, run on the same slices. Mean error over the fraction at the start.
"""
import numpy as np

from verify import rings
from verify.cases import kynch
from verify.lab import Lab

FAULTS = {"wrong exponent": ["solids[0].hindrance.exponent=4.3"], "wrong settling velocity": ["solids[0].terminal_velocity.value=0.052 m/s"],
          "diffusion": ["axisymmetric.diffusivity=0.02 m2/s"]}

CELLS, PACKING = 500, 0.6


def run(lab, picture):
    out = lab.run("one_to_two")
    axial = Lab(lab.device).run("kynch", **{"grid.cell_length": f"{kynch.LENGTH / CELLS} m"})   # a planted fault strikes one of the two
    area = rings.areas(out["r_face"])
    rows = out.at("concentration", kynch.TIME)[0]
    phi, wanted = area @ rows / area.sum(), kynch.exact(out["z_face"], PACKING)[0]
    alike = np.max(np.abs(rows - phi))
    if picture:
        picture("fraction", lambda axes: draw(axes, out["z"], phi, wanted, axial))
    return [rings.result("one-to-two/exact", out, np.abs(phi - wanted).mean() / kynch.BEGIN, 1e-2, what="mean error against Kynch over the fraction at the start"),
            rings.result("one-to-two/axial", out, np.abs(phi - axial.at("concentration", kynch.TIME)[0]).mean() / kynch.BEGIN, 1e-2,
                         what="mean distance from the axial model over the fraction at the start"),
            rings.result("one-to-two/alike", out, alike, 1e-8, what="largest difference within a slice"),
            rings.result("one-to-two/still", out, np.max(np.abs(out["series/largest_speed"])), 1e-8, what="largest speed of the mixture [m/s]")]


def draw(axes, z, phi, wanted, axial):
    axes.plot(wanted, z, color="C0", linewidth=4, alpha=0.3, label="exact")
    axes.plot(axial.at("concentration", kynch.TIME)[0], axial["s"], "C1", linewidth=1, label="axial model")
    axes.plot(phi, z, "k--", linewidth=1, label="axisymmetric model")
    axes.set(xlabel="volume fraction [-]", ylabel="height [m]", title="Batch settling after 800 s")
    axes.legend()
