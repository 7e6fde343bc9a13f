#!/bin/bash
# One run that is longer than a job may be: near the time limit it writes a checkpoint, ends, and the job queues itself again.
#   sbatch configs/slurm/long_run.sh configs/riser_6km_2d.yaml
# RISER_COMMAND=size or tabulate runs that instead. Words behind the case go to riser as they stand (--set ...). The results are an unbroken run's, bit by bit.
#SBATCH --job-name=riser-run
#SBATCH --cpus-per-task=8       # assumed; an axial run uses one
#SBATCH --time=24:00:00         # assumed
#SBATCH --signal=B:USR2@300     # assumed: seconds before the limit, enough for a checkpoint
#SBATCH --requeue
#SBATCH --open-mode=append
trap 'echo "near the time limit"; kill -USR2 $run' USR2  # the signal comes to this shell
${RISER:-./riser} ${RISER_COMMAND:-run} "$@" --threads "$SLURM_CPUS_PER_TASK" --resume --quiet &
run=$!
wait $run; code=$?
while kill -0 $run 2>/dev/null; do wait $run; code=$?; done  # a wait that the signal cut
# 4: stopped, can go on. So many times, assumed, lest a case that gets nowhere stay for ever.
[ $code -eq 4 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ] && scontrol requeue "$SLURM_JOB_ID"
exit $code
