"""Writes closures_reference.hpp from the Python packages fluids and gsw (TEOS-10).

pip install fluids gsw; python closures_reference.py
"""
import pathlib

import fluids
import gsw
from fluids import drag, friction

ATMOSPHERE = 101325.0
SETTLING_COLUMNS = "d [m], w [m/s] of Haider-Levenspiel, of Cheng; rho_s 2000, rho_l 1042, mu 1.65e-3"
SEAWATER_COLUMNS = "p absolute [Pa], T in situ [deg C], practical salinity, density [kg/m3], sound speed [m/s]"
SPHERE_REYNOLDS = [1e-3, 0.1, 1.0, 15.0, 100.0, 1000.0, 1e4, 1e5]
PIPE = [(r, e) for r in (5e3, 2e4, 1e5, 1e6, 1e8) for e in (0.0, 1e-6, 1e-4, 1e-2)]
COLUMN = [(d, t, s) for d in (0.0, 200.0, 1000.0, 2000.0, 5000.0) for t, s in ((2.0, 34.6), (10.0, 34.5), (25.0, 35.0))]


def drag_rows():
    laws = (drag.Haider_Levenspiel, drag.Clift, drag.Cheng)
    return [(r, *(law(r) for law in laws)) for r in SPHERE_REYNOLDS]


def friction_rows():
    laws = (friction.Churchill_1977, friction.Colebrook, friction.Swamee_Jain_1976)
    return [(r, e, *(law(r, e) for law in laws)) for r, e in PIPE]


def seawater_rows():
    rows = []
    for decibar, temperature, practical in COLUMN:
        salinity = gsw.SA_from_SP(practical, decibar, 154.0, 24.0)
        conservative = gsw.CT_from_t(salinity, temperature, decibar)
        density = gsw.rho_t_exact(salinity, temperature, decibar)
        sound_speed = gsw.sound_speed(salinity, conservative, decibar)
        rows.append((ATMOSPHERE + 1e4 * decibar, temperature, practical, density, sound_speed))
    return rows


def settling_rows():
    sand = {"rhop": 2000.0, "rho": 1042.0, "mu": 1.65e-3}
    laws = ("Haider_Levenspiel", "Cheng")
    return [(d, *(drag.v_terminal(D=d, Method=law, **sand) for law in laws)) for d in (1e-4, 2e-3, 1e-2, 5e-2)]


def table(name, comment, rows):
    lines = ",\n".join("    {" + ", ".join(f"{float(v):.16g}" for v in row) + "}" for row in rows)
    return f"// {comment}\ninline constexpr double {name}[{len(rows)}][{len(rows[0])}] = {{\n{lines}}};\n"


def main():
    text = "#pragma once\n"
    versions = f"fluids {fluids.__version__} and gsw {gsw.__version__}"
    text += f"// Written by closures_reference.py with {versions}. Do not edit.\n"
    text += "namespace reference {\n"
    text += table("sphere_drag", "Re, Haider-Levenspiel, Clift, Cheng", drag_rows())
    text += table("darcy", "Re, e/D, Churchill, Colebrook, Swamee-Jain", friction_rows())
    text += table("settling", SETTLING_COLUMNS, settling_rows())
    text += table("seawater", SEAWATER_COLUMNS, seawater_rows())
    text += "}  // namespace reference\n"
    pathlib.Path(__file__).with_suffix(".hpp").write_text(text)


if __name__ == "__main__":
    main()
