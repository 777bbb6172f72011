import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import { inputFor, type Running } from './networks';
import { agree, kindsFor, run } from './running';

const WAYS: Readonly<Record<string, Running>> = {
  'one image at a time': { batched: false },
  'two threads': { threads: 2 },
};

describe('contract of methods: batches and threads', () => {
  for (const method of methods) {
    const [kind] = kindsFor(method);
    const mapOf = async (running: Running) => {
      const network = kind.open(running);
      const { map } = await run(method, { network, input: inputFor(kind) });
      await network.close();
      return map;
    };
    for (const [name, running] of Object.entries(WAYS))
      it(`${method.id}: ${name} give the map of batches on one thread`, async () => {
        const [usual, other] = [await mapOf({}), await mapOf(running)];
        assert.ok(agree(usual, other));
      });
  }
});
