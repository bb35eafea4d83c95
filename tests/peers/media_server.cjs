// A Media Streams server as one would build it on `ws`: it hears by level, answers with a tone and a mark, clears when
// it is interrupted. Healthy, and nobody here wrote what it stands on: twisim must have nothing to say against it.
//   node media_server.cjs MODULES       prints its port
"use strict";
const path = require("path");
const { WebSocketServer } = require(path.resolve(process.argv[2], "node_modules/ws"));

const SILENCE_MS = 500, THINK_MS = 400, REPLY_FRAMES = 90;
function encode(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  let magnitude = Math.min(32635, Math.abs(sample)) + 132, exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent--;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
}
function level(bytes) {
  let sum = 0;
  for (const code of bytes) { const c = ~code & 0xff, m = ((((c & 15) << 3) + 132) << ((c & 112) >> 4)) - 132; sum += m * m; }
  return Math.sqrt(sum / bytes.length);
}
const tone = Buffer.from(Array.from({ length: REPLY_FRAMES * 160 }, (_, i) =>
  encode(Math.round(6000 * Math.sin(2 * Math.PI * 220 * i / 8000) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * i / 8000))))));

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => console.log(server.address().port));
server.on("connection", (socket) => {
  let sid = "", voiced = 0, silent = 0, answer = null, speaking = false, over = 0, number = 0;
  const send = (message) => socket.send(JSON.stringify({ ...message, streamSid: sid }));
  function reply() {
    answer = null; speaking = true; over = 0;
    for (let i = 0; i < tone.length; i += 800) send({ event: "media", media: { payload: tone.subarray(i, i + 800).toString("base64") } });
    send({ event: "mark", mark: { name: "reply " + ++number } });
  }
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.event === "start") sid = message.start.streamSid;
    if (message.event === "mark") speaking = false;
    if (message.event === "stop") { clearTimeout(answer); socket.close(1000); }
    if (message.event !== "media") return;
    const voice = level(Buffer.from(message.media.payload, "base64")) > 300;
    if (speaking) {
      over = voice ? over + 20 : 0;
      if (over >= 160) { send({ event: "clear" }); speaking = false; voiced = over; silent = 0; }
      return;
    }
    if (voice) { voiced += 20; silent = 0; clearTimeout(answer); answer = null; } else silent += 20;
    if (voiced >= 100 && silent >= SILENCE_MS && !answer) { voiced = 0; answer = setTimeout(reply, THINK_MS); }
  });
});
