"""One call in real time: a fake provider, agentd that asks it, twisim that phones agentd. Nothing is judged here."""
import contextlib
import dataclasses
import json
import os
import subprocess
import threading
import urllib.request

import caller
from cases import TRIED

HERE = os.path.dirname(os.path.abspath(__file__))
KEYS = ("API_KEY", "SPEECH_KEY", "APPLICATION_CREDENTIALS")  # of whoever runs this: none of them is wanted here


@dataclasses.dataclass
class Told:
    """What all of them said."""
    log: list
    output: str
    findings: list
    seen: dict      # by the fake
    folder: str
    frames_dropped: int  # as agentd counts them


@contextlib.contextmanager
def running(command, **options):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def settings_of(case, ports, folder):
    tried = TRIED[case.who]
    yield f"openai.base_url=http://127.0.0.1:{ports['openai']}/v1"
    for setting in tried.settings:
        yield setting.format(port=ports["tried"], folder=folder)
    if case.stage == "tool":
        tool = {"name": "look_up", "description": "Looks a number up.", "url": f"http://127.0.0.1:{ports['openai']}/tool",
                "parameters": {"type": "object", "properties": {"number": {"type": "string"}}}}
        with open(os.path.join(folder, "tools.json"), "w", encoding="utf-8") as file:
            json.dump([tool], file)


def agent_command(bin_folder, case, ports, folder):
    command = [os.path.join(bin_folder, "agentd"), "--provider", "openai", "--listen", "127.0.0.1:0", "--trace-dir",
               os.path.join(folder, "traces"), "--set", "turn.max_turns=1000"]
    for setting in settings_of(case, ports, folder):
        command += ["--set", setting]
    return command


def dropped(address):
    with urllib.request.urlopen(address + "/metrics", timeout=10) as page:
        lines = page.read().decode().splitlines()
    return int(float(next(line for line in lines if line.startswith("parley_recognizer_frames_dropped_total")).split()[1]))


def make(bin_folder, modules, case, folder):
    plan = {"provider": case.provider, "stage": case.stage, "fault": case.fault, "when": case.when, "folder": folder}
    environment = {name: value for name, value in os.environ.items() if not name.endswith(KEYS)}
    environment.update({"OPENAI_API_KEY": "no-key-at-all"}, **TRIED[case.who].keys)
    errors = open(os.path.join(folder, "errors.txt"), "w", encoding="utf-8")
    with errors, running(["node", os.path.join(HERE, "provider.cjs"), modules, json.dumps(plan)],
                         stdin=subprocess.PIPE, stderr=errors) as fake:
        ports = json.loads(fake.stdout.readline())
        with running(agent_command(bin_folder, case, ports, folder), stderr=errors, env=environment) as agent:
            address = agent.stdout.readline().split()[-1]
            log = []
            reader = threading.Thread(target=lambda: log.extend(agent.stdout), daemon=True)
            reader.start()
            findings = os.path.join(folder, "findings.json")
            phoned = subprocess.run(
                [os.path.join(bin_folder, "twisim"), "call", address.replace("http:", "ws:") + "/ws/twilio-media",
                 "--scenario", caller.write_scenario(folder, case.questions, case.minutes),
                 "--out", os.path.join(folder, "out"), "--json", findings],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60 * case.minutes + 60)
            frames_dropped = dropped(address)
            agent.terminate()
            agent.wait(20)
            reader.join(5)
        seen, _ = fake.communicate(timeout=20)
    told = []
    if os.path.exists(findings):
        with open(findings, encoding="utf-8") as file:
            told = json.load(file)
    return Told(log, phoned.stdout, told, json.loads(seen.strip().splitlines()[-1]), folder,
                frames_dropped)
