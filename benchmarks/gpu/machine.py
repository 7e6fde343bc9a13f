"""Which machine, driver, card and program a result is of."""
import datetime
import json
import os
import platform
import re
import subprocess

from gpu.lab import ROOT, program, tool


def said(*words):
    """What a command prints, empty if it is not there, fails or hangs."""
    try:
        return subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=30).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def info():
    """What the program says of itself; its devices are the host and the card, if it finds one."""
    text = said(program("riser"), "info", "--json")
    return json.loads(text) if text else {"devices": []}


def processor():
    try:
        found = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo", encoding="utf-8").read())
    except OSError:
        found = None
    return found.group(1) if found else platform.processor()


def card():
    """As nvidia-smi says; empty values where it does not."""
    keys = "name,driver_version,memory.total,clocks.max.sm,clocks.max.memory,power.limit,compute_cap"
    smi = tool("nvidia-smi")
    values = said(smi, f"--query-gpu={keys}", "--format=csv,noheader", "-i", "0").split(", ") if smi else []
    found = dict(zip(keys.split(","), values))
    version = re.search(r"CUDA Version: *([0-9.]+)", said(smi)) if smi else None
    return found | {"cuda_of_driver": version.group(1) if version else ""}


def describe():
    about, nvcc = info(), tool("nvcc")
    release = re.search(r"release ([0-9.]+)", said(nvcc, "--version")) if nvcc else None
    return {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "commit": about.get("commit", ""),
            "tree_commit": said("git", "-C", ROOT, "rev-parse", "--short", "HEAD"), "program": about, "gpu": card(),
            "toolkit": release.group(1) if release else "", "processor": processor(), "cores": len(os.sched_getaffinity(0)),
            "system": platform.platform(), "python": platform.python_version()}


def default_folder(about):
    name = about["gpu"].get("name") or (about["program"]["devices"] or ["cpu"])[-1]
    word = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()
    return ROOT / "benchmarks" / "results" / f"{about['date'][:10]}_{word}"
