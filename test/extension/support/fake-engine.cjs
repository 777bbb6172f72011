// A test double of the engine process: it speaks the protocol of src/protocol/engine.ts and computes nothing real.
// Arguments steer it: a model path holding `hang` blocks for ever when explained, `endless` when described, `anytime` keeps what it has when
// cancelled, `crash` ends the process, `corrupt` answers with an error.
'use strict';

const { evaluations } = require('./fake/evaluations.cjs');
const { explanations } = require('./fake/explanations.cjs');
const { explainers } = require('./fake/explainers.cjs');
const { filters } = require('./fake/filters.cjs');
const { trainings } = require('./fake/trainings.cjs');
const { versions } = require('./fake/versions.cjs');
const { changes } = require('./fake/what-if.cjs');
const { cancelled, say } = require('./fake/wire.cjs');

const calls = { ...explanations, ...evaluations, ...explainers, ...filters, ...trainings, ...versions, ...changes };

process.on('message', async (message) => {
  if (message.kind === 'ping') return say({ kind: 'pong' });
  if (message.kind === 'cancel') return void cancelled.add(message.id);
  try {
    const answer = await calls[message.name](message.arguments, message.id);
    say({ kind: 'answer', id: message.id, answer });
  } catch (error) {
    say({ kind: 'error', id: message.id, error: error.code ? error : { code: 'internal', what: String(error) } });
  }
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', version: 'fake' });
