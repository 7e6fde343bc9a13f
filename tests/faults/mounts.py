"""Mounts for tests that need a file system of their own: in a name space of this process, gone with it."""
import ctypes
import os
import subprocess
import unittest

NEW_MOUNTS, NEW_USERS = 0x00020000, 0x10000000  # CLONE_NEWNS, CLONE_NEWUSER: linux/sched.h
trouble = []  # why there are none; asked once


def enter():
    """Before any thread: as root, or as root of a name space of users where the system grants one."""
    system, user, group = ctypes.CDLL(None, use_errno=True), os.getuid(), os.getgid()
    if system.unshare(NEW_MOUNTS if user == 0 else NEW_MOUNTS | NEW_USERS) != 0:
        return trouble.append(f"no name space for mounts: {os.strerror(ctypes.get_errno())}")
    if user != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    done = subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, text=True)
    if done.returncode:
        trouble.append(done.stderr.strip())


def mount(*words):
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, text=True)
    if done.returncode:
        raise unittest.SkipTest(f"cannot mount: {done.stderr.strip()}")


def unmount(place):
    subprocess.run(["umount", place], check=True)


def need():
    if trouble:
        raise unittest.SkipTest(trouble[0])
