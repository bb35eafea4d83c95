// The client `ws` against agentd: every frame of a minute comes back from ECHO in order and bit for bit; SINK keeps
// silent; pings, fragments, subprotocols and messages that are too large are treated as RFC 6455 says.
//   node ws_client.cjs MODULES URL_ECHO URL_SINK
"use strict";
const path = require("path");
const assert = require("assert");
const { Stream, sound } = require("./stream.cjs");
const WebSocket = require(path.resolve(process.argv[2], "node_modules/ws"));
const [, , , echoUrl, sinkUrl] = process.argv;

const within = (seconds, what, promise) => Promise.race([
  promise, new Promise((_, reject) => setTimeout(() => reject(new Error("waited in vain: " + what)), seconds * 1000).unref())]);

function open(url, protocols = []) {
  const socket = new WebSocket(url, protocols, { headers: { "user-agent": "Twilio.TmeWs/1.0" }, perMessageDeflate: false });
  socket.received = [];
  socket.on("message", (data, binary) => { socket.received.push(JSON.parse(data)); assert(!binary); socket.emit("any"); });
  socket.ended = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
  socket.on("error", () => {});
  return within(10, "open", new Promise((resolve, reject) => { socket.on("open", () => resolve(socket)); socket.on("unexpected-response", (_, answer) => reject(answer.statusCode)); }));
}
const until = (socket, what, holds) => within(30, what, new Promise((resolve) => {
  const look = () => holds() && resolve(); socket.on("any", look); look(); }));

async function echoesEveryFrame() {
  const socket = await open(echoUrl), stream = new Stream(11), bytes = sound(3000);
  socket.send(stream.connected()); socket.send(stream.start());
  for (let i = 0; i < 3000; i++) socket.send(stream.media(bytes.subarray(i * 160, i * 160 + 160)));
  await until(socket, "3000 frames", () => socket.received.length >= 3000);
  socket.send(stream.stop());
  socket.close(1000);
  assert.equal(await within(10, "close", socket.ended), 1000);
  assert.equal(socket.received.length, 3000);
  assert(socket.received.every((m) => m.event === "media" && m.streamSid === stream.streamSid));
  assert(Buffer.concat(socket.received.map((m) => Buffer.from(m.media.payload, "base64"))).equals(bytes), "the sound is not the same");
}

async function sinkKeepsSilent() {
  const socket = await open(sinkUrl), stream = new Stream(12), bytes = sound(100);
  socket.send(stream.connected()); socket.send(stream.start());
  for (let i = 0; i < 100; i++) socket.send(stream.media(bytes.subarray(i * 160, i * 160 + 160)));
  const pong = new Promise((resolve) => socket.on("pong", resolve));
  socket.ping("still there?");
  await within(10, "pong", pong);
  assert.equal(socket.received.length, 0);
  socket.send(stream.stop());
  socket.close(1000);
  await within(10, "close", socket.ended);
}

async function takesFragmentsWithPingsBetween() {
  const socket = await open(echoUrl), stream = new Stream(13), frame = sound(1);
  socket.send(stream.connected()); socket.send(stream.start());
  const text = stream.media(frame);
  let pongs = 0;
  socket.on("pong", () => { pongs++; socket.emit("any"); });
  for (let i = 0; i < text.length; i++) {
    socket.send(text[i], { fin: i + 1 === text.length });
    if (i % 100 === 0) socket.ping();
  }
  await until(socket, "the frame and the pongs", () => socket.received.length === 1 && pongs >= 4);
  assert(Buffer.from(socket.received[0].media.payload, "base64").equals(frame));
  socket.close(1000);
  await within(10, "close", socket.ended);
}

async function closesAMessageThatIsTooLarge() {
  const socket = await open(echoUrl);
  socket.send("x".repeat(8 * 1024 * 1024));
  const code = await within(20, "close", socket.ended);
  assert(code === 1009 || code === 1006, "closed with " + code);
}

async function echoesASubprotocolOnlyIfOffered() {
  const plain = await open(echoUrl);
  assert.equal(plain.protocol, "");
  plain.close(1000);
  const offering = await open(echoUrl, ["audio.twilio.com"]);
  assert.equal(offering.protocol, "audio.twilio.com");
  offering.close(1000);
}

(async () => {
  for (const test of [echoesEveryFrame, sinkKeepsSilent, takesFragmentsWithPingsBetween, closesAMessageThatIsTooLarge, echoesASubprotocolOnlyIfOffered]) {
    await test();
    console.log("ws client: " + test.name);
  }
  process.exit(0);
})().catch((error) => { console.error("ws client: " + (error.stack || error)); process.exit(1); });
