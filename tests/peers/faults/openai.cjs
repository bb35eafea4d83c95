// A server with the OpenAI-compatible interface: hears, thinks, speaks, and has the tool that its model asks for.
'use strict';
const crypto = require('node:crypto');
const { answer, serve, cut } = require('./http_answer.cjs');
const { Ear, textOf } = require('./ear.cjs');
const sound = require('./sound.cjs');

const kNumbers = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const events = (list) => list.map((one) => Buffer.from(`data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`));
const garbage = () => crypto.randomBytes(300);

/** The samples of the WAV file inside the form. */
function words(form) {
  const data = form.indexOf('data', form.indexOf('WAVEfmt '));
  const size = form.readUInt32LE(data + 4);
  const samples = form.subarray(data + 8, Math.min(form.length, data + 8 + size));
  const ear = new Ear();
  ear.pushLinear(Array.from({ length: Math.floor(samples.length / 2) }, (_, i) => samples.readInt16LE(i * 2)));
  return ear.words();
}

function hear(plan, form, response) {
  const heard = words(form);
  plan.heard(heard);
  const text = textOf(heard);
  const fault = plan.of('hearing', text);
  if (form.includes('name="stream"')) {
    const pieces = events([...heard.map((each) => ({ type: 'transcript.text.delta', delta: `${each.word} ` })),
      { type: 'transcript.text.done', text }]);
    return answer(response, { type: 'text/event-stream', pieces, garbage: garbage() }, fault);
  }
  return answer(response, { type: 'application/json', pieces: cut(Buffer.from(JSON.stringify({ text })), 12),
    garbage: garbage() }, fault);
}

const chunk = (delta, reason = null) => ({ choices: [{ index: 0, delta, finish_reason: reason }] });

function think(plan, request, response) {
  // Who goes on while he waits for an answer has his turns joined: the newest question is what counts.
  const last = request.messages.at(-1);
  const asked = request.messages.findLast((each) => each.role === 'user')?.content ?? '';
  const number = kNumbers.reduce((best, each) => (asked.lastIndexOf(each) > asked.lastIndexOf(best) ? each : best));
  const wantsTool = plan.stage === 'tool' && last.role === 'user' && request.tools !== undefined;
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'look_up', arguments: `{"number":"${number}"}` } };
  const said = wantsTool ? [chunk({ tool_calls: [call] }), chunk({}, 'tool_calls')]
    : [chunk({ content: 'This is the answer ' }), chunk({ content: `to the ${number} one.` }), chunk({}, 'stop')];
  return answer(response, { type: 'text/event-stream', pieces: events([...said, '[DONE]']), garbage: garbage() },
    plan.of('thinking', number));
}

function openai(plan) {
  return serve((path, body, response) => {
    if (path.endsWith('/audio/transcriptions')) return hear(plan, body, response);
    const request = JSON.parse(body.toString());
    if (path.endsWith('/chat/completions')) return think(plan, request, response);
    if (path.endsWith('/tool')) {
      return answer(response, { type: 'application/json', pieces: cut(Buffer.from('{"found": "seven"}'), 6),
        garbage: garbage() }, plan.of('tool', JSON.stringify(request)));
    }
    return answer(response, { type: 'audio/pcm', pieces: cut(sound.pcm(24000, request.input), 9600),
      garbage: '<html>no speech today</html>' }, plan.of('speaking', request.input));
  });
}

module.exports = { openai };
