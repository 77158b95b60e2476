"""measure.py NAME EVENTS COMMAND... - processor seconds and memory of it

Memory is the proportional set size of the command and its children together,
looked at every few milliseconds, less that of the same program while it waits
for its input.
"""
import os
import resource
import subprocess
import sys
import time


def pss(pid):
    """Of a process and its children, in bytes; 0 when it has ended."""
    total = 0
    try:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            for line in rollup:
                if line.startswith("Pss:"):
                    total = int(line.split()[1]) * 1024
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            for child in children.read().split():
                total += pss(int(child))
    except (OSError, ValueError):
        pass
    return total


def run(command):
    """Its most memory, and its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, pss(process.pid))
        time.sleep(0.01)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 3):
        sys.exit(f"{command}: status {process.returncode}")
    return most, (after.ru_utime - before.ru_utime +
                  after.ru_stime - before.ru_stime)


def idle(command):
    """What the program holds while it waits for a document."""
    waiting = [word if word != command[command.index("import") + 1] else "-"
               for word in command]
    process = subprocess.Popen(waiting, stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    held = pss(process.pid)
    process.kill()
    process.wait()
    return held


name, events, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
most, seconds = run(command)
print(f"{name:20} {seconds:6.2f} s  {events / seconds:9.0f} events a second"
      f"  {(most - idle(command)) / 1e6:6.1f} MB above idle")
