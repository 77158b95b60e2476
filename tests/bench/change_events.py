"""change_events.py IN OUT N - one event in N gets another title

Not every Nth: feeds have rhythms, too.
"""
import sys

source, target, every = sys.argv[1], sys.argv[2], int(sys.argv[3])
events = open(source, newline="").read().split("BEGIN:VEVENT\r\n")
for index in range(1, len(events)):
    if index % every != index // every % every:
        continue
    events[index] = events[index].replace("SUMMARY:", "SUMMARY:Moved ", 1)
open(target, "w", newline="").write("BEGIN:VEVENT\r\n".join(events))
