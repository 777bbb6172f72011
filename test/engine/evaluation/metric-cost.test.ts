import assert from 'node:assert/strict';
import path from 'node:path';
import { callsOver } from '../../../src/engine/job/calls';
import { openEvaluatedModels } from '../../../src/engine/evaluation/evaluated-models';
import { Models } from '../../../src/engine/model/open-models';
import type { MetricRequest } from '../../../src/protocol/metric';
import { SAMPLES } from '../../support/samples';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('what metrics of a map cost', () => {
  const model = path.join(SAMPLES, 'models/faces-cnn.onnx');

  it('is known of a model before anything runs: its positions, and its layers that learnt', async () => {
    const [evaluated] = await openEvaluatedModels([model], { ...RUNTIME, seed: 0 }, path.join(SAMPLES, 'faces/test'));
    const [, height, width] = evaluated.opened.network.graph.inputDims;
    const copies = evaluated.randomised().length;
    await evaluated.close();
    assert.ok(height > 1 && copies > 0);
    const asked = (metric: string, params: MetricRequest['params'] = {}): MetricRequest => ({ metric, params });
    const metrics = [
      asked('deletion', { step: 1 }),
      asked('mprt'),
      asked('max-sensitivity', { samples: 4 }),
      asked('iou'),
    ];
    const calls = callsOver(new Models(RUNTIME));
    const costs = await calls['metric.cost']({ model, metrics }, () => undefined, new AbortController().signal);
    assert.deepEqual(
      costs.map(({ scored, explained }) => [scored, explained]),
      [
        [height * width, 0],
        [0, copies],
        [0, 4],
        [0, 0],
      ],
    );
  });
});
