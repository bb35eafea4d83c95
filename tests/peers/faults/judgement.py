"""What a call was like for the caller, from the sound at his ear, the agent's log and trace, and what the fake heard."""
import array
import base64
import dataclasses
import glob
import json
import os
import wave

BLOCK = 160        # 20 ms
AUDIBLE = 150      # RMS
MOST_SILENCE = 7000
CODES = [(1 if code & 0x80 else -1) * ((((~code & 0x0F) << 3) + 0x84 << ((~code & 0x70) >> 4)) - 0x84)
         for code in range(256)]

# A fault that lasts until the agent must apologise is one that the caller notices: these say no more than that.
EXPLAINED = {"slow-response", "stuck-processing", "lost-turn"}
# A voice that stops after the opener is heard to stop.
EXPLAINED_OF_VOICES = {"tx-stall"}
LEAST_HEARD = 10  # blocks of sound between two questions: less is a click and no answer


@dataclasses.dataclass
class Heard:
    """In ms; None where there is none."""
    longest_silence: int
    slowest_sound: int  # from the end of a question to the first sound from the agent
    only_clicks: bool   # after some question there was no more than that


def blocks(samples):
    for at in range(0, len(samples) - BLOCK + 1, BLOCK):
        yield sum(sample * sample for sample in samples[at:at + BLOCK]) > AUDIBLE * AUDIBLE * BLOCK


def runs(voiced, gap):
    """Where somebody speaks, in blocks; pauses shorter than `gap` are part of it."""
    out = []
    for at, on in enumerate(voiced):
        if not on:
            continue
        if out and at - out[-1][1] < gap:
            out[-1][1] = at + 1
        else:
            out.append([at, at + 1])
    return out


def heard_by_caller(folder):
    with wave.open(glob.glob(os.path.join(folder, "out", "*.wav"))[0]) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    caller, agent = list(blocks(samples[0::2])), list(blocks(samples[1::2]))
    either = runs([a or b for a, b in zip(caller, agent)], 1)
    silences = [later[0] - earlier[1] for earlier, later in zip(either, either[1:])]
    waits = []
    asked = runs(caller, 20)
    heard = [sum(agent[end:next_begin]) for (_, end), (next_begin, _) in
             zip(asked, asked[1:] + [[len(agent), len(agent)]])]
    for _, end in asked:
        sound = next((at for at in range(end, len(agent)) if agent[at]), None)
        waits.append((len(agent) if sound is None else sound) - end)
    return Heard(20 * max(silences, default=0), 20 * max(waits, default=0),
                 min(heard, default=LEAST_HEARD) < LEAST_HEARD)


def sent_by_caller(events):
    out = bytearray()
    for event in events:
        if event["kind"] != "message" or event["dir"] != "to_agent" or '"media"' not in event["text"]:
            continue
        message = json.loads(event["text"])
        if message["event"] == "media":
            out += base64.b64decode(message["media"]["payload"])
    return bytes(out)


