"""Speed and retrieval, measured: ``python -m tests.benchmarks`` runs all and writes ``BENCHMARKS.md``.

Each script runs by itself too, and prints its table: ``python -m tests.benchmarks.ingest --articles 150``.
None of them asserts a threshold: machines differ, so every figure stands beside what it is compared with in
the same run.
"""
