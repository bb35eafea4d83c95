"""How far each decision of a live call lies from the same decision in virtual time.

    twisim run scenarios --out VIRTUAL
    agentd --provider scripted --scenarios scenarios --trace-dir LIVE ...  and  twisim run scenarios --target ...
    python3 bench/server/decision_times.py VIRTUAL LIVE

Decisions are the agent's changes of state, counted from the `start` message; a path of states that differs is told and
its call is left out. Prints the distribution over all of them.
"""
import json
import pathlib
import sys


def decisions(path):
    with open(path, encoding="utf-8") as lines:
        header = json.loads(next(lines))
        start, found = None, []
        for line in lines:
            event = json.loads(line)
            if start is None and event["kind"] == "message" and '"event":"start"' in json.dumps(event).replace("\\", ""):
                start = event["at_us"]
            if event["kind"] == "state":
                found.append((event["to"], event.get("reason"), event["at_us"]))
    return header, [(to, why, at - (start or 0)) for to, why, at in found]


virtual = {}
for path in pathlib.Path(sys.argv[1]).glob("*.agent.trace.jsonl"):
    header, found = decisions(path)
    virtual[header["scenario"]] = found
since_start, since_last, calls, departed = [], [], 0, []
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.trace.jsonl")):
    header, live = decisions(path)
    wanted = virtual.get(header["scenario"])
    if wanted is None:
        continue
    if [d[:2] for d in live] != [d[:2] for d in wanted]:
        departed.append(header["scenario"])
        continue
    calls += 1
    off = [a[2] - b[2] for a, b in zip(live, wanted)]
    where = [(header["scenario"], d[0], d[1]) for d in live]
    since_start += [(abs(us) / 1000, w) for us, w in zip(off, where)]
    since_last += [(abs(us - before) / 1000, w) for us, before, w in zip(off, [0] + off, where)]
for name in departed:
    print("another path of states:", name)
print(f"{calls} calls, {len(since_start)} decisions")
# A caller who answers the agent carries every millisecond on to the next turn, so the second figure is the decision's own.
for title, differences in (("since the call began", since_start), ("since the decision before", since_last)):
    differences.sort()
    print(title)
    for part in (0.5, 0.9, 0.95, 0.99, 1.0):
        if differences:
            ms, where = differences[min(len(differences) - 1, int(part * len(differences)))]
            print(f"  p{part * 100:g}: {ms:.1f} ms  ({', '.join(map(str, where))})")
