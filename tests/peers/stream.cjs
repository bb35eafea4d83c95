// What the peers send: the messages of a media stream as Twilio writes them, and a voice-like sound that is the same in
// every run.
"use strict";

const hex = (n) => n.toString(16).padStart(32, "0");

function sound(frames) {
  const bytes = Buffer.alloc(frames * 160);
  let seed = 1;
  for (let i = 0; i < bytes.length; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    bytes[i] = seed >> 16 & 0xff;
  }
  return bytes;
}

class Stream {
  constructor(number) {
    this.streamSid = "MZ" + hex(number);
    this.callSid = "CA" + hex(number);
    this.sequence = 1;
    this.chunk = 1;
  }
  connected() {
    return JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" });
  }
  start(parameters = {}) {
    const accountSid = "AC" + hex(1);
    return JSON.stringify({
      event: "start", sequenceNumber: String(this.sequence++),
      start: { accountSid, streamSid: this.streamSid, callSid: this.callSid, tracks: ["inbound"],
               mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 }, customParameters: parameters },
      streamSid: this.streamSid });
  }
  media(payload) {
    const chunk = this.chunk++;
    return JSON.stringify({
      event: "media", sequenceNumber: String(this.sequence++),
      media: { track: "inbound", chunk: String(chunk), timestamp: String(100 + 20 * (chunk - 1)), payload: payload.toString("base64") },
      streamSid: this.streamSid });
  }
  stop() {
    return JSON.stringify({ event: "stop", sequenceNumber: String(this.sequence++), streamSid: this.streamSid,
                            stop: { accountSid: "AC" + hex(1), callSid: this.callSid } });
  }
}

module.exports = { Stream, sound };
