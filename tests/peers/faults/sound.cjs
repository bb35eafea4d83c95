// What the fakes' voices say: a swelling tone, since nobody but an ear looks at it; another for each text, since who hears
// the same sound twice takes it for the same answer.
'use strict';

const kSeconds = 1.6;

function pcm(rate, text) {
  const turn = 1200 + 37 * (Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 997, 0) % 31);
  const out = Buffer.alloc(Math.floor(rate * kSeconds) * 2);
  for (let i = 0; i * 2 < out.length; i += 1) {
    const swell = 0.6 + 0.4 * Math.sin((i * 19) / rate);
    out.writeInt16LE(Math.round(9000 * Math.sin((i * turn) / rate) * swell), i * 2);
  }
  return out;
}

function mulawCode(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), 32635) + 0x84;
  const exponent = Math.max(0, Math.floor(Math.log2(biased)) - 7);
  return ~(sign | (exponent << 4) | ((biased >> (exponent + 3)) & 0x0f)) & 0xff;
}

function mulaw(text) {
  const linear = pcm(8000, text);
  return Buffer.from(Array.from({ length: linear.length / 2 }, (_, i) => mulawCode(linear.readInt16LE(i * 2))));
}

/** With the head that Google puts before it. */
function mulawWav(text) {
  const sound = mulaw(text);
  const head = Buffer.alloc(58);
  head.write('RIFF', 0);
  head.writeUInt32LE(50 + sound.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('fact', 38);
  head.writeUInt32LE(4, 42);
  head.writeUInt32LE(sound.length, 46);
  head.write('data', 50);
  head.writeUInt32LE(sound.length, 54);
  return Buffer.concat([head, sound]);
}

module.exports = { pcm, mulaw, mulawWav };
