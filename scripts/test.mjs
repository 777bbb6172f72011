// `npm test`: set-up, then every runner, two at a time where the machine has the cores; ends with what failed, and one
// line `N passed, N failed`. Option: --only engine,e2e.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { say } from './setup/process.mjs';
import { setUp } from './setup.mjs';
import { fault } from './test/runner.mjs';
import { stages } from './test/steps.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',');
const steps = stages.flat();
const unknown = wanted?.filter((name) => !steps.some((step) => step.name === name)) ?? [];
if (unknown.length > 0) {
  say(`No such runner: ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

// Leaving by way of `exit` ends the runner that is at work, with everything it started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const total = { passed: 0, failed: 0, faults: [] };
await report({ name: 'set-up', run: prepare });
for (const stage of stages) {
  const waiting = stage.filter((step) => !wanted || wanted.includes(step.name));
  await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, () => lane(waiting)));
}
for (const one of total.faults) say(`✗ ${one}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Takes one waiting step after another. */
async function lane(waiting) {
  for (let step = waiting.shift(); step; step = waiting.shift()) await report(step);
}

async function report({ name, run }) {
  const started = Date.now();
  say(`▸ ${name}`);
  const { passed, failed, faults } = await counted(name, run);
  say(`${name}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - started) / 1000)} s)`);
  total.passed += passed;
  total.failed += failed;
  total.faults.push(...faults.map((one) => `${name}: ${one}`));
}

/** Set-up proves nothing about the product, so it counts only when it fails. */
async function prepare() {
  await setUp();
  return { passed: 0, failed: 0, faults: [] };
}

async function counted(name, run) {
  try {
    return await run();
  } catch (error) {
    return fault(String(error.stack ?? error));
  }
}
