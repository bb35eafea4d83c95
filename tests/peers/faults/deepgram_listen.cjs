// Deepgram's live recogniser on ws: hears, guesses, says finals at pauses and when asked to finalize, and fails as a
// WebSocket fails.
'use strict';
const crypto = require('node:crypto');
const http = require('node:http');
const path = require('node:path');
const { HeardStream } = require('./heard_stream.cjs');

const kDripMs = 3000;
const kHuge = 3 * 1024 * 1024;

const kRefusals = {
  429: { reason: 'Too Many Requests', body: { err_code: 'TOO_MANY_REQUESTS', err_msg: 'Too many requests. Please try again later.' } },
  500: { reason: 'Internal Server Error', body: { err_code: 'INTERNAL', err_msg: 'Something went wrong.' } },
};

class Listening {
  constructor(deepgram, socket) {
    this.deepgram = deepgram;
    this.socket = socket;
    this.heard = new HeardStream(deepgram.plan, deepgram.folder, deepgram.streams.length);
    this.over = false;
    this.next = 0;  // when the next message may go, while they drip
    socket.on('error', () => {});
    socket.on('close', () => (this.over = true));
    socket.on('message', (data, binary) => (binary ? this.hear(data) : this.read(JSON.parse(data.toString()))));
    if (deepgram.plan.hearingFails()) this.fail();
  }

  hear(data) {
    this.heard.push(data);
    if (this.over || this.heard.failed) return;
    if (this.heard.pauses()) {
      this.final({ speech_final: true });
    } else if (this.heard.guess() !== null) {
      this.say(this.heard.open(), this.heard.settled, this.heard.ear.bytes, { is_final: false });
    }
  }
  read({ type }) {
    if (this.over || this.heard.failed) return;
    if (type === 'Finalize') this.final({ from_finalize: true });
    if (type !== 'CloseStream') return;
    this.final({});
    this.send({ type: 'Metadata', request_id: 'r', created: 'now', duration: 1, channels: 1 });
    setTimeout(() => this.socket.close(1000), Math.max(0, this.next - Date.now()));
  }
  final(flags) {
    const { words, from, end } = this.heard.settle();
    this.say(words, from, end, { is_final: true, ...flags });
  }
  say(words, from, end, flags) {
    const second = (samples) => samples / 8000;
    this.send({
      type: 'Results', channel_index: [0, 1], start: second(from), duration: second(end - from), speech_final: false,
      from_finalize: false, ...flags,
      channel: { alternatives: [{ transcript: words.map((each) => each.word).join(' '), confidence: 0.9,
        words: words.map((each) => ({ word: each.word, start: second(each.begin), end: second(each.end), confidence: 0.9 })) }] },
      metadata: { request_id: 'r', model_uuid: 'm', model_info: { name: 'nova-3', version: '1', arch: 'nova-3' } },
    });
  }
  send(message) {
    const text = JSON.stringify(message);
    const drips = this.deepgram.plan.fault === 'drip' && this.deepgram.plan.hearingFails();
    this.next = Math.max(this.next, Date.now()) + (drips ? kDripMs : 0);
    setTimeout(() => this.socket.send(text, () => {}), this.next - Date.now());
  }

  /** Once for each stream. A service that refuses streams first ends those that are. */
  fail() {
    if (this.heard.failed || this.over) return;
    const fault = this.deepgram.plan.deal();
    if (fault === 'drip') return;  // it says all, and late
    this.heard.failed = true;
    if (fault === '429' || fault === '500') this.socket.close(1011, 'NET-0000');
    if (fault === 'reset') this.socket._socket.resetAndDestroy();
    if (fault === 'garbage') this.babble();
  }
  babble() {
    const kinds = [
      () => this.socket.send(crypto.randomBytes(500), { binary: true }),
      () => this.socket.send('<html>no words today</html>'),
      () => this.socket.send(JSON.stringify({ type: 'Results', start: 'soon', duration: [], is_final: 'perhaps', channel: 7 })),
      () => this.socket.send(JSON.stringify({ type: 'Results', start: -1e300, duration: 1e300, is_final: true,
        channel: { alternatives: [{ transcript: '', words: [{ start: 1e99 }] }] } })),
      () => this.socket.send('x'.repeat(kHuge)),
      () => this.socket._socket.write(Buffer.from('f7ffffffff', 'hex')),  // no frame of a WebSocket
    ];
    kinds[this.deepgram.plan.count % kinds.length]();
  }
}

function refuse(socket, status) {
  const { reason, body } = kRefusals[status];
  const text = JSON.stringify(body);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n` +
    `Connection: close\r\n\r\n${text}`);
}

function deepgramListen(plan, modules, folder) {
  const { WebSocketServer } = require(path.join(modules, 'ws'));
  const deepgram = { plan, folder, streams: [] };
  const sockets = new WebSocketServer({ noServer: true });
  const server = http.createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {});
    const refused = plan.hearingFails() && kRefusals[plan.fault];
    if (refused) {
      plan.deal();
      refuse(socket, plan.fault);
    } else if (plan.hearingFails() && plan.fault === 'hang') {
      plan.deal();  // taken by the system, and nobody answers
    } else {
      sockets.handleUpgrade(request, socket, head, (made) => deepgram.streams.push(new Listening(deepgram, made)));
    }
  });
  plan.onset.push(() => {
    for (const stream of deepgram.streams) stream.fail();
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done({
      port: server.address().port, report: () => deepgram.streams.map((each) => each.heard.report()),
    }));
  });
}

module.exports = { deepgramListen };
