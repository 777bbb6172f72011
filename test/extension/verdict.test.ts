import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { failuresOf, messageOf } from '../../src/extension/testing/verdict';
import type { SampleVerdict } from '../../src/protocol/sample-tests';

describe('the verdict on a labelled image', () => {
  const verdict: SampleVerdict = {
    expected: 'a_b',
    predicted: '[c](d)',
    probability: 0.9123,
    expectedProbability: 0.05,
    right: false,
    iou: null,
    hit: null,
    heatmap: null,
    seconds: 0,
  };

  it('does not hold an image without a mask against the map', () => {
    assert.deepEqual(failuresOf({ ...verdict, right: true }, { iou: 0.5, pointingGame: true }), []);
  });

  it('is shown with labels as they are, and a link that carries the image and the model', () => {
    const failures = failuresOf(verdict, { pointingGame: false });
    assert.deepEqual(failures, ['Expected a_b (5.0 %), got [c](d) (91.2 %).']);
    const { message } = messageOf(failures, verdict, vscode.Uri.file('/a b.png'), vscode.Uri.file('/m.onnx'));
    assert.ok(message instanceof vscode.MarkdownString);
    const link = /command:saliency-lens\.explainTest\?([^)]*)\)$/.exec(message.value)?.[1] ?? '';
    assert.deepEqual(JSON.parse(decodeURIComponent(link)), ['file:///a%20b.png', 'file:///m.onnx']);
    assert.ok(!message.value.includes('got [c](d)') && !message.value.includes('!['), message.value);
    assert.deepEqual((message.isTrusted as { enabledCommands: string[] }).enabledCommands, [
      'saliency-lens.explainTest',
    ]);
  });
});
