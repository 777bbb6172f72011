import assert from 'node:assert/strict';
import { defineMethod } from '../../../src/engine/attribution/method';
import { integratedGradients } from '../../../src/engine/attribution/gradient/integrated-gradients';
import { SALIENCY } from '../../../src/engine/literature/papers';
import { choicesOf, entryOf, registry } from '../../../src/engine/parameter/entries';
import { boolean, choice, file, integer, layer, number, numbers } from '../../../src/engine/parameter/kinds';
import type { ValuesOf } from '../../../src/engine/parameter/schema';
import { completed, withDefaults } from '../../../src/engine/parameter/values';
import { deletion } from '../../../src/engine/metric/deletion';
import { LensError } from '../../../src/protocol/error';
import { subject } from '../metric/subject';

const colours = registry<{ readonly id: string; readonly label: string; readonly wave: number }>()([
  { id: 'red', label: 'Red', wave: 700 },
  { id: 'blue', label: 'Blue', wave: 450 },
]);

const schema = [
  integer({ name: 'steps', label: 'Steps', default: 5, minimum: 1 }),
  number({ name: 'share', label: 'Share', default: 0.5 }),
  boolean({ name: 'absolute', label: 'Absolute', default: false }),
  choice({ name: 'colour', label: 'Colour', default: 'red', choices: choicesOf(colours) }),
  numbers({ name: 'window', label: 'Window', default: null }),
  numbers({ name: 'percentiles', label: 'Percentiles', default: [10, 90] }),
  layer({ name: 'at', label: 'At' }),
  file({ name: 'map', label: 'Map' }),
] as const;

type Values = ValuesOf<typeof schema>;

const identity = {
  id: 'probe',
  label: 'Probe',
  group: 'gradient',
  paper: SALIENCY,
  shows: '',
  misleads: '',
  needs: [],
  signed: true,
  unit: 'relative',
} as const;

/** Compiles only where the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

describe('types that follow from a schema', () => {
  // What stands here is checked by the compiler: an error that does not occur is one, too.
  it('are those of the values', () => {
    true satisfies Same<
      Values,
      {
        readonly steps: number;
        readonly share: number;
        readonly absolute: boolean;
        readonly colour: 'red' | 'blue';
        readonly window: readonly number[] | null;
        readonly percentiles: readonly number[];
        readonly at: string | null;
        readonly map: string | null;
      }
    >;
    assert.deepEqual(completed(schema, { steps: 7 }), {
      steps: 7,
      share: 0.5,
      absolute: false,
      colour: 'red',
      window: null,
      percentiles: [10, 90],
      at: null,
      map: null,
    } satisfies Values);
  });

  it('know no misspelt name, value of a choice or default', () => {
    const values = withDefaults(schema, { share: 0.25 });
    // @ts-expect-error there is no parameter `step`
    assert.equal(values.step, undefined);
    // @ts-expect-error there is no colour `rde`
    assert.ok(values.colour !== 'rde');
    // @ts-expect-error nothing is called `shaer`
    assert.equal(withDefaults(schema, { shaer: 1 }).share, 0.5);
    // @ts-expect-error the default is none of the choices
    assert.equal(choice({ name: 'colour', label: '', default: 'green', choices: choicesOf(colours) }).default, 'green');
    assert.equal(values.share, 0.25);
  });

  it('reach the methods', async () => {
    const method = defineMethod({
      ...identity,
      params: schema,
      shared: ['steps', 'colour'],
      // @ts-expect-error a misspelt parameter does not compile
      cost: ({ stpes }) => Number(stpes),
      run: async ({ params, input }) => {
        const twice: number = 2 * params.steps;
        // @ts-expect-error a misspelt parameter does not compile
        assert.equal(params.stesp, undefined);
        return { map: input, details: { twice } };
      },
    });
    // @ts-expect-error no parameter of that name can be shared
    const misspelt = defineMethod({ ...identity, params: schema, shared: ['setps'], cost: () => 1, run: method.run });
    assert.deepEqual(misspelt.shared, ['setps']);
    const map = { type: 'float32' as const, dims: [1], data: new Float32Array(1) };
    const context = { input: map, params: withDefaults(schema, {}) } as unknown as Parameters<typeof method.run>[0];
    assert.equal((await method.run(context)).details?.twice, 10);
    // @ts-expect-error values of another method
    assert.equal(integratedGradients.cost(withDefaults(schema, {})), 10);
  });

  it('reach the metrics', async () => {
    const values = withDefaults(deletion.params, { step: 32 });
    // @ts-expect-error there is no such baseline
    await assert.rejects(deletion.score(await subject(), { ...values, baseline: 'nothing' }), /no baseline nothing/);
    // @ts-expect-error a misspelt parameter does not compile
    assert.equal(values.setp, undefined);
  });
});

describe('a registry that a parameter chooses from', () => {
  it('gives the choices, and the entry of an id', () => {
    assert.deepEqual(choicesOf(colours), [
      { value: 'red', label: 'Red' },
      { value: 'blue', label: 'Blue' },
    ]);
    assert.equal(entryOf(colours, 'blue', 'colour').wave, 450);
  });

  it('never puts another entry in the place of an unknown one', () => {
    assert.throws(
      () => entryOf(colours, 'green', 'colour'),
      (error) =>
        error instanceof LensError &&
        error.code === 'invalid-argument' &&
        error.message.includes('there is no colour green') &&
        error.message.includes('red, blue'),
    );
  });
});
