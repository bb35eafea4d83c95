// Google's recogniser, served by grpc-js from Google's own .proto: hears, guesses, says finals at pauses and at the half
// close, and fails as gRPC fails.
'use strict';
const path = require('node:path');
const { HeardStream } = require('./heard_stream.cjs');

const kDripMs = 3000;

function service(modules) {
  const grpc = require(path.join(modules, '@grpc/grpc-js'));
  const loader = require(path.join(modules, '@grpc/proto-loader'));
  const definition = loader.loadSync('google/cloud/speech/v1/cloud_speech.proto', {
    includeDirs: [path.join(modules, '@google-cloud/speech/build/protos'), path.join(modules, 'google-gax/build/protos')],
    keepCase: true, longs: String, enums: String, defaults: false, oneofs: true,
  });
  const speech = grpc.loadPackageDefinition(definition).google.cloud.speech.v1;
  const { StreamingRecognize } = speech.Speech.service;
  const serialize = StreamingRecognize.responseSerialize;
  const method = { ...StreamingRecognize, responseSerialize: (value) => (Buffer.isBuffer(value) ? value : serialize(value)) };
  return { grpc, methods: { StreamingRecognize: method } };
}

const time = (samples) => ({ seconds: String(Math.floor(samples / 8000)), nanos: (samples % 8000) * 125000 });

class Recognition {
  constructor(google, call) {
    this.google = google;
    this.call = call;
    this.heard = new HeardStream(google.plan, google.folder, google.streams.length);
    this.over = false;
    this.silent = false;  // for a while
    this.closed = false;  // by the client, its half
    call.on('error', () => {});
    call.on('cancelled', () => (this.over = true));
    call.on('data', (message) => this.take(message));
    call.on('end', () => this.halfClosed());
  }

  take(message) {
    if (message.streaming_config) {
      if (this.google.plan.hearingFails()) this.fail();
      return;
    }
    this.heard.push(message.audio_content);
    if (this.over || this.silent) return;
    if (this.google.plan.hearingFails()) {
      this.fail();
    } else if (this.heard.pauses()) {
      this.final();
    } else {
      const text = this.heard.guess();
      if (text !== null) this.say(text, this.heard.ear.bytes, false);
    }
  }

  halfClosed() {
    this.closed = true;
    if (this.over || this.silent || this.heard.failed) return;
    if (this.heard.open().length > 0) this.final();
    this.heard.settle();
    this.call.end();
  }
  final() {
    const { text, end } = this.heard.settle();
    this.say(text, end, true);
  }
  say(text, end, isFinal) {
    if (this.over) return;
    this.call.write({ results: [{ alternatives: [{ transcript: text, confidence: 0.9, words: [] }], is_final: isFinal,
      stability: isFinal ? 0 : 0.8, result_end_time: time(end), language_code: 'en-us' }], request_id: '1' });
  }

  /** Once for each stream, as it is and for what it was told to do. */
  fail() {
    if (this.heard.failed || this.over || this.silent) return;
    const { status } = this.google.grpc;
    const fault = this.google.plan.deal();
    this.heard.failed = fault !== 'drip';
    if (fault === '429') this.end(status.RESOURCE_EXHAUSTED, "Quota exceeded for quota metric 'Streaming requests'.");
    if (fault === '500') this.end([status.INTERNAL, status.UNAVAILABLE][this.google.plan.count % 2], 'Internal error encountered.');
    if (fault === 'reset') this.google.destroy();
    if (fault === 'garbage') this.babble();
    if (fault === 'drip') this.drip();
  }
  end(code, details) {
    this.over = true;
    this.call.emit('error', { code, details });
  }
  babble() {
    const kinds = [
      () => this.call.write(Buffer.from('ffffffffffffffffff00ff', 'hex')),  // no protobuf
      () => this.call.write({ results: [{ alternatives: [], is_final: false, result_end_time: { seconds: '-5', nanos: -7 } },
        { alternatives: [], is_final: true, result_end_time: { seconds: '9000000000', nanos: 999999999 } }] }),
      () => this.call.write({ results: [], speech_event_type: 'END_OF_SINGLE_UTTERANCE' }),
      () => this.call.write({ error: { code: 13, message: 'i\u0000\u0007n \ud83d\ude00 pieces' } }),
    ];
    kinds[this.google.plan.count % kinds.length]();
  }
  /** Whatever it has to say comes seconds late, one message in so long, until it is well again. */
  drip() {
    this.silent = true;
    setTimeout(() => {
      this.silent = false;
      const text = this.heard.guess();
      if (this.closed) this.halfClosed();
      else if (text !== null) this.say(text, this.heard.ear.bytes, false);
      if (!this.closed && this.google.plan.hearingFails()) this.drip();
    }, kDripMs);
  }
}

function googleSpeech(plan, modules, folder) {
  const { grpc, methods } = service(modules);
  const google = { plan, folder, grpc, streams: [], sockets: new Set() };
  const server = new grpc.Server();
  server.addService(methods, {
    StreamingRecognize: (call) => google.streams.push(new Recognition(google, call)),
  });
  // The connection is what breaks, with all streams on it.
  google.destroy = () => {
    for (const socket of google.sockets) socket.resetAndDestroy();
    google.sockets.clear();
  };
  plan.onset.push(() => {
    for (const stream of google.streams) stream.fail();
  });
  return new Promise((done, failed) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) return failed(error);
      for (const http2 of server.http2Servers.keys()) http2.on('connection', (socket) => google.sockets.add(socket));
      return done({ port, report: () => google.streams.map((each) => each.heard.report()) });
    });
  });
}

module.exports = { googleSpeech };
