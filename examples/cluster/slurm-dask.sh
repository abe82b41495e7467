#!/bin/sh
# A course on Slurm with Dask: a scheduler, and a worker on each core that Slurm gives, for as long as it takes.
#
#   sbatch --ntasks=32 examples/cluster/slurm-dask.sh
#
#SBATCH --job-name=compass --ntasks=8 --cpus-per-task=1 --mem-per-cpu=2G --time=04:00:00
set -eu
host=$(hostname -I | cut -d ' ' -f 1)
./compass scheduler --host "$host" --port 8786 --trust-network &
scheduler=$!
trap 'kill -INT $scheduler' EXIT
srun ./compass worker "tcp://$host:8786" -j 1 --trust-network &
./compass render --on "tcp://$host:8786" --store "$PWD/media/.stretches" --trust-network
