"""Registers, stack, spills and shared memory of each kernel, as ptxas prints them, stay within tests/budgets/kernels.json (axial)
and section_kernels.json (axisymmetric: the pass, its program and the program's switches). The loads and stores in each kernel's text stay
within section_kernel_memory.json, and in all axial ones together, for what of the step is a function of its own is the compiler's choice, within
kernel_memory.json: a loop's body counts once, so they tell of a change, not of a speed.
`test_budgets.py --found` prints what was counted.
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


MEMORY = re.compile(r"^\s*(?:@!?%p\d+\s+)?(ld|st)\.(?!param|local|shared|const)", re.M)  # of PTX: to memory that all blocks see


FUNCTION = re.compile(r"^(?:\.visible |\.weak )?\.(?:entry|func)\s*(?:\([^()]*\)\s*)?(\w+)\s*\([^{};]*\)[^{};()]*^\{(.*?)^\}", re.M | re.S)


def memory_instructions(text):
    """{kernel: {"loads", "stores"}} of a PTX file; what the compiler did not inline is summed up as "functions"."""
    found = {}
    for name, body in FUNCTION.findall(text):
        if name.startswith("__internal"):
            continue
        count, words = found.setdefault(name_of(name) if KERNEL.search(name) else "functions", {"loads": 0, "stores": 0}), MEMORY.findall(body)
        count["loads"] += words.count("ld")
        count["stores"] += words.count("st")
    return found


def together(found):
    """The sum of all kernels and functions, under "all"."""
    return {"all": {key: sum(count[key] for count in found.values()) for key in ("loads", "stores")}}


class Budgets(unittest.TestCase):
    def within(self, budgets, found):
        budgets = json.loads((BUDGETS / budgets).read_text())
        self.assertEqual(set(found), set(budgets))
        for kernel, used in found.items():
            for key, value in used.items():
                self.assertLessEqual(value, budgets[kernel][key], f"{kernel} {key}")

    def test_every_axial_kernel_stays_within_its_budget(self):
        self.within("kernels.json", resources((PRINTED / "kernel_resources.txt").read_text()))
        self.within("kernel_memory.json", together(memory_instructions((PRINTED / "kernel.ptx").read_text())))

    @unittest.skipUnless((PRINTED / "section_resources.txt").exists(), "no cuFFT")
    def test_every_axisymmetric_kernel_stays_within_its_budget(self):
        self.within("section_kernels.json", resources((PRINTED / "section_resources.txt").read_text()))
        self.within("section_kernel_memory.json", memory_instructions((PRINTED / "section.ptx").read_text()))


if __name__ == "__main__":
    if not (PRINTED / "kernel_resources.txt").exists():
        print("no CUDA compiler: skipped")
        sys.exit(77)
    if "--found" in sys.argv:
        for name in ("kernel", "section"):
            print(json.dumps(memory_instructions((PRINTED / f"{name}.ptx").read_text()), indent=2))
        sys.exit(0)
    unittest.main()
