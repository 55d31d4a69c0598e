"""Work at the edge of the system: other processes, other formats."""
