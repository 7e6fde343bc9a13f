"""Travel time of a pressure ramp between two probes in a still slurry of 0 to 40 % grains, against Wood and Korteweg:

    a = 1/sqrt(rho beta), rho = (1 - phi) rho_l + phi rho_k, beta = (1 - phi)/K_l + phi/K_k + D/(E e).
"""
import numpy as np

from verify.lab import Result

FAULTS = {"soft grains": ["solids[0].bulk_modulus=10 GPa"], "light grains": ["solids[0].density=2500 kg/m3"]}

DENSITY, BULK, YOUNG, BORE, WALL, GRAINS, GRAIN_BULK = 1000.0, 2.2e9, 207e9, 0.3, 0.02, 2600.0, 4e10
NEAR, FAR, RAMP = 101.0, 901.0, 0.2  # [m], [m], [s]


def exact(phi):
    return 1 / np.sqrt(((1 - phi) * DENSITY + phi * GRAINS) * ((1 - phi) / BULK + phi / GRAIN_BULK + BORE / (YOUNG * WALL)))


def arrival(time, pressure, level):
    first = int(np.argmax(pressure > level))
    x = (level - pressure[first - 1]) / (pressure[first] - pressure[first - 1])
    return time[first - 1] + x * (time[first] - time[first - 1])


def run(lab, picture):
    results, found = [], []
    fractions = (0.0, 0.1, 0.2, 0.3, 0.4)
    for phi in fractions:
        out = lab.run("waves", **{
            "solids": f"[{{name: grains, diameter: 1 mm, density: {GRAINS} kg/m3, bulk_modulus: {GRAIN_BULK} Pa, terminal_velocity: {{law: fixed, value: 0 m/s}}, hindrance: {{law: fixed, exponent: 3}}}}]",
            "initial.concentration": f"[{{class: grains, layer: [0 m, 1000 m], value: {phi}}}]", "outlet": "closed",
            "inlet.value": f"[[0 s, 10 bar], [0.1 s, 10 bar], [{0.1 + RAMP} s, 11 bar]]", "time.end": "1.4 s",
            "output": f"{{snapshot_interval: 1.4 s, series_interval: 2 ms, probes: [{NEAR} m, {FAR} m]}}"})
        time, pressure = out["series/time"], out["series/probe_pressure"]
        taken = arrival(time, pressure[:, 1], 10.5e5) - arrival(time, pressure[:, 0], 10.5e5)
        found.append((FAR - NEAR) / taken)
    error = np.abs(np.array(found) / exact(np.array(fractions)) - 1)
    if picture:
        picture("speed", lambda axes: draw(axes, fractions, found))
    results.append(Result("wave-speed/slurry", len(out["s"]), float(error.max()), 1e-3, model="axial/elastic", what="largest relative error of the speed, 0 to 40 % grains"))
    return results


def draw(axes, fractions, found):
    phi = np.linspace(0, 0.45, 100)
    axes.plot(100 * phi, exact(phi), color="C0", linewidth=4, alpha=0.3, label="Wood and Korteweg")
    axes.plot(100 * np.array(fractions), found, "ko", markersize=5, label="computed travel time")
    axes.set(xlabel="grains [%]", ylabel="wave speed [m/s]", title="Speed of a pressure wave in slurry")
    axes.legend()
