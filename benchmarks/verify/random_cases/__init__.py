"""Random cases against independent references: `riser verify --random N`. A family is a module with make(draw) ->
Trial and FAULT, the factor
on its reference under which every second case must be seen to fail."""

import importlib

FAMILIES = (
    "column",
    "double_pipe",
    "waves",
    "branches",
    "settling",
    "start_up",
    "heat",
    "steady_lift",
    "output_intervals",
)


def load(name):
    return importlib.import_module(f"verify.random_cases.{name}")


def spoken(name):
    return name.replace("_", "-")
