// Our drivers over HTTP against the providers' own clients: both make the same call to one server here, and what they
// send is compared field by field. What our drivers make of an answer in the documented form is looked at too.
// Usage: node providers.cjs FOLDER_WITH_NODE_MODULES PROVIDER_PROBE
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, probe] = process.argv.slice(2);
const load = createRequire(path.resolve(folder) + '/');
const kKey = 'key-of-the-peers-test';
const kText = 'We open at "seven" \u2014 \u05e9\u05dc\u05d5\u05dd.';

const events = (list) => list.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');
const chunk = (delta, reason = null) => ({
  id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini',
  choices: [{ index: 0, delta, finish_reason: reason }],
});
const kAnswers = [
  [/\/chat\/completions$/, 'text/event-stream',
    events([chunk({ role: 'assistant', content: '' }), chunk({ content: 'At seven' }), chunk({ content: '.' }),
      chunk({}, 'stop'), { ...chunk({}), choices: [], usage: { total_tokens: 3 } }, '[DONE]'])],
  [/\/audio\/transcriptions$/, 'application/json', JSON.stringify({ text: 'When are you open?' })],
  [/\/audio\/speech$/, 'audio/pcm', Buffer.alloc(48000)],
  [/./, 'audio/basic', Buffer.alloc(4000, 0xff)],
];

const seen = [];
const server = http.createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    seen.push({ method: request.method, url: new URL(request.url, 'http://x'), headers: request.headers,
      body: Buffer.concat(pieces) });
    const [, type, body] = kAnswers.find(([where]) => where.test(request.url.split('?')[0]));
    response.writeHead(200, { 'content-type': type });
    response.end(body);
  });
});

function ours(kind, url) {
  return new Promise((resolve, reject) => {
    const child = spawn(probe, [kind, url], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 20000 });
    let out = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.on('error', reject);
    child.on('close', () => resolve(out.trim()));
  });
}

/** A form's parts by name; of the file what can be told about it. */
async function parts(request) {
  const form = await new Response(request.body, { headers: { 'content-type': request.headers['content-type'] } })
    .formData();
  const out = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') { out[name] = value; continue; }
    const bytes = Buffer.from(await value.arrayBuffer());
    out[name] = { name: value.name, type: value.type, bytes: bytes.toString('base64') };
  }
  return out;
}

async function comparable(request, keyHeader) {
  const type = (request.headers['content-type'] || '').split(';')[0];
  const body = type === 'multipart/form-data' ? await parts(request) : JSON.parse(request.body.toString());
  return { method: request.method, path: request.url.pathname, query: [...request.url.searchParams].sort(), type,
    key: request.headers[keyHeader], body };
}

function silence() {  // one second of 16 bit PCM at 8 kHz as a WAV file
  const head = Buffer.alloc(44);
  head.write('RIFF', 0); head.writeUInt32LE(36 + 16000, 4); head.write('WAVEfmt ', 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(8000, 24); head.writeUInt32LE(16000, 28);
  head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34); head.write('data', 36); head.writeUInt32LE(16000, 40);
  return Buffer.concat([head, Buffer.alloc(16000)]);
}

async function drain(stream) {
  for await (const piece of stream) if (piece === undefined) break;
}

function calls(url) {
  const { OpenAI, toFile } = load('openai');
  const { DeepgramClient } = load('@deepgram/sdk');
  const { ElevenLabsClient } = load('@elevenlabs/elevenlabs-js');
  const openai = new OpenAI({ apiKey: kKey, baseURL: url + '/v1', maxRetries: 0 });
  const environment = { base: url, production: url, agent: url };
  return [
    ['chat', 'authorization', 'text At seven.', async () => drain(await openai.chat.completions.create({
      model: 'gpt-4o-mini', stream: true, stream_options: { include_usage: true }, max_tokens: 300,
      messages: [{ role: 'system', content: 'You answer for a bakery.' }, { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: 'When are you open?' }] }))],
    ['transcription', 'authorization', 'final When are you open?', async () => openai.audio.transcriptions.create({
      file: await toFile(silence(), 'segment.wav', { type: 'audio/wav' }), model: 'gpt-4o-mini-transcribe',
      language: 'en', response_format: 'json' })],
    ['speech', 'authorization', 'bytes 8000', async () => (await openai.audio.speech.create({
      model: 'gpt-4o-mini-tts', voice: 'alloy', input: kText, response_format: 'pcm' })).arrayBuffer()],
    ['aura', 'authorization', 'bytes 4000', async () => new DeepgramClient({ apiKey: kKey, environment })
      .speak.v1.audio.generate({ text: kText, model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8000,
        container: 'none' })],
    ['elevenlabs', 'xi-api-key', 'bytes 4000', async () => drain(await new ElevenLabsClient({ apiKey: kKey, baseUrl: url })
      .textToSpeech.stream('21m00Tcm4TlvDq8ikWAM', { text: kText, modelId: 'eleven_flash_v2_5', languageCode: 'en',
        outputFormat: 'ulaw_8000', optimizeStreamingLatency: 3 }))],
  ];
}

async function main() {
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${server.address().port}`;
  let failed = 0;
  for (const [kind, keyHeader, expected, theirs] of calls(url)) {
    try {
      seen.length = 0;
      await theirs();
      const outcome = await ours(kind, url);
      assert.strictEqual(seen.length, 2, 'each asks once');
      const [reference, own] = await Promise.all(seen.map((request) => comparable(request, keyHeader)));
      assert.deepStrictEqual(own, reference);
      assert.strictEqual(outcome, expected);
      console.log(`passed: ${kind} is asked as the provider's own client asks`);
    } catch (error) {
      failed += 1;
      console.error(`FAILED: ${kind}: ${error.message}`);
    }
  }
  server.closeAllConnections();
  server.close();
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
