import assert from 'node:assert/strict';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { requestedTarget } from '../../../src/engine/explanation/target';
import { readInput } from '../../../src/engine/image/input';
import { randomisedGraphs } from '../../../src/engine/metric/randomised-graphs';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Network } from '../../../src/engine/session/network';
import { TRUST_CHECKS } from '../../../src/engine/trust';
import { trustOf, type CheckedMap } from '../../../src/engine/trust/trust';
import type { MethodRequest } from '../../../src/protocol/method';
import type { TrustCost, TrustMark } from '../../../src/protocol/trust';

const IMAGE = 'samples/faces/test/glasses/glasses-02.png';

describe('whether to believe a map', function () {
  this.timeout(120_000);
  const models: OpenedModel[] = [];
  after(() => Promise.all(models.map(({ network }) => network.close())));

  async function opened(name: string): Promise<OpenedModel> {
    const model = await openModel(await readModelFile(`samples/models/${name}.onnx`), { device: 'cpu', threads: 1 });
    models.push(model);
    return model;
  }

  /** The network after it has forgotten everything. */
  function forgotten(model: OpenedModel): OpenedModel {
    const [{ graph }] = randomisedGraphs(model.network.graph, 5, 1);
    const copy = { ...model, network: new Network(graph, model.network.runtime) };
    models.push(copy);
    return copy;
  }

  async function strip(model: OpenedModel, request: MethodRequest, wanted: Partial<CheckedMap> = {}) {
    const input = await readInput(IMAGE, model.network.graph.inputDims, model.recipe);
    const predicted = await predict(model, input);
    const { score } = await requestedTarget(model, input, {}, predicted);
    const { result } = await explain(model, input, score, request);
    let costs: readonly TrustCost[] = [];
    const made = await trustOf({ model, input, predicted, asked: {}, request, result, ...wanted }, {}, (event) => {
      if (event.kind === 'planned') ({ costs } = event);
    });
    return { ...made, costs, of: (id: string): TrustMark => made.marks.find((mark) => mark.id === id)! };
  }

  for (const name of ['faces-cnn', 'faces-resnet']) {
    it(`believes a gradient of ${name}`, async () => {
      const { marks, costs } = await strip(await opened(name), { method: 'gradient', params: {} });
      assert.deepEqual(
        marks.map(({ id }) => id),
        ['training', 'specificity', 'quantisation', 'randomisation'],
      );
      for (const mark of marks) assert.ok(mark.passed, `${mark.label}: ${mark.said}`);
      marks.forEach(({ passes, label }, k) =>
        assert.ok(passes <= costs[k].expectedPasses, `${label}: ${passes} u, said were ${costs[k].expectedPasses}`),
      );
    });

    it(`catches guided backpropagation on ${name}, which shows edges`, async () => {
      const { of } = await strip(await opened(name), { method: 'guided-backprop', params: {} });
      for (const id of ['specificity', 'randomisation']) {
        assert.equal(of(id).passed, false, of(id).said);
        assert.match(of(id).why!, /it shows edges, not evidence/);
      }
    });

    it(`calls a network of random weights out, such as ${name} that forgot all`, async () => {
      const { of } = await strip(forgotten(await opened(name)), { method: 'gradient', params: {} });
      assert.equal(of('training').passed, false);
      assert.match(of('training').why!, /look like random draws/);
    });
  }

  it('costs at most what it says, whatever the method', async () => {
    const model = await opened('faces-cnn');
    const requests: MethodRequest[] = [
      { method: 'grad-cam', params: {} },
      { method: 'integrated-gradients', params: { steps: 8 } },
      { method: 'smoothgrad', params: { samples: 4 } },
      { method: 'lrp-composite', params: {} },
      { method: 'rise', params: { samples: 32 } },
    ];
    for (const request of requests) {
      const { marks, costs } = await strip(model, request);
      for (const [k, { id, passes }] of marks.entries())
        assert.ok(passes <= costs[k].expectedPasses + 1e-9, `${request.method}, ${id}: ${passes} u`);
      assert.equal(
        marks.some(({ id }) => id === 'second-seed'),
        ['smoothgrad', 'rise'].includes(request.method),
      );
      assert.equal(
        marks.some(({ id }) => id === 'completeness'),
        /integrated|lrp/.test(request.method),
      );
    }
  });

  it('checks the difference of two classes, however it is named', async () => {
    const model = await opened('faces-cnn');
    const numbers: number[] = [];
    for (const asked of [{ target: 'glasses-sunglasses' }, { target: 0, against: 2 }]) {
      const { of } = await strip(model, { method: 'gradient', params: {} }, { asked, without: ['randomisation'] });
      numbers.push(of('specificity').value);
    }
    assert.equal(numbers[0], numbers[1]);
  });

  it('leaves out what is not wanted, lets what is dear wait, and points at what is marked', async () => {
    const model = await opened('faces-cnn');
    const [, height, width] = model.network.graph.inputDims;
    const object = { dims: [height, width], data: new Float32Array(height * width).fill(1) };
    const { marks, waiting } = await strip(
      model,
      { method: 'gradient', params: {} },
      { without: ['quantisation'], mostPasses: 5, object },
    );
    assert.deepEqual(
      marks.map(({ id }) => id),
      ['pointing', 'training', 'specificity'],
    );
    assert.ok(marks[0].passed);
    assert.deepEqual(
      waiting.map(({ id }) => id),
      ['randomisation'],
    );
    object.data.fill(0);
    object.data[0] = 1;
    assert.equal((await strip(model, { method: 'gradient', params: {} }, { object })).of('pointing').passed, false);
  });

  it('names every check once, with where it draws the line', () => {
    assert.equal(new Set(TRUST_CHECKS.map(({ id }) => id)).size, TRUST_CHECKS.length);
    for (const { formula } of TRUST_CHECKS) assert.match(formula, /at (most|least)|; 0$/);
  });
});
