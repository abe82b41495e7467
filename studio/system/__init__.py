"""What the studio asks of the machine and its files: processes, cores, checksums, JSON, terminals."""
