// Voices over HTTP: Google's JSON, and those that answer with bare mu-law (Aura, ElevenLabs, Azure, and any other).
'use strict';
const { answer, serve, cut } = require('./http_answer.cjs');
const sound = require('./sound.cjs');

const kMulaw = cut(sound.mulaw(), 3200);
const kGoogle = cut(Buffer.from(JSON.stringify({ audioContent: sound.mulawWav().toString('base64') })), 4000);
const kGoogleBabble = ['{"audioContent": "%%% this is no base64 %%%"}', '{"audio": 5}', '<html>no speech today</html>'];

/** Each provider puts the words elsewhere, so they are looked for in the whole body. */
function mulawVoice(plan) {
  return serve((_, body, response) => answer(response,
    { type: 'audio/basic', pieces: kMulaw, garbage: '<html>no speech today</html>' },
    plan.of('speaking', body.toString())));
}

function googleVoice(plan) {
  return serve((_, body, response) => answer(response,
    { type: 'application/json', pieces: kGoogle, garbage: kGoogleBabble[plan.count % kGoogleBabble.length] },
    plan.of('speaking', JSON.parse(body.toString()).input.text)));
}

module.exports = { mulawVoice, googleVoice };
