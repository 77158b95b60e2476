#!/usr/bin/python3
"""1,000 kills of the engine; ./dev soak kills has 10,000."""
from engine_kills import kill_both
from harness import done

kill_both(1000)
done()
