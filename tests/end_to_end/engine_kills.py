"""kill -9 of the engine, many times a minute (kill_engine.c does it).

Half of the kills with a gateway that ignores a repeated key, half without.
KEPT_KILLS has another number, KEPT_SEED repeats a run.
"""
import os
import random
import subprocess

from harness import Office, check

CONFIG = """
sms:
  gateway: http
  url: "http://127.0.0.1:9/send?to={{{{to}}}}&text={{{{text}}}}"
  body: "{{{{key}}}}"
  retry: "503"
  repeatable: {}
"""

# The rule of the reminders in tests/harness/due_office.c.
OFFICE = """
rules:
  - {name: day-before, before: 1d, channels: [sms], late: send}
"""


def kill(kills, repeatable, seed):
    environment = {**os.environ, "TZ": "Pacific/Chatham"}
    if repeatable:
        environment["KEPT_REPEATABLE"] = "yes"
    with Office(name="Cabinet", zone="Europe/Paris") as office:
        office.config = office.write("kept.yaml", CONFIG.format(
            "yes" if repeatable else "no"))
        office.run("office", "import", "-", input=OFFICE)
        office.run("live", "on")
        environment["BENCH_CONFIG"] = office.config
        result = subprocess.run(
            [os.path.join(os.environ["BUILD_DIR"], "kill_engine"), office.db,
             str(kills), str(seed)], env=environment, capture_output=True,
            check=False)
        said = result.stdout.decode() + "\n".join(
            line for line in result.stderr.decode().splitlines()
            if "engine.recovered" not in line)
        print(f"{'ignores' if repeatable else 'counts'} repeats: {said}",
              flush=True)
        check(result.returncode == 0, f"status {result.returncode}")



def kill_both(usual):
    kills = int(os.environ.get("KEPT_KILLS", usual))
    seed = int(os.environ.get("KEPT_SEED",
                              random.SystemRandom().randrange(10**6)))
    kill(kills // 2, True, seed)
    kill(kills - kills // 2, False, seed + 1)
