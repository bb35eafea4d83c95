// A phone agent on the Agents SDK's own transport for Twilio: its clear on interruption, its marks behind each chunk and
// its arithmetic of what was heard are nobody's here. The speech-to-speech service behind it is a fake on the same
// machine, which hears by level and answers with a tone, faster than it plays.
//   node agents_server.cjs MODULES      prints its port, and then a line for each answer that was cut short
"use strict";
const path = require("path");
const load = require("module").createRequire(path.resolve(process.argv[2], "package.json"));
const { WebSocketServer } = load("ws");
const { RealtimeAgent, RealtimeSession } = load("@openai/agents/realtime");
const { TwilioRealtimeTransportLayer } = load("@openai/agents-extensions");

const FRAME_MS = 20, ONSET_FRAMES = 4, SILENCE_FRAMES = 25, THINK_MS = 250, CHUNK_MS = 200, CHUNK_EVERY_MS = 40, REPLY_MS = 3000;

function level(bytes) {
  let sum = 0;
  for (const code of bytes) { const c = ~code & 0xff, m = ((((c & 15) << 3) + 132) << ((c & 112) >> 4)) - 132; sum += m * m; }
  return Math.sqrt(sum / bytes.length);
}
// A square tone of two mu-law codes, ten times quieter every other 60 ms, so that it is no steady hum.
const tone = Buffer.from(Array.from({ length: REPLY_MS * 8 }, (_, i) => {
  const loud = Math.floor(i / 480) % 2 === 0;
  return Math.floor(i / 18) % 2 === 0 ? (loud ? 0x9a : 0xc8) : (loud ? 0x1a : 0x48);
}));

class Ear {
  constructor(began, ended) { Object.assign(this, { began, ended, rest: Buffer.alloc(0), voiced: 0, silent: 0, speaking: false, ms: 0 }); }
  hear(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (; this.rest.length >= 160; this.rest = this.rest.subarray(160)) {
      this.ms += FRAME_MS;
      if (level(this.rest.subarray(0, 160)) > 300) { this.voiced++; this.silent = 0; } else { this.silent++; this.voiced = 0; }
      if (!this.speaking && this.voiced >= ONSET_FRAMES) { this.speaking = true; this.began(this.ms - ONSET_FRAMES * FRAME_MS); }
      if (this.speaking && this.silent >= SILENCE_FRAMES) { this.speaking = false; this.ended(this.ms); }
    }
  }
}

function serve(socket) {
  let replies = 0, timer = null, events = 0;
  const send = (type, more) => socket.readyState === 1 && socket.send(JSON.stringify({ type, event_id: `e${++events}`, ...more }));
  const response = (status) => ({ response: { id: `resp_${replies}`, object: "realtime.response", status, output: [] } });
  const stop = (status) => { clearInterval(timer); timer = null; send("response.done", response(status)); };
  function answer() {
    replies++;
    const piece = { response_id: `resp_${replies}`, item_id: `item_${replies}`, output_index: 0, content_index: 0 };
    send("response.created", response("in_progress"));
    let at = 0;
    timer = setInterval(() => {
      if (at >= tone.length) { send("response.output_audio.done", piece); stop("completed"); return; }
      send("response.output_audio.delta", { ...piece, delta: tone.subarray(at, at + CHUNK_MS * 8).toString("base64") });
      at += CHUNK_MS * 8;
    }, CHUNK_EVERY_MS);
  }
  const ear = new Ear(
    (at) => { send("input_audio_buffer.speech_started", { item_id: "caller", audio_start_ms: at }); if (timer) stop("cancelled"); },
    (at) => { send("input_audio_buffer.speech_stopped", { item_id: "caller", audio_end_ms: at }); setTimeout(answer, THINK_MS); });
  send("session.created", { session: { id: "session", type: "realtime" } });
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.type === "input_audio_buffer.append") ear.hear(Buffer.from(message.audio, "base64"));
    if (message.type === "conversation.item.truncate") console.log(`cut ${message.item_id} after ${message.audio_end_ms} ms`);
  });
  socket.on("close", () => clearInterval(timer));
}

const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", serve);
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => console.log(server.address().port));
server.on("connection", async (socket) => {
  const url = `ws://127.0.0.1:${service.address().port}/v1/realtime`;
  const transport = new TwilioRealtimeTransportLayer({ twilioWebSocket: socket, url });
  const session = new RealtimeSession(new RealtimeAgent({ name: "desk", instructions: "" }), { transport, tracingDisabled: true });
  session.on("error", (error) => console.error(JSON.stringify(error)));
  await session.connect({ apiKey: "no key at all", url });
});
