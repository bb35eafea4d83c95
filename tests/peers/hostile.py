"""Slow, broken and malicious peers against agentd, while an honest one is phoning.

python3 hostile.py PORT PID

Half-open sockets, garbage, a TLS greeting to a plain port, fragments of one byte, a message of 100 MB, a client that never
reads, thousands of connections. The honest caller's frames must all come back; the process must neither grow without bound
nor die. Prints how long the honest frames took, the memory, and the counters that tell what happened.
"""
import base64
import json
import os
import socket
import struct
import sys
import threading
import time
import urllib.request

PORT, PID = int(sys.argv[1]), int(sys.argv[2])
PATH = "/ws/twilio-media"


def plain():
    sock = socket.create_connection(("127.0.0.1", PORT), timeout=10)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def upgraded():
    sock = plain()
    sock.sendall((f"GET {PATH} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += sock.recv(1)
    assert b" 101 " in answer, answer
    return sock


def frame(payload, opcode=1, fin=True):
    head = bytes([(0x80 if fin else 0) | opcode])
    size = len(payload)
    head += bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
    return head + b"\0\0\0\0" + payload


def messages(number):
    stream, account = f"MZ{number:032x}", "AC" + "1" * 32
    yield json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})
    yield json.dumps({"event": "start", "sequenceNumber": "1", "streamSid": stream, "start": {
        "accountSid": account, "streamSid": stream, "callSid": f"CA{number:032x}", "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}, "customParameters": {}}})
    payload = base64.b64encode(bytes(160)).decode()
    for i in range(1, 10**9):
        yield json.dumps({"event": "media", "sequenceNumber": str(i + 1), "streamSid": stream, "media": {
            "track": "inbound", "chunk": str(i), "timestamp": str(100 + 20 * i), "payload": payload}})


def honest(results, length):
    sock = upgraded()
    script = messages(1)
    for _ in range(2):
        sock.sendall(frame(next(script).encode()))
    waits, began, left = [], time.monotonic(), b""
    for i in range(int(length / 0.02)):
        due = began + 0.02 * i
        time.sleep(max(0.0, due - time.monotonic()))
        sent = time.monotonic()
        sock.sendall(frame(next(script).encode()))
        while True:
            if len(left) >= 4 and len(left) >= 4 + struct.unpack(">H", left[2:4])[0]:
                left = left[4 + struct.unpack(">H", left[2:4])[0]:]
                break
            more = sock.recv(65536)
            assert more, "the honest caller was cut off"
            left += more
        waits.append(time.monotonic() - sent)
    results += waits


def counters():
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=10) as page:
        return {key: float(value) for key, value in
                (line.rsplit(" ", 1) for line in page.read().decode().splitlines() if not line.startswith("#"))}


def memory_mb():
    with open(f"/proc/{PID}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def attacks():
    kept = [plain() for _ in range(300)]                                   # say nothing
    for sock in kept[:50]:
        sock.sendall(os.urandom(300))                                      # garbage
    for sock in kept[50:80]:
        sock.sendall(bytes.fromhex("16030100a5010000a10303") + os.urandom(150))  # TLS, to a plain port
    for sock in kept[80:100]:
        sock.sendall(b"GET /" + b"x" * 100_000)                            # a request line without end
    fragments = upgraded()
    text = next(messages(2)).encode()
    for i, byte in enumerate(text):
        fragments.sendall(frame(bytes([byte]), 1 if i == 0 else 0, i + 1 == len(text)))
    huge = upgraded()
    huge.sendall(b"\x81\xff" + struct.pack(">Q", 100_000_000) + b"\0\0\0\0")  # announces 100 MB
    try:
        for _ in range(100):
            huge.sendall(b"x" * 1_000_000)
    except OSError:
        pass
    deaf = upgraded()                                                      # never reads what it is echoed
    deaf.settimeout(3)
    script = messages(3)
    try:
        for _ in range(60_000):
            deaf.sendall(frame(next(script).encode()))
    except OSError:
        pass
    for bad in (b"\x8f\x80\0\0\0\0", b"\xc1\x80\0\0\0\0", b"\x81\x05hello", b"\x81\x82\0\0\0\0\xff\xfe", b"\x09\x80\0\0\0\0"):
        broken = upgraded()                                                # not RFC 6455: opcode, bits, mask, UTF-8, ping in pieces
        broken.sendall(bad)
        broken.settimeout(10)
        answer = broken.recv(100)
        assert answer == b"" or answer[0] == 0x88, (bad, answer)
    for _ in range(2_000):                                                 # come and go
        plain().close()
    return kept + [fragments, huge, deaf]


before = memory_mb()
waits = []
caller = threading.Thread(target=honest, args=(waits, 15.0))
caller.start()
kept = attacks()
caller.join()
waits.sort()
assert len(waits) == 750, "the honest caller did not come through"
print(f"honest frames: {len(waits)} of 750 came back, p50 {waits[375] * 1000:.2f} ms, p99 {waits[742] * 1000:.2f} ms")
print(f"memory: {before:.0f} MB before, {memory_mb():.0f} MB after")
after = counters()
for key in sorted(after):
    if ("refused" in key or "connections" in key or "upgrades" in key or "errors" in key) and after[key]:
        print(f"  {key} {after[key]:g}")
assert memory_mb() < before + 200, "memory grew without bound"
