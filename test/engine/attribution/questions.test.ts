import assert from 'node:assert/strict';
import { costOf } from '../../../scripts/readme/sections';
import { methods } from '../../../src/engine/attribution';
import type { AttributionMethod } from '../../../src/engine/attribution/method';
import { QUESTIONS } from '../../../src/engine/attribution/questions';

const answers = (id: string): readonly AttributionMethod[] => QUESTIONS.find((q) => q.id === id)!.methods;

describe('which method for which question', () => {
  it('names methods of the registry, each once per question', () => {
    for (const { id, methods: named } of QUESTIONS) {
      assert.ok(named.length >= 3 && named.every((method) => methods.includes(method)), id);
      assert.equal(new Set(named).size, named.length, id);
    }
  });

  it('takes for black boxes what needs nothing of the model', () => {
    for (const { id, needs } of answers('black-box')) assert.deepEqual(needs, [], id);
  });

  it('takes for a fast answer what costs at most three passes', () => {
    for (const method of answers('fast')) assert.ok(costOf(method) <= 3, `${method.id}: ${costOf(method)}`);
  });

  it('compares classes by maps with a sign, and calls adding up only what says its sum', () => {
    for (const { id, signed } of [...answers('classes'), ...answers('pixels')]) assert.ok(signed, id);
    for (const { id, shows } of answers('pixels')) assert.match(shows, /\bsum\b/, id);
  });
});
