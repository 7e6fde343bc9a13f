"""A measured hot front through a real pipe: transport, the wall's heat storage, dispersion and heat loss together.

Data: University of Liege test bench, 2 December 2015, 39 m of insulated steel pipe (van der Heijde et al., Energy Conversion
and Management 151, 2017, 158-169). The water measured at the inlet goes in; the water measured at the outlet is the answer.
Thermometers +-0.3 K; the first seconds are not controlled.
"""
import numpy as np

from verify.lab import ROOT, Result, read_table

FAULTS = {"a wall that stores no heat": ["pipe.segments[0].wall_density=1 kg/m3"], "wrong bore": ["pipe.segments[0].bore=54 mm"]}

DATA = ROOT / "benchmarks" / "data" / "temperature_front_2015-12-02.csv"
FRONT = 35.0   # deg C, where the front's arrival is read


def measured():
    rows = read_table(DATA)
    return rows["time_s"], rows["inlet_water_C"], rows["outlet_water_C"]


def arrival(time, temperature):
    i = np.flatnonzero(temperature >= FRONT)[0]
    return np.interp(FRONT, temperature[i - 1:i + 1], time[i - 1:i + 1])


def run(lab, picture):
    time, inlet, outlet = measured()
    entering = "[" + ", ".join(f"[{t} s, {value} degC]" for t, value in zip(time, inlet)) + "]"
    out = lab.run("temperature_front", **{"inlet_temperature": entering, "time.end": f"{time[-1]} s"})
    computed = np.interp(time, out["series/time"], out["series/outlet_temperature"])
    late = time > 70
    rms = np.sqrt(np.mean((computed - outlet)[late] ** 2))
    shift = abs(arrival(out["series/time"], out["series/outlet_temperature"]) / arrival(time, outlet) - 1)
    if picture:
        picture("outlet", lambda axes: draw(axes, time, inlet, outlet, out))
    return [Result("temperature-front/outlet", len(out["s"]), rms, 0.6, what="rms of computed less measured after 70 s [K]"),
            Result("temperature-front/arrival", len(out["s"]), shift, 0.01, what="relative error of the time at which 35 C arrives")]


def draw(axes, time, inlet, outlet, out):
    axes.plot(time, inlet, color="0.7", label="inlet, measured")
    axes.plot(time, outlet, "C0.", markersize=5, label="outlet, measured")
    axes.plot(out["series/time"], out["series/outlet_temperature"], "k", linewidth=1, label="outlet, computed")
    axes.set(xlabel="time [s]", ylabel="temperature [deg C]", title="A hot front through 39 m of steel pipe")
    axes.legend()
