import assert from 'node:assert/strict';
import { join } from 'node:path';
import { methods } from '../../../src/engine/attribution';
import type { AttributionMethod } from '../../../src/engine/attribution/method';
import { forgrad } from '../../../src/engine/attribution/forgrad';
import { costOf } from '../../../src/engine/explanation/cost';
import { explainAll } from '../../../src/engine/explanation/all-methods';
import { explain } from '../../../src/engine/explanation/explanation';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import type { ParameterValue } from '../../../src/protocol/parameter';
import type { ExplainEvent } from '../../../src/protocol/explain';
import type { MethodRequest, MethodResult } from '../../../src/protocol/method';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');
const SCORE = { index: 2, kind: 'logit' } as const;

describe('what explanations cost', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  beforeEach(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
  });
  afterEach(() => model.network.close());

  const known = (method: AttributionMethod, params: Readonly<Record<string, ParameterValue>>) =>
    Object.fromEntries(Object.entries(params).filter(([name]) => method.params.some((p) => p.name === name)));
  const few = { samples: 60, segments: 9, permutations: 3, designs: 6, rows: 3, columns: 2 };
  /** What looks for something in a network finds none of it in the sample's. */
  const general = methods.filter(({ look }) => look === undefined);
  for (const method of general.filter(({ group, id }) => group === 'perturbation' && id !== 'sise')) {
    const cuts = method.params.some(({ name }) => name === 'segmentation') ? ['slic', 'grid'] : [''];
    for (const segmentation of cuts) {
      it(`is what ${method.id} tells${segmentation && `, over segments by ${segmentation}`}`, async () => {
        const given = { ...few, ...(segmentation && { segmentation }) };
        const { result } = await explain(model, input, SCORE, { method: method.id, params: known(method, given) });
        const unspent = result.leastPasses - result.forwardPasses - result.sharedPasses;
        // KernelSHAP does not draw a pair of coalitions of which one would exceed the budget.
        assert.ok(
          Math.abs(unspent) < 0.01 || (method.id === 'kernel-shap' && Math.abs(unspent - 1) < 0.01),
          `${unspent} left over`,
        );
      });
    }
  }

  const others: Readonly<Record<string, ParameterValue>> = {
    samples: 40,
    seconds: 1000,
    passes: 100000,
    normalization: 'count',
    standardError: 1e-9,
    kernelWidth: 0.5,
    distance: 'euclidean',
    distanceSpace: 'input',
    regressor: 'lasso',
    alpha: 0.5,
    featureSelection: 'highest_weights',
    numFeatures: 3,
    positiveOnly: true,
    endpointWeight: 1e6,
    permutations: 2,
    designs: 4,
    estimator: 'homma',
    outputWidth: 'xplique',
  };
  for (const method of general.filter(({ shared }) => shared)) {
    it(`is nothing for maps of ${method.id} that share the logit cache of a dearer one`, async () => {
      const dearest = { method: method.id, params: known(method, few) };
      await explain(model, input, SCORE, dearest);
      for (const name of [...method.shared!, 'seconds', 'passes']) {
        const request = { ...dearest, params: { ...dearest.params, [name]: others[name] } };
        assert.equal(costOf(model.network, request).logitCache, costOf(model.network, dearest).logitCache, name);
        const { result } = await explain(model, input, SCORE, request);
        assert.equal(result.forwardPasses, 0, name);
        assert.ok(result.sharedPasses > 0, name);
      }
      const { logitCache } = costOf(model.network, { ...dearest, seed: 1 });
      assert.notEqual(logitCache, costOf(model.network, dearest).logitCache, 'other draws are other masks');
    });
  }

  it('is nothing for another strength of the low-pass filter, and all of it for running again', async () => {
    const results: MethodResult[] = [];
    const once = async (request: MethodRequest): Promise<MethodResult> => {
      const take = (event: ExplainEvent): void => void (event.kind === 'finished' && results.push(event.result));
      await explainAll(model, input, { model: '', input: FACE, methods: [request] }, {}, take);
      return results[results.length - 1];
    };
    const request = { method: 'integrated-gradients', params: { steps: 5, forgrad: 0 } };
    const plain = await once(request);
    const smooth = await once({ ...request, params: { steps: 5, forgrad: 4 } });
    assert.equal(smooth.forwardPasses + smooth.backwardPasses, 0);
    assert.ok(Math.abs(smooth.sharedPasses - plain.forwardPasses - plain.backwardPasses) < 1e-9);
    const { dims, data } = plain.map;
    assert.deepEqual(smooth.map.data, forgrad({ type: 'float32', dims: [1, ...dims], data }, 4).data);
    assert.ok(
      (await once({ ...request, params: { steps: 6, forgrad: 4 } })).forwardPasses > 5,
      'other parameters give another map',
    );
    assert.ok((await once(request)).sharedPasses < smooth.sharedPasses, 'running again runs again');
  });
});
