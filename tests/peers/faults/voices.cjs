// Voices over HTTP: Google's JSON, and those that answer with bare mu-law (Aura, ElevenLabs, Azure, and any other).
'use strict';
const { answer, serve, cut } = require('./http_answer.cjs');
const sound = require('./sound.cjs');

const kGoogleBabble = ['{"audioContent": "%%% this is no base64 %%%"}', '{"audio": 5}', '<html>no speech today</html>'];

/** Each provider puts the words elsewhere, so they are looked for in the whole body. */
function mulawVoice(plan) {
  return serve((_, body, response) => answer(response,
    { type: 'audio/basic', pieces: cut(sound.mulaw(body.toString()), 3200), garbage: '<html>no speech today</html>' },
    plan.of('speaking', body.toString())));
}

function googleVoice(plan) {
  return serve((_, body, response) => {
    const { text } = JSON.parse(body.toString()).input;
    const whole = JSON.stringify({ audioContent: sound.mulawWav(text).toString('base64') });
    return answer(response, { type: 'application/json', pieces: cut(Buffer.from(whole), 4000),
      garbage: kGoogleBabble[plan.count % kGoogleBabble.length] }, plan.of('speaking', text));
  });
}

module.exports = { mulawVoice, googleVoice };
