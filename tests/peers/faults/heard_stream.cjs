// What one stream of a fake recogniser has heard and said, kept so that the judge can tell what became of each frame
// that the caller sent.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Ear, textOf } = require('./ear.cjs');

const kPause = 4000;  // half a second without voice ends an utterance, as the service's own ear has it

class HeardStream {
  constructor(plan, folder, number) {
    this.plan = plan;
    this.ear = new Ear();
    this.audio = [];
    this.file = path.join(folder, `stream-${number}.ulaw`);
    this.settled = 0;  // samples that have had their final words
    this.failed = false;
    this.told = '';
  }

  push(mulaw) {
    this.audio.push(mulaw);
    this.ear.push(mulaw);
    this.plan.heard(this.ear.words(this.settled));
  }
  /** What has no final yet. */
  open() { return this.ear.words(this.settled); }
  /** New guesses, or null. */
  guess() {
    const text = textOf(this.open());
    if (text === '' || text === this.told) return null;
    this.told = text;
    return text;
  }
  pauses() { return this.open().length > 0 && this.ear.silence() >= kPause; }
  /** The final words of all until now. */
  settle() {
    const words = this.open();
    const from = this.settled;
    this.settled = this.ear.bytes;
    this.told = '';
    return { words, text: textOf(words), from, end: this.settled };
  }
  report() {
    fs.writeFileSync(this.file, Buffer.concat(this.audio));
    return { file: this.file, settled: this.settled, failed: this.failed };
  }
}

module.exports = { HeardStream };
