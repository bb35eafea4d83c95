"""Providers that fail in the middle of a call, each in its own way, and a caller who must never be left in silence.

python3 faulty_providers.py BIN [STAGE.FAULT ...]

A server that speaks the OpenAI-compatible interface hears, thinks and speaks for agentd. In the caller's second turn one
stage fails (429, 500, hangs, resets in mid answer, gives garbage, drips); twisim phones agentd over a socket in real time.
Passed: between the caller and the agent nobody was silent for more than seven seconds and a half (the budget is seven from
the end of utterance, which itself takes some 400 ms to be sure of), and the third turn was answered.
"""
import concurrent.futures
import http.server
import json
import math
import os
import struct
import subprocess
import sys
import tempfile
import threading
import time

STAGES = ("hearing", "thinking", "speaking")
FAULTS = ("429", "500", "hang", "reset", "garbage", "drip")
QUESTIONS = ("first question", "second question", "third question")


def tone(seconds):
    """Speech is not looked at by anybody but the ear: 24 kHz, 16 bit, a swelling tone."""
    samples = (int(9000 * math.sin(i * 0.06) * (0.6 + 0.4 * math.sin(i * 0.0008))) for i in range(int(24000 * seconds)))
    return b"".join(struct.pack("<h", s) for s in samples)


SPEECH = tone(1.6)


class Provider(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, stage, fault):
        super().__init__(("127.0.0.1", 0), Answer)
        self.stage, self.fault = stage, fault
        self.heard = 0
        self.faults = 0
        self.first_fault = None
        self.lock = threading.Lock()

    def fails(self, stage, words):
        """The second turn fails, however often it is tried again."""
        bad = stage == self.stage and words == "second"
        if bad:
            with self.lock:
                self.faults += 1
        return bad


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            if self.path.endswith("/audio/transcriptions"):
                self.hear()
            elif self.path.endswith("/chat/completions"):
                self.think(json.loads(body))
            else:
                self.speak(json.loads(body))
        except (BrokenPipeError, ConnectionResetError):
            pass

    def hear(self):
        with self.server.lock:
            turn = self.server.heard
            # Tried again soon it fails again; what comes later is the caller's next turn.
            first_fault = self.server.first_fault
            failing = self.server.stage == "hearing" and turn == 1 and (
                first_fault is None or time.monotonic() < first_fault + 4)
            if failing:
                self.server.first_fault = first_fault or time.monotonic()
                self.server.faults += 1
            else:
                turn = 2 if first_fault else turn
                self.server.heard = min(turn + 1, 2)
        self.answer("application/json", [json.dumps({"text": QUESTIONS[turn]}).encode()], failing)

    def think(self, request):
        # Who goes on while he waits for an answer has his turns joined: the newest question is what counts.
        asked = request["messages"][-1]["content"]
        words = max(("first", "second", "third"), key=asked.rfind)
        events = [{"choices": [{"index": 0, "delta": {"content": f"This is the answer to the {words} one."}}]},
                  {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}]
        pieces = [f"data: {json.dumps(e)}\n\n".encode() for e in events] + [b"data: [DONE]\n\n"]
        self.answer("text/event-stream", pieces, self.server.fails("thinking", words))

    def speak(self, request):
        words = "second" if "second" in request["input"] else "other"
        pieces = [SPEECH[i:i + 9600] for i in range(0, len(SPEECH), 9600)]
        self.answer("audio/pcm", pieces, self.server.fails("speaking", words))

    def answer(self, kind, pieces, failing):
        fault = self.server.fault if failing else None
        if fault in ("429", "500"):
            error = b'{"error": {"message": "not now"}}'
            self.send_response(int(fault))
            self.send_header("Content-Length", str(len(error)))
            self.end_headers()
            self.wfile.write(error)
            return
        if fault == "hang":
            time.sleep(30)
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if fault == "garbage":
            pieces = [os.urandom(300) if kind != "audio/pcm" else b"<html>no speech today</html>"]
        for number, piece in enumerate(pieces):
            if fault == "reset" and number == len(pieces) // 2:
                self.connection.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER: the close is a reset
                self.close_connection = True
                self.connection.close()
                return
            if fault == "drip":
                for byte in piece[:20]:
                    self.wfile.write(b"1\r\n" + bytes([byte]) + b"\r\n")
                    self.wfile.flush()
                    time.sleep(1)
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")


def scenario(folder):
    steps = [{"after": "agent_silent", "plus_ms": 800, "or_after_ms": 16000, "say_text": f"This is the {word} question.",
              "voice": "rms"} for word in ("first", "second", "third")]
    steps.append({"after": "agent_silent", "plus_ms": 1500, "or_after_ms": 16000, "hang_up": True})
    path = os.path.join(folder, "three_questions.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"description": "Three questions, whatever happens to the second.", "seed": 3, "caller": steps,
                   "expect": {"turns": 3, "dead_air_ms_max": 7500}}, file)
    return path


def try_one(bin_folder, stage, fault):
    provider = Provider(stage, fault)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    environment = dict(os.environ, OPENAI_API_KEY="no-key-at-all")
    with tempfile.TemporaryDirectory() as folder:
        agent = subprocess.Popen(
            [os.path.join(bin_folder, "agentd"), "--provider", "openai", "--listen", "127.0.0.1:0", "--set",
             f"openai.base_url=http://127.0.0.1:{provider.server_port}/v1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        try:
            address = agent.stdout.readline().split()[-1].replace("http:", "ws:")
            log = []
            threading.Thread(target=lambda: log.extend(agent.stdout), daemon=True).start()
            call = subprocess.run(
                [os.path.join(bin_folder, "twisim"), "call", address + "/ws/twilio-media", "--scenario", scenario(folder)],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        finally:
            agent.terminate()
            agent.wait()
        expected = [line.strip() for line in call.stdout.splitlines() if "expected" in line]
        kept = [line for line in expected if line.startswith("✓")]
        third = any("LLM_REPLY" in line and "third" in line for line in log)
        good = len(kept) == len(expected) == 2 and third and provider.faults > 0
        dead = next((line.split(":")[-1].strip() for line in expected if "dead_air" in line), "?")
        told = f"{stage:8} {fault:8} longest silence {dead:10} failed {provider.faults} times, third turn " + (
            "answered" if third else "NOT answered")
        return good, told, call.stdout + "".join(log) if not good else ""


def main():
    bin_folder = sys.argv[1]
    wanted = [tuple(name.split(".")) for name in sys.argv[2:]] or [(s, f) for s in STAGES for f in FAULTS]
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for good, told, output in pool.map(lambda one: try_one(bin_folder, *one), wanted):
            print(("ok    " if good else "FAIL  ") + told, flush=True)
            if not good:
                bad += 1
                print(output)
    sys.exit(1 if bad else 0)


main()
