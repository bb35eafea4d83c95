"""Providers that fail in the middle of a call, each in its own way, and a caller who must never be left in silence.

python3 run.py BIN MODULES [few | all | long | PROVIDER[.STAGE[.FAULT[.WHEN]]] ...]

For each case fakes of the services hear, think and speak for agentd (provider.cjs), and twisim phones it in real time over
a socket. One of the services fails as the case says: 429, 500, hang, reset, garbage, drip; for the caller's second turn,
for good, or from the start (plan.cjs). Passed: from the end of a question to the agent's first sound, and between the two
at all, no more than seven seconds of silence; where the service comes back the third question is answered, and of the
caller's speech not one frame was lost to a recogniser that streams; where it does not, the agent says goodbye. `long` is ten
minutes without a fault, of which not one frame may be lost. MODULES is a folder with node_modules of tests/peers/package.json.
"""
import concurrent.futures
import os
import sys
import tempfile
import threading
import time
import traceback

import call
import cases
import judgement

AT_ONCE = int(os.environ.get("CALLS_AT_ONCE", "12"))
MOST_LATE = 0.3  # s; a machine that is later than this to wake us up cannot hold a call in real time
MOST_TRIES = 3


class Machine:
    """Whether it does what it is asked in time: a thread that sleeps, and how much longer than it wanted to."""

    def __init__(self):
        self.late = []  # (when, s)
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            asked = time.monotonic()
            time.sleep(0.05)
            late = time.monotonic() - asked - 0.05
            if late > MOST_LATE:
                self.late.append((asked, late))

    def was_late_since(self, when):
        return any(asked + late >= when for asked, late in self.late)


MACHINE = Machine()


def try_one(bin_folder, modules, case):
    """A call that went wrong while the machine was late proves nothing and is made again."""
    for tried in range(1, MOST_TRIES + 1):
        began = time.monotonic()
        wrong, line, output = try_once(bin_folder, modules, case)
        late = MACHINE.was_late_since(began) or "NOT reliable" in output
        if not wrong or not late:
            break
    if tried > 1:
        line += f"  (call {tried}: the machine was late)"
    return wrong, line, output


def try_once(bin_folder, modules, case):
    with tempfile.TemporaryDirectory() as folder:
        try:
            told = call.make(bin_folder, modules, case, folder)
            wrong, line = judgement.judge(case, told, cases.TRIED[case.who].streams)
            return wrong, line, told.output + "".join(told.log)
        except Exception:  # a case that cannot be tried has failed, and the others go on
            return ["not tried"], str(case), traceback.format_exc()


def chosen(names):
    if not names or names == ["few"]:
        return cases.few()
    if names == ["all"]:
        return cases.every()
    if names == ["long"]:
        return cases.long()
    wanted = {name: cases.named(name) for name in names}
    unknown = [name for name, found in wanted.items() if not found]
    if unknown:
        sys.exit(f"run.py: there is no case {', '.join(unknown)}; those of a sweep are {', '.join(map(str, cases.every()[:3]))} …")
    return [case for found in wanted.values() for case in found]


def main():
    bin_folder, modules = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    wanted = chosen(sys.argv[3:])
    began = time.monotonic()
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for wrong, line, output in pool.map(lambda case: try_one(bin_folder, modules, case), wanted):
            print(f"FAIL  {line}: {'; '.join(wrong)}" if wrong else f"ok    {line}", flush=True)
            if wrong:
                bad += 1
                print(output, file=sys.stderr)
    print(f"{len(wanted) - bad} of {len(wanted)} in {time.monotonic() - began:.0f} s")
    sys.exit(1 if bad or not wanted else 0)


main()
