#!/usr/bin/env python3
"""Measures PDFs: milliseconds of the processor for a document and for a page of it, and bytes; the first one of a process finds the fonts.
A Latin invoice of three pages has 30 ms. The last line is "N passed, N failed".
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLES = {"one": 51, "three": 51, "scripts": 21, "rows": 3}  # how often each is rendered
BUDGET = {"three": 30}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def measure(program, sample, times, folder):
    path = Path(folder) / f"{sample}.pdf"
    run(program, sample, path)
    first, shortest, median = re.findall(r"[\d.]+", run(program, sample, path, "-", times))
    data = path.read_bytes()
    return float(first), float(shortest), float(median), len(re.findall(rb"/Type /Page\b", data)), len(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--billet")
    parser.add_argument("--programs", required=True)
    options = parser.parse_args()
    failed = 0
    print("document   pages   first ms   median ms   shortest ms   ms a page      bytes")
    with tempfile.TemporaryDirectory() as folder:
        for sample, times in SAMPLES.items():
            first, shortest, median, pages, size = measure(Path(options.programs) / "render", sample, times, folder)
            print(f"{sample:9} {pages:6} {first:10.1f} {median:11.1f} {shortest:13.1f} {median / pages:11.1f} {size:10,}")
            if sample in BUDGET and median > BUDGET[sample]:
                print(f"not ok {sample}: {median:.1f} ms, {BUDGET[sample]} at most")
                failed += 1
    print(f"{len(BUDGET) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
