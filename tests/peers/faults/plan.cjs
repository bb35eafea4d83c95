// When a fake provider fails, and how. The caller's second question is where it begins:
//   turn   whatever is asked for its sake fails, and what is heard for so many seconds
//   good   from then on everything fails
//   start  everything fails from the beginning
'use strict';

const kSpell = 4000;  // ms for which a recogniser fails that comes back

class Plan {
  constructor({ stage, fault, when }) {
    this.stage = stage;
    this.fault = fault;
    this.when = when;
    this.count = 0;     // failures that were dealt out
    this.since = when === 'start' ? 0 : null;
    this.onset = [];    // told when it begins
  }

  /** A recogniser has heard these words: does that begin it? */
  heard(words) {
    if (this.stage !== 'hearing' || this.fault === 'none' || this.since !== null || !words.some((each) => each.word === 'second')) return;
    this.since = Date.now();
    for (const tell of this.onset) tell();
  }
  hearingFails() {
    if (this.stage !== 'hearing' || this.fault === 'none' || this.since === null) return false;
    return this.when !== 'turn' || Date.now() < this.since + kSpell;
  }
  /** The fault of a request at this stage about these words, or null; it counts as dealt. */
  of(stage, text) {
    if (stage !== this.stage || this.fault === 'none') return null;
    const second = text.includes('second');
    if (second && this.since === null) this.since = Date.now();
    const fails = stage === 'hearing' ? this.hearingFails()
      : this.when === 'turn' ? second : this.since !== null;
    return fails ? this.deal() : null;
  }
  deal() {
    this.count += 1;
    return this.fault;
  }
}

module.exports = { Plan };
