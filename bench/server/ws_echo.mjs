// The ECHO that most people would write: Node and `ws`. Another yardstick for bench/server/compare.
//   node ws_echo.mjs PORT
import { WebSocketServer } from "ws";

const decode = new Int16Array(256);
for (let code = 0; code < 256; code++) {
  const c = ~code & 0xff;
  const magnitude = (((c & 0x0f) << 3) + 0x84) << ((c & 0x70) >> 4);
  decode[code] = c & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

let loudest = 0;
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
server.on("connection", (socket) => {
  let streamSid = "";
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.event === "start") streamSid = message.start.streamSid;
    if (message.event !== "media") return;
    const bytes = Buffer.from(message.media.payload, "base64");
    let sum = 0;
    for (const byte of bytes) sum += decode[byte] * decode[byte];
    loudest = Math.max(loudest, Math.sqrt(sum / bytes.length));
    socket.send(JSON.stringify({ event: "media", streamSid, media: { payload: bytes.toString("base64") } }));
  });
});
