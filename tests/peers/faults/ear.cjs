// An ear that really hears, for fakes of recognisers: the caller of these calls speaks in tones, a pitch for each word
// (caller.py), and a word is whatever part of the audio has its pitch. So words lost, cut or given twice are noticed.
'use strict';

const kPitches = { the: 440, first: 640, second: 840, third: 1040, fourth: 1240, fifth: 1440, sixth: 1640, question: 1940 };
const kBlock = 160;
const kLeastBlocks = 3;  // of a word; what is shorter is its edge
const kAudible = 300;    // RMS of a block in which somebody speaks

const kLinear = Int16Array.from({ length: 256 }, (_, code) => {
  const inverted = ~code & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84 << ((inverted & 0x70) >> 4)) - 0x84;
  return inverted & 0x80 ? -magnitude : magnitude;
});

/** Goertzel's filter: how much of the block has this pitch. */
function power(block, hertz) {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 8000);
  let one = 0;
  let two = 0;
  for (const sample of block) [one, two] = [sample + turn * one - two, one];
  return one * one + two * two - turn * one * two;
}

function wordOf(block) {
  const energy = block.reduce((sum, sample) => sum + sample * sample, 0);
  if (energy / block.length < kAudible * kAudible) return null;
  let best = null;
  let most = (energy * block.length) / 8;  // a quarter of a pure tone's
  for (const [word, hertz] of Object.entries(kPitches)) {
    const here = power(block, hertz);
    if (here > most) [best, most] = [word, here];
  }
  return best;
}

class Ear {
  constructor() {
    this.bytes = 0;
    this.rest = [];
    this.blocks = [];  // the word of each, or null
  }

  push(mulaw) { this.pushLinear(Array.from(mulaw, (code) => kLinear[code])); }
  pushLinear(samples) {
    this.bytes += samples.length;
    this.rest.push(...samples);
    let at = 0;
    for (; at + kBlock <= this.rest.length; at += kBlock) this.blocks.push(wordOf(this.rest.slice(at, at + kBlock)));
    this.rest.splice(0, at);
  }

  /** Words that begin at this sample or later, with their ends in samples. */
  words(from = 0) {
    const found = [];
    let begin = 0;
    for (let at = 1; at <= this.blocks.length; at += 1) {
      if (at < this.blocks.length && this.blocks[at] === this.blocks[begin]) continue;
      const word = this.blocks[begin];
      if (word !== null && at - begin >= kLeastBlocks && begin * kBlock >= from) {
        found.push({ word, begin: begin * kBlock, end: at * kBlock });
      }
      begin = at;
    }
    return found;
  }

  /** So long, in samples, nothing has been said. */
  silence() {
    const last = this.blocks.findLastIndex((word) => word !== null);
    return (this.blocks.length - 1 - last) * kBlock;
  }
}

const textOf = (words) => words.map((each) => each.word).join(' ');

module.exports = { Ear, textOf };
