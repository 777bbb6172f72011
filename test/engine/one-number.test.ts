import assert from 'node:assert/strict';
import { METRICS } from '../../src/engine/metric';
import type { AspectScale } from '../../src/protocol/aspect';
import type { EvaluationSummary, MetricColumn } from '../../src/protocol/evaluation-summary';
import { oneNumbers } from '../../src/protocol/one-number';

const column = (aspect: AspectScale | undefined, better: MetricColumn['better']) =>
  ({ ...(aspect && { aspect }), better }) as MetricColumn;

function numbers(columns: readonly MetricColumn[], means: readonly (number | null)[]) {
  const cells = means.map((mean, k) => ({ model: 0, method: 0, column: k, mean }));
  return oneNumbers({ models: [{}], methods: [{}], columns, cells } as unknown as EvaluationSummary)[0];
}

describe('faithfulness and localisation in one number', () => {
  const drop = column({ of: 'faithfulness', from: 0, to: 100 }, 'lower');
  const road = column({ of: 'faithfulness', from: -1, to: 1 }, 'higher');
  const iou = column({ of: 'localisation', from: 0, to: 1 }, 'higher');

  it('is the geometric mean of the means of the metrics on their ranges', () => {
    // (1 − 0.2 + (0.5 + 1) / 2) / 2 = 0.775
    assert.deepEqual(numbers([drop, road, iou], [20, 0.5, 0.31]), {
      ...{ model: 0, method: 0, faithfulness: 0.775, localisation: 0.31 },
      both: Math.sqrt(0.775 * 0.31),
    });
  });

  it('is not there where a part is not', () => {
    assert.equal(numbers([drop, iou], [20, null]).both, null);
    assert.deepEqual(numbers([column(undefined, 'higher')], [3]), {
      ...{ model: 0, method: 0, faithfulness: null, localisation: null, both: null },
    });
  });

  it('turns a metric whose parameters turn it, and stays in 0 … 1', () => {
    const hidden = column({ of: 'faithfulness', from: 0, to: 100 }, 'higher');
    assert.equal(numbers([hidden], [80]).faithfulness, 0.8);
    assert.equal(numbers([drop], [130]).faithfulness, 0);
  });

  it('is made of metrics that have a direction', () => {
    const inOne = METRICS.filter(({ aspect }) => aspect);
    assert.ok(inOne.every(({ better, aspect }) => better !== 'none' && aspect!.to > aspect!.from));
    assert.deepEqual(new Set(inOne.map(({ aspect }) => aspect!.of)), new Set(['faithfulness', 'localisation']));
  });
});
