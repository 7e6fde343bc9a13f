"""Registers, stack, spills and shared memory of each kernel, as ptxas prints them, stay within tests/budgets/kernels.json (axial)
and section_kernels.json (axisymmetric: the pass, its program and the program's switches).
Ends with 77, skipped, where no CUDA compiler was found."""
import json
import os
import pathlib
import re
import sys
import unittest

BUDGETS = pathlib.Path(__file__).parent
PRINTED = pathlib.Path(os.environ["RISER_BINARY"]).parent
KERNEL = re.compile(r"\d+([a-z_]+)_kernelI(?:NS_\d+([A-Za-z]+)ILi\d+E((?:Lb[01]E)*)E)?")  # of a mangled name: kernel, program, switches


def name_of(mangled):
    kernel, program, switches = KERNEL.search(mangled).groups()
    return " ".join([kernel, program, *re.findall("[01]", switches)]) if program else kernel + "_kernel"


def resources(text):
    """{kernel: {"registers", "stack_bytes", "spill_bytes", "shared_bytes"}} from what ptxas -v prints."""
    found = {}
    for block in text.split("Compiling entry function")[1:]:
        spills = [int(a) + int(b) for a, b in re.findall(r"(\d+) bytes spill stores, (\d+) bytes spill loads", block)]
        shared = re.search(r"(\d+) bytes smem", block)
        found[name_of(block)] = {"registers": int(re.search(r"Used (\d+) registers", block).group(1)),
                                 "stack_bytes": int(re.search(r"(\d+) bytes cumulative stack", block).group(1)) if "cumulative stack" in block else 0,
                                 "spill_bytes": sum(spills), "shared_bytes": int(shared.group(1)) if shared else 0}
    return found


class Budgets(unittest.TestCase):
    def within(self, budgets, printed):
        budgets, found = json.loads((BUDGETS / budgets).read_text()), resources((PRINTED / printed).read_text())
        self.assertEqual(set(found), set(budgets))
        for kernel, used in found.items():
            for key, value in used.items():
                self.assertLessEqual(value, budgets[kernel][key], f"{kernel} {key}")

    def test_every_axial_kernel_stays_within_its_budget(self):
        self.within("kernels.json", "kernel_resources.txt")

    @unittest.skipUnless((PRINTED / "section_resources.txt").exists(), "no cuFFT")
    def test_every_axisymmetric_kernel_stays_within_its_budget(self):
        self.within("section_kernels.json", "section_resources.txt")


if __name__ == "__main__":
    if not (PRINTED / "kernel_resources.txt").exists():
        print("no CUDA compiler: skipped")
        sys.exit(77)
    unittest.main()
