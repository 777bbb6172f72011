import assert from 'node:assert/strict';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { freeDeadArrays } from '../../../src/engine/explanation/dead-arrays';

const bytes = (): number => process.memoryUsage().arrayBuffers;
const MEGABYTE = 1_000_000;

describe('arrays that nobody holds', () => {
  it('are freed before V8 would look for them', async () => {
    freeDeadArrays();
    await turn();
    const before = bytes();
    const kept = new Uint8Array(5 * MEGABYTE);
    let most = 0;
    for (let k = 0; k < 200; k++) {
      new Uint8Array(MEGABYTE).fill(k);
      freeDeadArrays();
      await turn();
      // V8 frees what it found in a thread of its own.
      for (let wait = 0; wait < 50 && bytes() - before > 30 * MEGABYTE; wait++) await pause(10);
      most = Math.max(most, bytes() - before);
    }
    assert.ok(most < 30 * MEGABYTE, `${most} bytes lay there`);
    assert.equal(kept.length, 5 * MEGABYTE);
  });
});
