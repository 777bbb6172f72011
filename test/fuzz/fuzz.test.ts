import assert from 'node:assert/strict';
import { fuzz } from './run';
import { targets } from './targets';

/** Cases of each format; `npm run fuzz` runs as many as there is time for, from other numbers on. */
const CASES = 150;

describe('files that are damaged or made to harm', () => {
  for (const { id } of targets) {
    it(`${id}: ${CASES} mutations are read or refused in one sentence`, async function () {
      this.timeout(300_000);
      assert.deepEqual(await fuzz(id, 0, CASES), []);
    });
  }
});
