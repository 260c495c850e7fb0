"""Instructions of a command of billet as a process of its own, as callgrind counts them, on a copy of a book."""
import re
import shutil
import subprocess
import sys


def instructions(billet, book, copy, *words):
    """The book stays as it is; where the command or callgrind fails, so does the bench."""
    shutil.copyfile(book, copy)
    full = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", billet, "--db", copy, *words]
    made = subprocess.run(list(map(str, full)), capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", made.stderr)
    if made.returncode or not found:
        sys.exit(f"callgrind {' '.join(map(str, words))}: {made.stderr.strip()[-400:]}")
    return int(found[1])
