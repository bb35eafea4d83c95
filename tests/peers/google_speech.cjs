// Google's own .proto, served by gRPC's JavaScript: what our recogniser sends must decode there as Google means it,
// and what Google's messages say must come back as words. node google_speech.cjs MODULES PROBE
'use strict';
const assert = require('assert');
const path = require('path');
const { spawn } = require('child_process');
const modules = path.resolve(process.argv[2], 'node_modules');
const probe = process.argv[3];
const grpc = require(path.join(modules, '@grpc/grpc-js'));
const loader = require(path.join(modules, '@grpc/proto-loader'));

const protos = path.join(modules, '@google-cloud/speech/build/protos');
const gax = path.join(modules, 'google-gax/build/protos');
const definition = loader.loadSync('google/cloud/speech/v1/cloud_speech.proto', {
  includeDirs: [protos, gax], keepCase: true, longs: String, enums: String, defaults: false, oneofs: true,
});
const speech = grpc.loadPackageDefinition(definition).google.cloud.speech.v1;

const streams = [];
function streamingRecognize(call) {
  const stream = { key: call.metadata.get('x-goog-api-key')[0], audio: [], config: null, largest: 0 };
  streams.push(stream);
  const heard = () => Buffer.concat(stream.audio);
  const result = (words, isFinal) => {
    const end = heard().lastIndexOf(words.charCodeAt(words.length - 1)) + 1;
    call.write({ results: [{
      alternatives: [{ transcript: words, confidence: 0.9, words: [] }], is_final: isFinal, stability: isFinal ? 0 : 0.8,
      result_end_time: { seconds: String(Math.floor(end / 8000)), nanos: (end % 8000) * 125000 }, language_code: 'iw-il',
    }], total_billed_time: { seconds: '1' }, request_id: '1' });
  };
  const words = () => [...new Set(heard().toString('latin1').replace(/[^a-z]/g, ''))].join(' ');
  call.on('data', (message) => {
    if (message.streaming_config) {
      assert.strictEqual(stream.config, null, 'the configuration comes once and first');
      stream.config = message.streaming_config;
      if (stream.config.config.language_code === 'he-IL') {
        call.emit('error', { code: grpc.status.INVALID_ARGUMENT, details: 'Invalid recognition "config": bad language code' });
      }
      return;
    }
    stream.audio.push(message.audio_content);
    stream.largest = Math.max(stream.largest, message.audio_content.length);
    if (words()) result(words(), false);
  });
  call.on('end', () => {
    if (words()) result(words(), true);
    call.end();
  });
}

const server = new grpc.Server();
server.addService(speech.Speech.service, { StreamingRecognize: streamingRecognize, Recognize() {}, LongRunningRecognize() {} });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  const child = spawn(probe, ['google', `http://127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.on('exit', (code) => {
    if (code === 77) {
      console.log('skipped: this build has no gRPC');
      process.exit(0);
    }
    const said = out.trim().split('\n').map((line) => JSON.parse(line));
    const finals = said.filter((each) => each.said === 'final' && each.text);
    assert.strictEqual(code, 0, out);
    assert.deepStrictEqual(finals.map((each) => each.text), ['a', 'b']);
    assert.deepStrictEqual(finals.map((each) => each.end), [6000, 14000]);
    assert.deepStrictEqual(said.filter((each) => each.said === 'failed'), []);
    const good = streams.filter((each) => each.config.config.language_code === 'iw-IL' && each.audio.length > 0);
    assert.ok(good.length >= 2, 'a stream for each utterance');
    for (const each of streams) {
      assert.strictEqual(each.key, 'K-of-the-peers');
      assert.strictEqual(each.config.config.encoding, 'MULAW');
      assert.strictEqual(each.config.config.sample_rate_hertz, 8000);
      assert.strictEqual(each.config.interim_results, true);
      assert.ok(each.largest <= 25000);
    }
    const bytes = good.reduce((sum, each) => sum + Buffer.concat(each.audio).length, 0);
    assert.strictEqual(bytes, 16000, 'not one frame lost over the change of language and of streams');
    console.log(`google: ${streams.length} streams, ${bytes} bytes, words ${finals.map((each) => each.text)}`);
    process.exit(0);
  });
});
