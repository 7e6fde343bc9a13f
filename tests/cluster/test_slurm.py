"""The scripts of configs/slurm under a real Slurm: a job array and its gathering; ranks; a run that its time limit cuts and that queues itself again."""
import os
import pathlib
import signal
import subprocess
import sys
import unittest

import slurm

BINARY = os.environ["RISER_BINARY"]
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
SCRIPTS = CONFIGS / "slurm"
SMALL = (str(CONFIGS / "minamitorishima_nodules.yaml"), "--set", "grid.cell_length=50 m", "--set", "time.end=1 h", "--set", "output.series_interval=60 s")
SWEEP = (*SMALL, "--set", 'sweep={vary: [{key: "pipe.segments[0].bore", from: 0.28 m, to: 0.36 m, count: 4}, {key: "feeds[0].dry_rate", values: [10 t/h, 40 t/h]}]}')
RUN = (*SMALL[:1], "--set", "grid.cell_length=10 m", "--set", "time.end=4 h", "--set", "output.checkpoint_interval=100 ms", "--no-report")


class SlurmJobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.slurm = slurm.Slurm()
        cls.addClassCleanup(cls.slurm.end)
        cls.folder = cls.slurm.folder / "work"
        cls.folder.mkdir()
        cls.slurm.environment["RISER"] = BINARY

    def riser(self, *words):
        done = subprocess.run([BINARY, *words], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def output(self):
        return "\n".join(f"--- {path.name}\n{path.read_text()}" for path in sorted(self.folder.glob("slurm-*.out")))

    def state(self, job):
        said = self.slurm.ask("scontrol", "show", "job", job)
        return said.split("JobState=")[1].split()[0] if "JobState=" in said else ""

    def wait_for_end(self, job, limit):
        ends = ("COMPLETED", "FAILED", "TIMEOUT", "CANCELLED", "NODE_FAIL")
        self.slurm.wait(lambda: self.state(job) in ends, limit, f"job {job} is {self.state(job)}: {self.output()}")
        self.assertEqual(self.state(job), "COMPLETED", self.output())

    def test_a_job_array_of_a_sweep_is_gathered_to_the_bytes_of_one_job(self):
        out = ("--set", "output.folder=array")
        jobs = self.slurm.submit("--array=0-3", "--cpus-per-task=1", "--time=5", SCRIPTS / "array_sweep.sh", *SWEEP, *out, folder=self.folder)
        last = self.slurm.submit(f"--dependency=afterok:{jobs}", "--kill-on-invalid-dep=yes", "--time=5", SCRIPTS / "gather.sh", "4", *SWEEP, *out, "--no-report", folder=self.folder)
        self.riser("sweep", *SWEEP, "--set", "output.folder=whole", "--no-report", "--quiet")
        self.wait_for_end(last, 60)
        for name in ("sweep.csv", "sweep.json"):
            self.assertEqual((self.folder / "array" / name).read_bytes(), (self.folder / "whole" / name).read_bytes(), name)
        self.riser("compare", "array/sweep.h5", "whole/sweep.h5", "--tolerance", "0")
        for index in range(4):
            self.assertTrue((self.folder / "array" / f"part_{index}" / "sweep.csv").exists())

    def test_a_sweep_over_ranks_that_srun_or_mpirun_starts(self):
        ranked = pathlib.Path(BINARY).with_name("riser-mpi")
        if not ranked.exists():
            self.skipTest("no riser-mpi")
        self.slurm.environment.update(RISER_MPI=str(ranked), OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")  # as in a container
        self.riser("sweep", *SWEEP, "--set", "output.folder=one", "--no-report", "--quiet")
        for launch in ("srun --mpi=pmix", "mpirun --oversubscribe"):
            with self.subTest(launch):
                out = launch.split()[0]
                self.slurm.environment["LAUNCH"] = launch
                job = self.slurm.submit("--ntasks=2", "--time=5", SCRIPTS / "mpi_sweep.sh", *SWEEP, "--set", f"output.folder={out}", folder=self.folder)
                self.wait_for_end(job, 40)
                self.assertEqual(len(list((self.folder / out).glob("sweep*.journal"))), 2)  # two ranks, not twice one
                for name in ("sweep.csv", "sweep.json"):
                    self.assertEqual((self.folder / out / name).read_bytes(), (self.folder / "one" / name).read_bytes(), name)

    def program_of(self, job):
        """The number of riser's process in a job, once there is one."""
        for number in self.slurm.processes():
            try:
                environment = pathlib.Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
                if f"SLURM_JOB_ID={job}".encode() in environment and os.path.samefile(f"/proc/{number}/exe", BINARY):
                    return number
            except OSError:
                continue
        return None

    def test_a_run_that_its_time_limit_cuts_queues_itself_again_and_ends_with_the_same_bits(self):
        # One minute is Slurm's shortest limit, and it looks at its clocks every half a minute: the program is held still meanwhile.
        job = self.slurm.submit("--time=1", "--signal=B:USR2@55", "--cpus-per-task=1", SCRIPTS / "long_run.sh", *RUN, "--set", "output.folder=cut", folder=self.folder)
        log = self.folder / f"slurm-{job}.out"
        self.slurm.wait(lambda: any((self.folder / "cut" / "checkpoints").glob("*.h5")), 30, "no checkpoint is written")
        program = self.program_of(job)
        self.assertIsNotNone(program, self.output())
        os.kill(program, signal.SIGSTOP)
        try:
            self.riser("run", *RUN, "--set", "output.folder=whole_run", "--quiet")
            self.slurm.wait(lambda: "near the time limit" in log.read_text(), 50, "Slurm sends no signal")
        finally:
            os.kill(program, signal.SIGCONT)
        self.wait_for_end(job, 60)
        self.assertIn("stopped by SIGUSR2", log.read_text())
        self.assertRegex(self.slurm.ask("scontrol", "show", "job", job), "Restarts=[1-9]")
        self.riser("compare", "cut", "whole_run", "--tolerance", "0")


if __name__ == "__main__":
    reason = slurm.why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
