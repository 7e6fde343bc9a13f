"""Registers, stack, spills and shared memory of each kernel, as ptxas prints them, stay within tests/budgets/kernels.json.
Ends with 77, skipped, where no CUDA compiler was found."""
import json
import os
import pathlib
import re
import sys
import unittest

BUDGETS = pathlib.Path(__file__).parent / "kernels.json"
PRINTED = pathlib.Path(os.environ["RISER_BINARY"]).parent / "kernel_resources.txt"


def resources(text):
    """{kernel: {"registers", "stack_bytes", "spill_bytes", "shared_bytes"}} from what ptxas -v prints."""
    found = {}
    for block in text.split("Compiling entry function")[1:]:
        name = re.search(r"\d+([a-z_]+_kernel)I", block).group(1)
        spills = [int(a) + int(b) for a, b in re.findall(r"(\d+) bytes spill stores, (\d+) bytes spill loads", block)]
        shared = re.search(r"(\d+) bytes smem", block)
        found[name] = {"registers": int(re.search(r"Used (\d+) registers", block).group(1)),
                       "stack_bytes": int(re.search(r"(\d+) bytes cumulative stack", block).group(1)) if "cumulative stack" in block else 0,
                       "spill_bytes": sum(spills), "shared_bytes": int(shared.group(1)) if shared else 0}
    return found


class Budgets(unittest.TestCase):
    def test_every_kernel_stays_within_its_budget(self):
        budgets, found = json.loads(BUDGETS.read_text()), resources(PRINTED.read_text())
        self.assertEqual(set(found), set(budgets))
        for kernel, used in found.items():
            for key, value in used.items():
                self.assertLessEqual(value, budgets[kernel][key], f"{kernel} {key}")


if __name__ == "__main__":
    if not PRINTED.exists():
        print("no CUDA compiler: skipped")
        sys.exit(77)
    unittest.main()
