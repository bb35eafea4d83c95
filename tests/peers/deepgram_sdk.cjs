// Deepgram's own SDK and our recogniser against the same server: what ours asks for, how it says who it is and what it
// says in between must be what theirs would. node deepgram_sdk.cjs MODULES PROBE
'use strict';
const assert = require('assert');
const path = require('path');
const { spawn } = require('child_process');
const modules = path.resolve(process.argv[2], 'node_modules');
const probe = process.argv[3];
const { WebSocketServer } = require(path.join(modules, 'ws'));
const { DeepgramClient } = require(path.join(modules, '@deepgram/sdk'));

const calls = [];
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket, request) => {
  const url = new URL(request.url, 'http://localhost');
  const call = {
    path: url.pathname, query: Object.fromEntries(url.searchParams), authorization: request.headers.authorization,
    texts: [], audio: [], final: 0, over: null,
  };
  call.ended = new Promise((resolve) => (call.over = resolve));
  calls.push(call);
  const say = (isFinal, fromFinalize) => {
    const heard = Buffer.concat(call.audio);
    const words = [...new Set(heard.subarray(call.final).toString('latin1').replace(/[^a-z]/g, ''))].join(' ');
    socket.send(JSON.stringify({
      type: 'Results', channel_index: [0, 1], start: call.final / 8000, duration: (heard.length - call.final) / 8000,
      is_final: isFinal, speech_final: isFinal, from_finalize: fromFinalize,
      channel: { alternatives: [{ transcript: words, confidence: 0.9, words: [] }] },
      metadata: { request_id: 'r', model_uuid: 'm', model_info: { name: 'nova-3', version: '1', arch: 'nova-3' } },
    }));
    if (isFinal) call.final = heard.length;
  };
  socket.on('message', (data, binary) => {
    if (binary) {
      call.audio.push(data);
      say(false, false);
      return;
    }
    const text = JSON.parse(data.toString());
    call.texts.push(text);
    if (text.type === 'Finalize') say(true, true);
    if (text.type !== 'CloseStream') return;
    say(true, false);
    socket.send(JSON.stringify({ type: 'Metadata', request_id: 'r', created: 'now', duration: 1, channels: 1 }));
    socket.close(1000);
  });
  socket.on('close', () => call.over());
});

async function theirs(port) {
  const base = `ws://127.0.0.1:${port}`;
  const environment = { base, production: base, agent: base, agentRest: base };
  const client = new DeepgramClient({ apiKey: 'K-of-the-peers', environment });
  const socket = await client.listen.v1.connect({
    model: 'nova-3', language: 'he', encoding: 'mulaw', sample_rate: 8000, channels: 1, interim_results: 'true',
    endpointing: 300, smart_format: 'true', reconnectAttempts: 0,
  });
  const finals = [];
  socket.on('message', (message) => {
    if (message.type === 'Results' && message.is_final) finals.push(message.channel.alternatives[0].transcript);
  });
  socket.connect();
  await socket.waitForOpen();
  socket.sendMedia(Buffer.alloc(8000, 'a'));
  socket.sendKeepAlive({ type: 'KeepAlive' });
  socket.sendFinalize({ type: 'Finalize' });
  socket.sendCloseStream({ type: 'CloseStream' });
  while (calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await calls[0].ended;
  assert.strictEqual(finals[0], 'a', 'the SDK reads what this server says');
}

function ours(port) {
  return new Promise((resolve) => {
    const child = spawn(probe, ['deepgram', `ws://127.0.0.1:${port}/v1/listen`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (data) => (out += data));
    child.on('exit', (code) => resolve({ code, said: out.trim().split('\n').map((line) => JSON.parse(line)) }));
  });
}

server.on('listening', async () => {
  const { port } = server.address();
  setTimeout(() => { console.error('waited in vain'); process.exit(1); }, 60000).unref();
  await theirs(port);
  const { code, said } = await ours(port);
  const [sdk, parley] = calls;
  assert.strictEqual(code, 0, JSON.stringify(said));
  assert.strictEqual(parley.path, sdk.path);
  assert.deepStrictEqual(parley.query, sdk.query);
  assert.strictEqual(parley.authorization, sdk.authorization);
  const known = new Set(sdk.texts.map((text) => JSON.stringify(text)));
  for (const text of parley.texts) assert.ok(known.has(JSON.stringify(text)), JSON.stringify(text));
  assert.deepStrictEqual(parley.texts.map((text) => text.type), ['Finalize', 'Finalize', 'CloseStream']);
  assert.strictEqual(Buffer.concat(parley.audio).length, 16000);
  const finals = said.filter((each) => each.said === 'final' && each.text);
  assert.deepStrictEqual(finals.map((each) => each.text), ['a', 'b']);
  console.log(`deepgram: ${Object.keys(sdk.query).length} parameters, key and messages as the SDK has them`);
  process.exit(0);
});
