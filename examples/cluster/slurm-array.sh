#!/bin/sh
# A course on Slurm without Dask, the checkout and the store in folders that all nodes see:
#
#   ./compass render --orders orders --store "$PWD/stretches"
#   sbatch --array=0-$(($(ls orders | wc -l) - 1)) examples/cluster/slurm-array.sh
#   ./compass render --on local:1 --store "$PWD/stretches"      # when all are done: joins them
#
#SBATCH --job-name=compass --cpus-per-task=1 --mem=2G --time=01:00:00
set -eu
order=$(ls orders | sed -n "$((SLURM_ARRAY_TASK_ID + 1))p")
exec ./compass worker "orders/$order"
