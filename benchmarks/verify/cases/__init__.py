"""The cases in the order of the table. A module has FAULTS, and run(lab, picture) that returns Results."""
import importlib

TRANSPORT = ["pulse", "ogata_banks", "kynch", "density_wave", "two_class", "merging", "steady_lift", "column_start", "heat", "double_pipe",
             "rest", "mass", "operating_point", "sizing"]
WAVES = ["joukowsky", "allievi", "wave_speed", "layered", "two_settings", "run_down", "curve_trip", "air_vessel", "characteristics", "cavity", "gel"]
MEASURED = ["temperature_front", "smooth_pipe_friction", "lifting"]
AXISYMMETRIC = ["poiseuille", "bingham", "herschel_bulkley", "yield_start_up", "szymanski", "womersley", "bessel_decay", "phillips", "turbulent_friction", "taylor", "graetz",
                "hydrostatic", "divergence", "one_to_two", "tabulated"]
ORDER = TRANSPORT + WAVES + MEASURED + AXISYMMETRIC


def load(name):
    return importlib.import_module(f"verify.cases.{name}")
