// A server that answers POSTs, and how an answer over HTTP goes wrong.
'use strict';
const http = require('node:http');

const kSecond = 1000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function refuse(response, status) {
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 ? { 'retry-after': '1' } : {}) });
  response.end('{"error": {"message": "not now"}}');
}

async function drip(response, pieces) {
  for (const piece of pieces) {
    for (const byte of piece.subarray(0, 20)) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await pause(kSecond);
    }
  }
}

/** `pieces` as the provider would send them; `garbage` is what it sends instead when it babbles. */
async function answer(response, { type, pieces, garbage }, fault) {
  if (fault === 'hang') return;
  if (fault === '429' || fault === '500') {
    refuse(response, Number(fault));
    return;
  }
  response.writeHead(200, { 'content-type': type });
  if (fault === 'garbage') {
    response.end(garbage);
    return;
  }
  if (fault === 'drip') {
    await drip(response, pieces);
    return;
  }
  const whole = fault === 'reset' ? Math.floor(pieces.length / 2) : pieces.length;
  for (const piece of pieces.slice(0, whole)) response.write(piece);
  if (fault !== 'reset') {
    response.end();
    return;
  }
  response.flushHeaders();
  setTimeout(() => response.socket?.resetAndDestroy(), 30);  // what was written has gone out by then
}

/** `handle(path, body, response)` answers; resolves with the port. */
function serve(handle) {
  const server = http.createServer((request, response) => {
    const pieces = [];
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => handle(new URL(request.url, 'http://x').pathname, Buffer.concat(pieces), response, request));
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
}

/** In as many pieces as a network would make of it. */
function cut(bytes, size) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

module.exports = { answer, serve, cut };
