import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { requestOf, setupOfSuite } from '../../src/extension/panels/evaluation/setup';
import { suiteText } from '../../src/extension/panels/evaluation/suite-file';
import { evaluationForEach } from './support/evaluations';

describe('suites of an evaluation session', () => {
  const own = evaluationForEach();

  it('opens and runs a suite, whose choices are taken as they are', async () => {
    const file = vscode.Uri.joinPath(own.storage.uri, 'nightly.lens-suite.json');
    const request = {
      folder: own.folder('test').fsPath,
      models: [own.folder('b.onnx').fsPath],
      methods: [{ method: 'gradient', params: {} }],
      metrics: [
        { metric: 'average-drop', params: { convention: 'a' } },
        { metric: 'average-drop', params: { convention: 'b' } },
      ],
      out: own.folder('out-suite').fsPath,
      seed: 3,
      limit: 2,
      pairs: ['ssim'],
    };
    writeFileSync(file.fsPath, JSON.stringify(request));
    await own.session.open({ suite: file });
    assert.deepEqual(
      [own.session.document.suite?.name, own.session.document.folder?.name],
      ['nightly.lens-suite.json', 'test'],
    );
    await own.session.runs.start();
    const { summary } = own.session.document.results as unknown as { summary: { request: unknown } };
    assert.deepEqual(summary.request, { ...request, target: 'predicted' });
    await own.session.results.compareRuns();
    assert.deepEqual(own.session.document.difference?.remarks, ['nothing']);
  });

  it('writes a suite that gives the same request', async () => {
    await own.opened('test');
    const { methods, metrics, sets, setup } = own.session.document;
    const doubled = setup!.metrics.flatMap((choice) =>
      choice.id === 'average-drop'
        ? [
            { ...choice, selected: true },
            { ...choice, key: 'average-drop 2', selected: true, params: { convention: 'blur' } },
          ]
        : [choice],
    );
    const given = {
      ...setup!,
      metrics: doubled,
      seed: 5,
      target: 'label' as const,
      labelling: 'table:a.csv',
      pairs: ['pearson'],
    };
    const file = vscode.Uri.joinPath(own.storage.uri, 'suites', 'own.lens-suite.json');
    const suite = JSON.parse(suiteText(file, own.folder('test'), given, { methods, metrics, sets })) as Record<
      string,
      unknown
    >;
    assert.deepEqual([suite.folder, suite.models, suite.out], ['../test', ['../a.onnx'], '../out-test']);
    assert.deepEqual(suite.metrics, [
      'average-drop',
      { metric: 'average-drop', params: { convention: 'blur' } },
      'iou',
    ]);
    const located = {
      ...suite,
      models: [own.folder('a.onnx').fsPath],
      out: given.out,
      methods: (suite.methods as string[]).map((method) => ({ method, params: {} })),
      metrics: (suite.metrics as (string | { metric: string; params: object })[]).map((one) =>
        typeof one === 'string' ? { metric: one, params: {} } : one,
      ),
    };
    const again = setupOfSuite(located as never, given, { methods, metrics, sets });
    assert.deepEqual(requestOf(own.folder('test'), again), requestOf(own.folder('test'), given));
  });

  it('keeps the seed 0 of a method beside another seed of the suite', async () => {
    await own.opened('test');
    const { methods, metrics, sets, setup } = own.session.document;
    const asked = [{ method: 'gradient', params: {}, seed: 0 }];
    const given = setupOfSuite({ methods: asked, metrics: [], seed: 5 }, setup!, { methods, metrics, sets });
    assert.deepEqual(requestOf(own.folder('test'), given).methods, asked);
    const suite = JSON.parse(
      suiteText(vscode.Uri.joinPath(own.storage.uri, 'a.lens-suite.json'), own.folder('test'), given, {
        methods,
        metrics,
        sets,
      }),
    ) as Record<string, unknown>;
    assert.deepEqual(suite.methods, [{ method: 'gradient', seed: 0 }]);
  });
});
