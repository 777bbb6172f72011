import assert from 'node:assert/strict';
import { FuzzReader } from './reader';
import { targets } from './targets';

/** Cases of each format; `npm run fuzz` runs as many as there is time for, from other numbers on. */
const [CASES, WARM_CASES] = [2000, 500];

describe('files that are damaged or made to harm', () => {
  let reader: FuzzReader;
  before(() => (reader = new FuzzReader()));
  after(() => reader.close());

  for (const { id, warm } of targets) {
    const count = warm ? WARM_CASES : CASES;
    it(`${id}: ${count} mutations are read or refused in one sentence`, async function () {
      this.timeout(900_000);
      assert.deepEqual(await reader.faults({ target: id, first: 0, count, warm: true }), []);
    });
  }
});
