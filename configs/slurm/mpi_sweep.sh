#!/bin/bash
# A sweep over the ranks of an MPI job. From the repository, once riser-mpi has been built (README, On a cluster):
#   sbatch --ntasks=64 configs/slurm/mpi_sweep.sh configs/minamitorishima_nodules.yaml
# Words behind the case go to riser-mpi as they stand. A member must end within one job.
#SBATCH --job-name=riser-mpi
#SBATCH --ntasks=8              # assumed
#SBATCH --time=04:00:00         # assumed
#SBATCH --signal=USR2@120       # assumed: seconds before the limit, to every rank; members under way then are run anew
#SBATCH --requeue
#SBATCH --open-mode=append
${LAUNCH:-srun --mpi=pmix} "${RISER_MPI:-build/release/riser-mpi}" sweep "$@" --resume --quiet --no-report  # LAUNCH=mpirun where srun knows no PMIx
code=$?
# 4: stopped, can go on. So many times, assumed: a member that is longer than a job would never end.
[ $code -eq 4 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ] && scontrol requeue "$SLURM_JOB_ID"
exit $code
