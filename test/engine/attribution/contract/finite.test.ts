import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import type { Attribution } from '../../../../src/engine/attribution/method';
import type { Network } from '../../../../src/engine/session/network';
import type { FloatTensor, Tensor } from '../../../../src/engine/tensor/tensor';
import { filled, IMAGES, inputFor, TOKENS, UNBIASED, type Kind } from './networks';
import { kindsFor, run, variantsOf } from './running';

const values = (detail: Tensor | number | readonly number[]): number[] =>
  typeof detail === 'number' ? [detail] : Array.from('data' in detail ? (detail.data as ArrayLike<number>) : detail);

/** Whatever a method tells is a number. */
function assertFinite({ map, standardError, completeness, r2, details = {} }: Attribution): void {
  const told = {
    map: [...map.data],
    standardError: [...(standardError?.data ?? [])],
    completeness: completeness ? [completeness.sum, completeness.expected] : [],
    r2: r2 === undefined ? [] : [r2],
    ...Object.fromEntries(Object.entries(details).map(([name, detail]) => [name, values(detail)])),
  };
  for (const [name, numbers] of Object.entries(told))
    assert.ok(numbers.every(Number.isFinite), `${name} is not finite`);
}

/** Attributions are of the input's shape, CAMs and segments of its positions; those of a layer of the layer's. */
function assertShape(map: FloatTensor, input: FloatTensor, group: string): void {
  const positions = input.dims.slice(2).join();
  if (group === 'layer') assert.equal(map.dims[0], 1);
  else assert.ok([`1,${input.dims[1]},${positions}`, `1,1,${positions}`].includes(map.dims.join()), map.dims.join());
}

describe('contract of methods: finite maps', () => {
  const opened = new Map<Kind, Network>();
  const networkOf = (kind: Kind): Network => {
    const network = opened.get(kind) ?? kind.open();
    opened.set(kind, network);
    return network;
  };
  after(() => Promise.all([...opened.values()].map((network) => network.close())));

  for (const method of methods) {
    describe(method.id, () => {
      for (const kind of kindsFor(method)) {
        it(`of ${kind.name}`, async () => {
          const input = inputFor(kind);
          const attribution = await run(method, { network: networkOf(kind), input });
          assertShape(attribution.map, input, method.group);
          assertFinite(attribution);
        });
      }

      for (const kind of method.group === 'attention' ? [TOKENS] : [...kindsFor(method), UNBIASED])
        for (const value of [0, 0.5])
          it(`of ${kind.name} where all is ${value}`, async () =>
            assertFinite(await run(method, { network: networkOf(kind), input: filled(kind, value) })));

      const kind = method.group === 'attention' ? TOKENS : IMAGES;
      for (const { name, params } of variantsOf(method).slice(1))
        it(`with ${name}`, async () =>
          assertFinite(await run(method, { network: networkOf(kind), input: inputFor(kind), params })));
    });
  }
});
