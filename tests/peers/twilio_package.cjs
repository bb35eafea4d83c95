// Our signatures and our reading of TwiML against Twilio's own package for Node.
// Usage: node twilio_package.cjs FOLDER_WITH_NODE_MODULES WIRE_PROBE
'use strict';
const { spawnSync } = require('node:child_process');
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, probe] = process.argv.slice(2);
const twilio = createRequire(path.resolve(folder) + '/')('twilio');

const kToken = '12345';
const questions = [];
const checks = [];

/** Asks the probe later; `check` gets its answer and gives a complaint, or nothing. */
function ask(name, question, check) {
  questions.push(JSON.stringify(question));
  checks.push({ name, check });
}

function pairs(params) {
  return Object.entries(params).flatMap(([name, value]) => [].concat(value).map((each) => [name, each]));
}

const kUrls = [
  'https://example.com/webhook/incoming_call',
  'https://example.com:8443/webhook/incoming_call?tenant=a%20b&x=1',
  'http://example.com/voice',
  'http://example.com:5000/voice?q=%C3%A9',
  'https://user:pass@example.com/voice',
  "https://example.com/voice?Body=It's+amazing",
  'https://example.com/',
  'wss://example.com/ws/twilio-media',
  'wss://example.com/ws/twilio-media/',
];
const kForms = [
  {},
  { CallSid: 'CA1234567890ABCDE', From: '+14158675309', To: '+18005551212', FromCity: '' },
  { b: 'two words & more', a: '\u00e9\u20ac\u{1f600}', B: '=', '': 'nameless' },
  { Digits: ['5678', '1234', '1234'], Sid: 'CA123', SidAccount: 'AC123' },
];

for (const url of kUrls) {
  for (const params of kForms) {
    const form = pairs(params);
    ask(`Twilio takes our signature of ${url}`, { op: 'sign', token: kToken, url, params: form }, (answer) =>
      twilio.validateRequest(kToken, answer.signature, url, params) ? null : `refused ${answer.signature}`);
    const theirs = twilio.getExpectedTwilioSignature(kToken, url, params);
    ask(`we take Twilio's signature of ${url}`,
      { op: 'valid', token: kToken, signature: theirs, url, params: form },
      (answer) => (answer.valid ? null : `refused ${theirs}`));
    ask(`we refuse another token's signature of ${url}`,
      { op: 'valid', token: 'other', signature: theirs, url, params: form },
      (answer) => (answer.valid ? `took ${theirs}` : null));
  }
}

for (const body of ['{}', '{"property": "value", "boolean": true}', '{"caf\u00e9":"\u20ac"}']) {
  const hash = twilio.getExpectedBodyHash(body);
  const url = `https://example.com/hook?x=1&bodySHA256=${hash}`;
  const signature = twilio.getExpectedTwilioSignature(kToken, url, {});
  ask(`the hash of ${body}`, { op: 'body_sha256', body }, (answer) => (answer.hash === hash ? null : answer.hash));
  ask(`the signature of ${body}`, { op: 'valid_body', token: kToken, signature, url, body }, (answer) =>
    answer.valid && twilio.validateRequestWithBody(kToken, signature, url, body) ? null : 'not taken by both');
}

/** In a value both ">" and its escape are XML, and the package writes the one where we write the other. */
function canonical(document) {
  return document.replaceAll('&gt;', '>');
}

/** What their package generates is read without complaint and written again to the same document. */
function same(name, build) {
  const response = new twilio.twiml.VoiceResponse();
  build(response);
  const theirs = response.toString();
  ask(name, { op: 'read_twiml', url: 'https://example.com/voice', body: theirs }, (answer) => {
    if (answer.failed || answer.notices.length > 0) return `complains of ${theirs}: ${answer.notices.join('; ')}`;
    return canonical(answer.twiml) === canonical(theirs) ? null : `theirs ${theirs}\n      ours ${answer.twiml}`;
  });
}

same('an empty response', () => {});
same('a stream', (response) => {
  const stream = response.connect({ action: 'https://example.com/ended' }).stream({
    url: 'wss://example.com/ws/twilio-media',
    name: 'a "name" & <more>',
    track: 'inbound_track',
    statusCallback: 'https://example.com/status?a=1&b=2',
    statusCallbackMethod: 'GET',
  });
  stream.parameter({ name: 'token', value: 'abc123' });
  stream.parameter({ name: 'quote', value: "it's \"5 < 6\" & \u00e9" });
});
same('a stream beside the call', (response) => {
  response.start().stream({ url: 'wss://example.com/tap', name: 'tap', track: 'both_tracks' });
  response.say({ voice: 'alice', language: 'en-GB', loop: 2 }, 'Good <morning> & welcome');
  response.stop().stream({ name: 'tap' });
});
same('a farewell', (response) => {
  response.say('All lines are busy.');
  response.pause({ length: 3 });
  response.hangup();
});
same('a transfer', (response) => {
  response.dial({ callerId: '+14155550101', timeout: 20 }, '+14155550100');
  response.dial().sip('sip:desk@example.com');
});
same('other verbs', (response) => {
  const gather = response.gather({ action: 'https://example.com/key', method: 'GET', numDigits: 1 });
  gather.say('Press a key');
  gather.pause();
  gather.play('https://example.com/a.wav');
  response.record({ action: 'https://example.com/recorded', maxLength: 30 });
  response.redirect({ method: 'GET' }, 'https://example.com/next?a=1&b=2');
  response.reject({ reason: 'busy' });
});

const run = spawnSync(probe, { input: questions.join('\n') + '\n', encoding: 'utf8', timeout: 60000 });
if (run.status !== 0) {
  console.error(`the probe failed: ${run.error ?? run.signal ?? run.status}`);
  process.exit(1);
}
const answers = run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
let wrong = answers.length === questions.length ? 0 : 1;
if (wrong) console.error(`${questions.length} questions, ${answers.length} answers`);
checks.forEach(({ name, check }, index) => {
  const complaint = answers[index] === undefined ? 'no answer' : answers[index].error ?? check(answers[index]);
  if (complaint) {
    ++wrong;
    console.error(`${name}\n      ${complaint}`);
  }
});
console.log(`${checks.length - wrong} of ${checks.length} checks against Twilio's package for Node agree`);
process.exit(wrong === 0 ? 0 : 1);
