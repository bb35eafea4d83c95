"""The caller of these calls: asks questions in tones, a pitch for each word, which the ear of the fakes (ear.cjs) knows."""
import array
import json
import math
import os
import wave

PITCHES = {"the": 440, "first": 640, "second": 840, "third": 1040, "fourth": 1240, "fifth": 1440, "sixth": 1640,
           "question": 1940}
NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth")
RATE = 8000
WORD = int(0.26 * RATE)
GAP = int(0.06 * RATE)
# After each answer the caller waits for longer than it takes from a "one moment" to the apology's end, so that he speaks
# into nothing, and never as long as the time before: regular intervals look to the diagnosis like a limit that runs out.
PATIENCE_MS = (800, 6100, 6500, 6200, 6600, 6300)
GIVES_UP_MS = 16000


def word(hertz):
    swell = lambda i: min(1.0, i / 160, (WORD - i) / 160)
    return [int(7000 * swell(i) * math.sin(2 * math.pi * hertz * i / RATE)) for i in range(WORD)] + [0] * GAP


def write_question(folder, number):
    samples = [sample for each in ("the", number, "question") for sample in word(PITCHES[each])]
    name = f"{number}.wav"
    with wave.open(os.path.join(folder, name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array.array("h", samples).tobytes())
    return name


def write_scenario(folder, questions, minutes):
    """The caller's part, which hangs up after his last answer if nobody has before. A little noise makes each of his
    frames differ from any other, so that it can be told what became of it."""
    steps = []
    for n in range(questions):
        number = NUMBERS[n % len(NUMBERS)]
        steps.append({"after": "agent_silent", "plus_ms": PATIENCE_MS[n % len(PATIENCE_MS)], "or_after_ms": GIVES_UP_MS,
                      "say": write_question(folder, number), "text": f"the {number} question"})
    steps.append({"after": "agent_silent", "plus_ms": 1500, "or_after_ms": GIVES_UP_MS, "hang_up": True})
    path = os.path.join(folder, "questions.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"description": "Questions, whatever happens to the second.", "seed": 3, "noise_bed": 8,
                   "ends_by_ms": 60000 * minutes, "caller": steps}, file)
    return path
