"""Whom we try, at which stage, and what agentd is told so that it asks him."""
import dataclasses

FAULTS = ("429", "500", "hang", "reset", "garbage", "drip")


@dataclasses.dataclass(frozen=True)
class Tried:
    """A provider at a stage. In the settings {port} is where its fake listens."""
    settings: tuple
    keys: dict = dataclasses.field(default_factory=dict)
    streams: bool = False  # hears the whole call, and says what became of each frame


OPENAI = Tried(())

TRIED = {
    "openai.hearing": OPENAI,
    "openai.thinking": OPENAI,
    "openai.speaking": OPENAI,
    "openai.tool": Tried(("openai.tool_file={folder}/tools.json",)),
    "openai_sse.hearing": Tried(("openai.transcription_stream=true",)),
    "google.hearing": Tried(("stt.provider=google", "google.stt_url=http://127.0.0.1:{port}"),
                            {"GOOGLE_API_KEY": "no-key-at-all"}, streams=True),
    "google.speaking": Tried(("tts.provider=google", "google.tts_url=http://127.0.0.1:{port}/v1/text:synthesize"),
                             {"GOOGLE_API_KEY": "no-key-at-all"}),
    "deepgram.hearing": Tried(("stt.provider=deepgram", "deepgram.stt_url=ws://127.0.0.1:{port}/v1/listen"),
                              {"DEEPGRAM_API_KEY": "no-key-at-all"}, streams=True),
    "deepgram.speaking": Tried(("tts.provider=deepgram", "aura.url=http://127.0.0.1:{port}/v1/speak?model={{voice}}"),
                               {"DEEPGRAM_API_KEY": "no-key-at-all"}),
    "elevenlabs.speaking": Tried(("tts.provider=elevenlabs",
                                  "elevenlabs.url=http://127.0.0.1:{port}/v1/text-to-speech/{{voice}}/stream"),
                                 {"ELEVENLABS_API_KEY": "no-key-at-all"}),
    "azure.speaking": Tried(("tts.provider=azure", "azure.url=http://127.0.0.1:{port}/cognitiveservices/v1"),
                            {"AZURE_SPEECH_KEY": "no-key-at-all"}),
    "http.speaking": Tried(("tts.provider=http", "mulaw_http.url=http://127.0.0.1:{port}/speak")),
}


@dataclasses.dataclass(frozen=True)
class Case:
    who: str    # "google.hearing"
    fault: str
    when: str   # as plan.cjs has it, or long: nothing fails for ten minutes

    @property
    def provider(self):
        return self.who.split(".")[0]

    @property
    def stage(self):
        return self.who.split(".")[1]

    @property
    def for_good(self):
        return self.when in ("good", "start")

    @property
    def minutes(self):
        return 10 if self.when == "long" else 2

    @property
    def questions(self):
        return {"turn": 3, "long": 200}.get(self.when, 6)

    def __str__(self):
        return f"{self.who}.{self.fault}.{self.when}"


def every():
    """Each fault for a turn; and for good, and from the beginning, the one that is refused and the one that hangs."""
    cases = [Case(who, fault, "turn") for who in TRIED for fault in FAULTS]
    for who in TRIED:
        if who == "openai.tool":
            continue  # without it the model still answers
        cases += [Case(who, fault, when) for when in ("good", "start") for fault in ("500", "hang")]
    return cases


def long():
    return [Case(who, "none", "long") for who in TRIED if TRIED[who].streams]


def few():
    """What can fail in ways of its own, once each: for a run of a minute."""
    names = ("google.hearing.reset.turn", "google.hearing.hang.turn", "google.hearing.500.good",
             "google.speaking.garbage.turn", "deepgram.hearing.reset.turn", "deepgram.hearing.429.turn",
             "deepgram.hearing.hang.start", "deepgram.speaking.reset.turn", "elevenlabs.speaking.drip.turn",
             "azure.speaking.500.good", "http.speaking.hang.turn", "openai.hearing.hang.turn",
             "openai.thinking.reset.turn", "openai.speaking.500.start", "openai_sse.hearing.drip.turn",
             "openai.tool.hang.turn", "openai.thinking.hang.good", "google.hearing.500.start")
    return [named(name)[0] for name in names]


def named(name):
    """All cases that begin so: google, google.hearing, google.hearing.reset, google.hearing.reset.good."""
    parts = name.split(".")
    found = [case for case in every() if str(case).split(".")[:len(parts)] == parts]
    known = len(parts) == 4 and parts[2] in FAULTS and parts[3] in ("turn", "good", "start")
    if not found and known and f"{parts[0]}.{parts[1]}" in TRIED:
        found = [Case(f"{parts[0]}.{parts[1]}", parts[2], parts[3])]  # one that the sweep leaves out
    return found
