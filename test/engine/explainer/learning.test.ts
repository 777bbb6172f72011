import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateExplainer } from '../../../src/engine/explainer/estimate';
import { learnExplainer } from '../../../src/engine/explainer/job';
import { explain } from '../../../src/engine/explanation/explanation';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { readInput } from '../../../src/engine/image/input';
import { explainerPath } from '../../../src/engine/model/explainer-file';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import { USUAL_EXPLAINER, type ExplainerRequest } from '../../../src/protocol/explainer';
import { LensError } from '../../../src/protocol/error';

/** Inputs of 8 × 8 in sixteen cells of 2 × 2, one of which is bright or dark and decides. */
const [SIDE, CELL, COUNT] = [8, 2, 240];

/** Two logits: the sum over all positions, and its negative. */
function sumModel(side = SIDE): Uint8Array {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', 1, side, side]);
  const weights = floats([2, side * side]).data.map((_, i) => (i < side * side ? 3 : -3));
  const flat = builder.op('Flatten', ['x'], { axis: int(1) });
  builder.op('Gemm', [flat, builder.constant(floats([2, side * side], weights))], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', 2]);
  return encodeOnnxFile(builder.build());
}

/** An input, and the cell that decides. */
function drawn(n: number): { values: ReturnType<typeof floats>; cell: number } {
  const random = new RandomStream('cells', n);
  const [cell, sign] = [random.below((SIDE / CELL) ** 2), random.uniform() < 0.5 ? -1 : 1];
  const values = floats([1, 1, SIDE, SIDE]);
  for (let p = 0; p < SIDE * SIDE; p++) {
    const own = Math.floor(p / SIDE / CELL) * (SIDE / CELL) + Math.floor((p % SIDE) / CELL);
    values.data[p] = own === cell ? sign : 0.05 * random.normal();
  }
  return { values, cell };
}

describe('learning to explain', () => {
  const folder = mkdtempSync(join(tmpdir(), 'explainer-'));
  const [model, data] = [join(folder, 'sum.onnx'), join(folder, 'cells')];
  const request: ExplainerRequest = {
    ...USUAL_EXPLAINER,
    ...{ folder: data, features: 1, cell: CELL, epochs: 12, learningRate: 0.005, limit: Infinity },
  };
  const open = async (path = model): Promise<OpenedModel> =>
    openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
  const learn = async (changes: Partial<ExplainerRequest> = {}, signal?: AbortSignal) => {
    const opened = await open();
    try {
      return await learnExplainer(opened, { ...request, ...changes }, { signal, progress: () => undefined });
    } finally {
      await opened.network.close();
    }
  };
  const l2x = async (opened: OpenedModel, path: string) => {
    const input = await readInput(path, opened.network.graph.inputDims, opened.recipe);
    return explain(opened, input, { index: 0, kind: 'logit' }, { method: 'l2x', params: {} });
  };

  before(() => {
    writeFileSync(model, sumModel());
    mkdirSync(data);
    for (let n = 0; n < COUNT; n++)
      writeFileSync(join(data, `${String(n).padStart(3, '0')}.npy`), encodeNpy(drawn(n).values));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('finds the cell by which the model decides, and says how often that is enough', async () => {
    const { facts, path, leftOut } = await learn();
    assert.deepEqual(
      [path, leftOut, facts.cells, facts.data],
      [explainerPath(model), [], 16, { folder: 'cells', inputs: 192 }],
    );
    const { inputs, model: chosen, random, approximator } = facts.faithfulness;
    assert.equal(inputs, 48);
    assert.ok(chosen >= 0.9, `${chosen}`);
    assert.equal(approximator, null, 'no network learned to answer');
    assert.ok(random < 0.8, `${random}`);
    const opened = await open();
    const right = [];
    for (let n = 0; n < 40; n++) {
      const { attribution, result } = await l2x(opened, join(data, `${String(n).padStart(3, '0')}.npy`));
      right.push((attribution.details?.chosen as number[])[0] === drawn(n).cell);
      assert.deepEqual([...result.map.dims], [1, SIDE, SIDE]);
      assert.ok(
        Math.abs(result.map.data.reduce((a, b) => a + b) - CELL * CELL) < 1e-4,
        'shares add up to one per cell',
      );
      assert.match(result.basis!.said, /192 inputs of cells; by its 1 of 16 cells/);
      assert.equal(result.basis!.faithfulness, chosen);
    }
    assert.ok(right.filter(Boolean).length >= 36);
    await opened.network.close();
  }).timeout(120_000);

  it('comes to the same bytes for the same seed, and to others for another', async () => {
    const bytes = async (seed: number) => readFileSync((await learn({ epochs: 1, seed })).path);
    const [first, again, other] = [await bytes(3), await bytes(3), await bytes(4)];
    assert.ok(first.equals(again));
    assert.ok(!first.equals(other));
  }).timeout(60_000);

  it('learns by a network that approximates, by the model, or by both', async () => {
    const by = async (approximator: ExplainerRequest['approximator'], epochs = 1) =>
      (await learn({ epochs, approximator })).facts;
    const [model, learned, both] = [await by('model'), await by('learned'), await by('both', 12)];
    assert.deepEqual([model.throughModel, learned.throughModel, both.throughModel], [true, false, true]);
    assert.deepEqual(
      [model, learned].map(({ faithfulness: { approximator } }) => approximator === null),
      [true, false],
    );
    assert.ok(both.faithfulness.approximator! >= 0.9 && both.faithfulness.model >= 0.9);
  }).timeout(120_000);

  it("learns by the paper's draws, too", async () => {
    const { facts } = await learn({ draws: 'independent', cooling: 1 });
    assert.deepEqual([facts.choices.draws, facts.choices.cooling], ['independent', 1]);
    assert.ok(facts.faithfulness.model >= 0.9, `${facts.faithfulness.model}`);
  }).timeout(120_000);

  it('says beforehand from how much it would learn, and how long that takes', async () => {
    const opened = await open();
    const { seconds, ...facts } = await estimateExplainer(opened, request, {});
    const more = await estimateExplainer(opened, { ...request, epochs: 1200 }, {});
    await opened.network.close();
    assert.deepEqual(facts, { inputs: 192, cells: 16, cell: CELL });
    assert.ok(seconds > 0 && more.seconds > 10 * seconds, `${seconds}, ${more.seconds}`);
  });

  it('is refused for a model that was written again, and where the file is damaged', async () => {
    const { path } = await learn({ epochs: 1 });
    const refusal = async (text: RegExp) => {
      const opened = await open();
      await assert.rejects(
        l2x(opened, join(data, '000.npy')),
        (e: LensError) => text.test(e.message) && e.message.length < 600,
      );
      await opened.network.close();
    };
    writeFileSync(model, Buffer.concat([sumModel(), Buffer.from([0x2a, 0x00])]));
    await refusal(/another version of this model/);
    writeFileSync(model, sumModel());
    for (const bytes of ['', 'x', readFileSync(path).subarray(0, 4000)]) {
      writeFileSync(path, bytes);
      await refusal(/the learned explainer is damaged/);
    }
    rmSync(path);
    await refusal(/no explainer has been learned for this model/);
  }).timeout(60_000);

  it('says what cannot be, and writes nothing', async () => {
    const wrong: readonly [Partial<ExplainerRequest>, RegExp][] = [
      [{ features: 16 }, /16 features are to be kept, and an input has 16/],
      [{ folder: join(folder, 'nowhere') }, /nowhere/],
      [{ hidden: 'black', cell: 99 }, /1 features are to be kept, and an input has 1/],
    ];
    for (const [changes, text] of wrong) await assert.rejects(learn(changes), text);
    const aborted = new AbortController();
    aborted.abort();
    await assert.rejects(learn({}, aborted.signal), (error: LensError) => error.code === 'cancelled');
    await assert.rejects(async () => readFileSync(explainerPath(model)));
  });
});
