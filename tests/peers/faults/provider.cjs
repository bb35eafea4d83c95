// The services of one call: the provider that is tried, which fails as planned, and an OpenAI-compatible one that is well
// for the stages that are not tried. Usage: node provider.cjs MODULES PLAN, where PLAN is JSON with provider, stage, fault,
// when and folder. Prints {"openai": PORT, "tried": PORT}; when its input ends, what it has seen.
'use strict';
const path = require('node:path');
const { Plan } = require('./plan.cjs');
const { openai } = require('./openai.cjs');
const { mulawVoice, googleVoice } = require('./voices.cjs');

async function start(modules, given, plan) {
  const none = () => [];
  const healthy = new Plan({ stage: 'none', fault: 'none', when: 'turn' });
  if (given.provider.startsWith('openai')) {
    const port = await openai(plan);
    return { openai: port, tried: port, report: none };
  }
  const ports = { openai: await openai(healthy), report: none };
  if (given.provider === 'google' && given.stage === 'hearing') {
    const { googleSpeech } = require('./google_speech.cjs');
    const { port, report } = await googleSpeech(plan, modules, given.folder);
    return { ...ports, tried: port, report };
  }
  if (given.provider === 'deepgram' && given.stage === 'hearing') {
    const { deepgramListen } = require('./deepgram_listen.cjs');
    const { port, report } = await deepgramListen(plan, modules, given.folder);
    return { ...ports, tried: port, report };
  }
  return { ...ports, tried: await (given.provider === 'google' ? googleVoice(plan) : mulawVoice(plan)) };
}

async function main() {
  const given = JSON.parse(process.argv[3]);
  const plan = new Plan(given);
  const { report, ...ports } = await start(path.resolve(process.argv[2], 'node_modules'), given, plan);
  console.log(JSON.stringify(ports));
  process.stdin.on('end', () => {
    console.log(JSON.stringify({ faults: plan.count, streams: report() }));
    process.exit(0);
  });
  process.stdin.resume();
}

main();
