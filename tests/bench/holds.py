"""holds.py TRACE - from strace's fcntl lines: how long the writer was held

The writer's lock is byte 120 of SQLite's shared memory file (walformat,
"WAL locks").
"""
import re
import sys

LOCK = re.compile(r"(\d+\.\d+) fcntl.*l_type=(F_\w+).*l_start=120, l_len=1\b")

holds = []
since = None
with open(sys.argv[1]) as trace:
    for line in trace:
        found = LOCK.search(line)
        if not found:
            continue
        if found[2] == "F_WRLCK":
            since = float(found[1])
        elif found[2] == "F_UNLCK" and since is not None:
            holds.append((float(found[1]) - since) * 1e3)
            since = None
if not holds:
    sys.exit("the trace shows no transaction")
holds.sort()
print(f"{len(holds)} transactions: median {holds[len(holds) // 2]:.0f} ms, "
      f"99 of 100 within {holds[len(holds) * 99 // 100]:.0f} ms, "
      f"longest {holds[-1]:.0f} ms")
