#!/usr/bin/env python3
"""Makes long inputs for pacecheck. Usage: long_files.py trace|log MEGABYTES FILE [DRIFT_PPM]

trace  one endless call of our agent's: both directions, a reply of 8 s every 12 s with its mark, states; the
       agent's clock runs slow by DRIFT_PPM, and every 50th reply has one underrun of 60 ms
log    acceptance lines of calls among ten times as many lines of other things
"""
import json
import random
import sys

random.seed(1)
SID = "MZ" + "0123456789abcdef" * 2
PAYLOAD = ["".join(random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") for _ in range(213)) +
           "A==" for _ in range(64)]


def trace(out, size, ppm):
    header = {"schema": 1, "observed_at": "agent", "call_sid": "CA" + "0" * 32, "stream_sid": SID}
    written = out.write(json.dumps(header, separators=(",", ":")) + "\n")
    events, now, chunk, reply = [], 0, 0, 0

    def message(at, direction, text):
        events.append((at, '{"at_us":%d,"kind":"message","in":7,"dir":"%s","text":%s}\n' % (at, direction, json.dumps(text))))

    def state(at, a, b, reason):
        events.append((at, '{"at_us":%d,"kind":"state","from":"%s","to":"%s","phase":"idle","reason":"%s","turn":1,'
                           '"utterance_bytes":0,"silence_ms":350,"since_us":%d}\n' % (at, a, b, reason, at)))

    while written < size:
        for i in range(600):
            chunk += 1
            text = ('{"event":"media","sequenceNumber":"%d","media":{"track":"inbound","chunk":"%d","timestamp":"%d",'
                    '"payload":"%s"},"streamSid":"%s"}' % (chunk + 1, chunk, now // 1000 + i * 20, PAYLOAD[chunk % 64], SID))
            message(now + i * 20000 + random.randint(0, 4000), "to_agent", text)
        begin = now + 2_000_000
        state(begin - 700_000, "LISTENING", "PROCESSING", "end_of_utterance")
        state(begin, "PROCESSING", "SPEAKING", "first_audio")
        late = 0
        for i in range(400):
            if reply % 50 == 49 and i == 200:
                late = 160_000
            sound = max(0, i - 5) * 20000
            at = begin + sound + sound * ppm // 1_000_000 + late
            text = '{"event":"media","streamSid":"%s","media":{"payload":"%s"}}' % (SID, PAYLOAD[i % 64])
            message(at, "from_agent", text)
        reply += 1
        end = at + 120_000
        message(at, "from_agent", '{"event":"mark","streamSid":"%s","mark":{"name":"end:%d"}}' % (SID, reply))
        message(end + 60_000, "to_agent", '{"event":"mark","sequenceNumber":"1","streamSid":"%s","mark":{"name":"end:%d"}}' % (SID, reply))
        state(end + 60_000, "SPEAKING", "LISTENING", "played")
        now += 12_000_000
        events.sort(key=lambda event: event[0])
        ready = [line for at, line in events if at < now]
        events = [event for event in events if event[0] >= now]
        written += out.write("".join(ready))
    return reply


def log(out, size):
    written, call = 0, 0
    while written < size:
        call += 1
        lines, at = [], call * 60_000

        def say(ms, text):
            s = at + ms
            lines.append("2026-11-21T%02d:%02d:%02d.%03d000Z agent-1  | %s\n" % (s // 3600000 % 24, s // 60000 % 60, s // 1000 % 60, s % 1000, text))

        def noise(ms):
            for k in range(10):
                say(ms + k, 'INFO http "GET /healthz HTTP/1.1" 200 OK in 0.%d ms from 10.0.0.%d, worker %d, queue depth %d' % (k, call % 250, k, k * 3))

        say(0, "WS_START sid=MZ%032x call_sid=CA%032x mode=AI" % (call, call))
        for turn in range(5):
            for ms, text in ((2000, "STATE -> PROCESSING | len=32000 | silence_ms=360"), (2100, "ASR_TEXT: hello there | dur_ms=80"),
                             (2500, "LLM_REPLY: good day"), (2700, "STATE -> SPEAKING | turn=%d" % turn),
                             (4500, "MARK_SENT assistant_tts_end | name=end:%d" % turn), (6000, "MARK_ACK assistant_tts_end | name=end:%d" % turn),
                             (6001, "STATE -> LISTENING | buffer_reset | reason=played")):
                noise(turn * 10000 + ms - 11)
                say(turn * 10000 + ms, text)
        say(55000, "WS_DONE sid=MZ%032x rx=2750 tx=900" % call)
        written += out.write("".join(lines))
    return call


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("trace", "log"):
        sys.exit(__doc__)
    with open(sys.argv[3], "w", encoding="utf-8", newline="\n") as out:
        size = int(sys.argv[2]) * 1_000_000
        if sys.argv[1] == "trace":
            print(trace(out, size, int(sys.argv[4]) if len(sys.argv) > 4 else 0), "replies")
        else:
            print(log(out, size), "calls")


main()
