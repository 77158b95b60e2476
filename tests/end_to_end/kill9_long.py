#!/usr/bin/python3
"""300 kills: 150 with a gateway that ignores a repeated key, 150 without.

Another seed each time (it is printed); KEPT_SEED repeats a run.
"""
import datetime
import os
import random

from harness import done
from kills import kill_often

LAST = datetime.date(2026, 10, 26)

seed = int(os.environ.get("KEPT_SEED", random.SystemRandom().randrange(10**6)))
kill_often(150, 900, LAST, True, seed)
kill_often(150, 900, LAST, False, seed + 1)
done()
