"""The benchmarks' own arithmetic, and their counts. No time is asserted."""