def covered(sent, given, until, into):
    """Marks what of the audio that was sent is found in the stream, as far as the stream has settled it."""
    at = 0
    while at + BLOCK <= len(given):
        place = sent.find(given[at:at + BLOCK])
        if place < 0:
            at += BLOCK  # a sign of life, and no audio of the caller's
            continue
        length = BLOCK
        while at + length < len(given) and place + length < len(sent) and given[at + length] == sent[place + length]:
            length += 1
        into[0].update(range(place // BLOCK, (place + length) // BLOCK))
        into[1].update(range(place // BLOCK, (place + min(length, max(0, until - at))) // BLOCK))
        at += length


@dataclasses.dataclass
class Audio:
    """In bytes of mu-law."""
    sent: int
    given: int
    never_given: int
    speech_lost: int  # voice that no stream which still worked was given

    def __str__(self):
        return (f"{self.given} B given for {self.sent} B sent, {self.never_given} B of silence skipped, "
                f"{self.speech_lost} B of speech lost")


def audio_of(events, streams):
    sent = sent_by_caller(events)
    found = (set(), set())
    given = 0
    for stream in streams:
        with open(stream["file"], "rb") as file:
            audio = file.read()
        given += len(audio)
        covered(sent, audio, stream["settled"], found)
    every = range(len(sent) // BLOCK)
    voiced = list(blocks([CODES[code] for code in sent]))
    return Audio(len(sent), given, BLOCK * sum(1 for at in every if at not in found[0] and not voiced[at]),
                 BLOCK * sum(1 for at in every if voiced[at] and at not in found[1]))


def read_trace(folder):
    with open(glob.glob(os.path.join(folder, "traces", "*.jsonl"))[0], encoding="utf-8") as file:
        return [event for event in map(json.loads, file) if "kind" in event]


def answered(log, number):
    return any("LLM_REPLY" in line and f"answer to the {number} one" in line for line in log)


def severe(findings):
    return sorted({one["id"] for one in findings if one["severity"] == "error"})


def said_to_the_second(events):
    """The kinds of what the caller heard between the second question and the third: "filler, apology"."""
    begins = [event["at_us"] for event in events if event["kind"] == "voice_started"]
    # A question is three words with pauses; those of one belong together.
    questions = [begin for n, begin in enumerate(begins) if n == 0 or begin - begins[n - 1] > 1_000_000]
    if len(questions) < 2:
        return "nothing"
    end = questions[2] if len(questions) > 2 else float("inf")
    kinds = [event["reply"] for event in events
             if event["kind"] == "reply_started" and questions[1] < event["at_us"] < end]
    return ", ".join(kinds) or "nothing"


def judge(case, told, streams_audio):
    """Whether the call was as it should be, and a line that tells of it."""
    events = read_trace(told.folder)
    ear = heard_by_caller(told.folder)
    wrong = []
    if ear.longest_silence > MOST_SILENCE or ear.slowest_sound > MOST_SILENCE:
        wrong.append("silence")
    if told.seen["faults"] == 0 and case.fault != "none":
        wrong.append("nothing failed")
    if told.frames_dropped > 0 and not case.for_good:
        wrong.append(f"{told.frames_dropped} frames dropped by agentd")
    by_agent = any(event["kind"] == "connection" and event["reason"] in ("farewell", "transfer") for event in events)
    if by_agent != case.for_good:
        wrong.append("the agent hung up" if by_agent else "no farewell")
    if not case.for_good and not answered(told.log, "third"):
        wrong.append("third turn not answered")
    if not any("WS_DONE" in line for line in told.log):
        wrong.append("no orderly end")
    if ear.only_clicks and not case.for_good:
        wrong.append("a click for an answer")
    explained = EXPLAINED | (EXPLAINED_OF_VOICES if case.stage == "speaking" else set())
    unexplained = [each for each in severe(told.findings) if each not in explained]
    if unexplained:
        wrong.append("findings: " + ", ".join(unexplained))
    line = (f"{case!s:32} silence {ear.longest_silence:5} ms  first sound {ear.slowest_sound:5} ms  "
            f"failed {told.seen['faults']:3}x  ")
    if case.for_good:
        line += "farewell" if by_agent else "NO farewell"
    else:
        line += f"2nd: {said_to_the_second(events)}; 3rd " + (
            "answered" if answered(told.log, "third") else "NOT answered")
    if case.when == "long":
        asked = sum("ASR_TEXT" in each for each in told.log)
        line += f", {asked} turns, {len(told.seen['streams'])} streams"
    if streams_audio:
        audio = audio_of(events, told.seen["streams"])
        line += f"  {audio}"
        if (audio.speech_lost and not case.for_good) or (audio.never_given and case.fault == "none"):
            wrong.append("audio lost")
    noted = [each for each in severe(told.findings) if each in explained]
    if noted:
        line += "  (" + ", ".join(noted) + ")"
    return wrong, line
