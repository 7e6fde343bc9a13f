"""Slurm on this machine alone, within a temporary folder: munged, slurmctld and slurmd, started for a test and ended with it."""
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

CONF = """
ClusterName=riser
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={control_port}
SlurmdPort={node_port}
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=10
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "scancel")


def why_not():
    """What stands in the way of a Slurm of one's own, or None."""
    if os.geteuid() != 0:
        return "Slurm's daemons want root"
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    return f"not installed: {', '.join(missing)}" if missing else None


def die_with_parent():
    """Should the test itself be killed, the kernel ends its daemons (prctl's PR_SET_PDEATHSIG is 1)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Slurm:
    def __init__(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        self.daemons = []
        self.environment = dict(os.environ, SLURM_CONF=str(self.folder / "slurm.conf"))
        try:
            self.start()
        except BaseException:
            self.end()
            raise

    def start(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        host = socket.gethostname().split(".")[0]
        (self.folder / "slurm.conf").write_text(CONF.format(folder=self.folder, host=host, control_port=free_port(), node_port=free_port()))
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.daemon("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munge.pid",
                    f"--seed-file={self.folder}/munge.seed", f"--log-file={self.folder}/munge.log")
        self.wait(lambda: (self.folder / "munge.socket").exists(), 10, "munged does not answer")
        self.daemon("slurmctld", "-D", "-c")
        self.daemon("slurmd", "-D")
        self.wait(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), 30, "the node does not come up")

    def daemon(self, *words):
        log = open(self.folder / f"{words[0]}.out", "w")
        self.daemons.append(subprocess.Popen(words, env=self.environment, stdout=log, stderr=log, start_new_session=True, preexec_fn=die_with_parent))
        log.close()

    def ask(self, *words, **options):
        """What a command says; empty where it fails."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=20, **options)
        return done.stdout if done.returncode == 0 else ""

    def submit(self, *words, folder):
        done = subprocess.run(["sbatch", "--parsable", *words], env=self.environment, cwd=folder, capture_output=True, text=True, timeout=20)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def wait(self, question, limit, complaint):
        until = time.monotonic() + limit
        while not question():
            if time.monotonic() > until:
                raise RuntimeError(f"{complaint} within {limit} s\n{self.logs()}")
            time.sleep(0.1)

    def logs(self):
        return "\n".join(f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}" for path in sorted(self.folder.glob("*.log")))

    def processes(self):
        """Every process that knows this Slurm by its environment, by number; not this one."""
        mark = f"SLURM_CONF={self.folder}/".encode()
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue  # it has just ended
        return found

    def end(self):
        """Jobs first, then the daemons, then whatever is left."""
        try:
            self.ask("scancel", "--full", "--user=root")
            until = time.monotonic() + 8
            while self.ask("squeue", "-h") and time.monotonic() < until:
                time.sleep(0.2)
        except subprocess.TimeoutExpired:
            pass
        for process in reversed(self.daemons):
            process.terminate()
        for process in self.daemons:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for number in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.scratch.cleanup()
