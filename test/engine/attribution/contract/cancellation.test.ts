import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import type { Attribution } from '../../../../src/engine/attribution/method';
import { Execution } from '../../../../src/engine/session/execution';
import type { Program } from '../../../../src/engine/session/program';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { LensError } from '../../../../src/protocol/error';
import { inputFor } from './networks';
import { kindsFor, run } from './running';

/** Counts runs, and is cancelled after so many of them. */
class Interrupted extends Execution {
  runs = 0;

  constructor(
    private readonly limit: number,
    private readonly controller = new AbortController(),
  ) {
    super(controller.signal);
    if (limit === 0) controller.abort();
  }

  override async run(
    program: Program,
    feeds: Readonly<Record<string, Tensor>>,
    samples?: number,
  ): Promise<Record<string, Tensor>> {
    const outputs = await super.run(program, feeds, samples);
    if (++this.runs === this.limit) this.controller.abort();
    return outputs;
  }
}

const cancelled = (error: unknown): boolean => error instanceof LensError && error.code === 'cancelled';

describe('contract of methods: cancelling', () => {
  for (const method of methods) {
    const [kind] = kindsFor(method);
    const input = inputFor(kind);
    /** The map, or undefined where the run ended with the error of a cancellation; and how many runs it took. */
    async function interrupted(limit: number): Promise<{ made?: Attribution; runs: number }> {
      const network = kind.open({ batched: false });
      const execution = new Interrupted(limit);
      const made = await run(method, { network, input, execution }).catch((error: unknown) => {
        if (cancelled(error)) return undefined;
        throw error;
      });
      await network.close();
      return { made, runs: execution.runs };
    }

    it(`${method.id} does nothing once cancelled`, async () => {
      assert.deepEqual(await interrupted(0), { made: undefined, runs: 0 });
    });

    it(`${method.id} ends in the middle, with an error or with what it has`, async () => {
      const { runs: all } = await interrupted(Infinity);
      const half = Math.ceil(all / 2);
      const { made, runs } = await interrupted(half);
      assert.equal(runs, half);
      if (!made || all === half) return;
      assert.ok(
        method.params.some(({ name }) => name === 'passes'),
        'only what can stop anywhere gives a map',
      );
      assert.ok(
        made.warnings?.some((warning) => warning.startsWith('Cancelled')),
        made.warnings?.join(),
      );
      assert.ok(made.map.data.every(Number.isFinite));
    });
  }
});
