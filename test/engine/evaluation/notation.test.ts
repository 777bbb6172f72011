import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { folderAnswers } from '../../../src/engine/evaluation/calls';
import { commandLine } from '../../../src/engine/evaluation/command-line';
import { openEvaluatedModels } from '../../../src/engine/evaluation/evaluated-models';
import { METRIC_SETS } from '../../../src/engine/evaluation/metrics';
import { entriesOf, methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { makePlan } from '../../../src/engine/evaluation/plan';
import { readSuite } from '../../../src/engine/evaluation/suite';
import { SAMPLES } from '../../support/samples';
import { LensError } from '../../../src/protocol/error';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import type { MethodRequest } from '../../../src/protocol/method';

const request = (changes: Partial<EvaluationRequest>): EvaluationRequest => ({
  folder: 'set',
  models: ['m.onnx'],
  methods: [],
  metrics: [],
  out: 'out',
  ...changes,
});
const isInvalid = (pattern: RegExp) => (error: unknown) =>
  error instanceof LensError && error.code === 'invalid-argument' && pattern.test(error.message);

describe('notation of methods and metrics', () => {
  it('carries parameters, a layer and a seed', () => {
    assert.deepEqual(methodFromText('occlusion:window=3x4x5:layer=/relu/Relu_output_0:seed=7'), {
      method: 'occlusion',
      params: { window: [3, 4, 5] },
      layer: '/relu/Relu_output_0',
      seed: 7,
    });
    assert.deepEqual(metricsFromText('road:percentiles=10x50'), [
      { metric: 'road', params: { percentiles: [10, 50] } },
    ]);
  });

  it('gives common parameters to those that have them, and lets own ones win', () => {
    assert.deepEqual(
      methodFromText('integrated-gradients:steps=8', [
        ['steps', '16'],
        ['radius', '1'],
      ]).params,
      { steps: 8 },
    );
    assert.deepEqual(
      metricsFromText('max-sensitivity', [
        ['steps', '16'],
        ['radius', '1'],
      ])[0].params,
      { radius: 1 },
    );
  });

  it('refuses what does not exist, by name', () => {
    assert.throws(() => methodFromText('grad-kam'), isInvalid(/grad-kam/));
    assert.throws(() => methodFromText('gradient:steps=3'), isInvalid(/steps/));
    assert.throws(() => methodFromText('gradient:seed=x'), isInvalid(/seed/));
    assert.throws(() => metricsFromText('accuracy'), isInvalid(/accuracy.*sets: usual/));
    assert.throws(() => makePlan(request({ pairs: ['likeness'] })), isInvalid(/likeness/));
  });

  it('names a plan so that the name gives the same plan', () => {
    const texts = ['gradient', 'integrated-gradients:steps=16', 'occlusion:window=3x16x16', 'grad-cam:layer=features'];
    const plan = makePlan(request({ methods: texts.map((text) => methodFromText(text)) }));
    assert.deepEqual(
      plan.methods.map(({ name }) => name),
      texts,
    );
  });

  it('takes the same method twice only with different parameters', () => {
    const twice = (...texts: string[]) => makePlan(request({ methods: texts.map((text) => methodFromText(text)) }));
    assert.equal(twice('integrated-gradients:steps=16', 'integrated-gradients').methods.length, 2);
    assert.throws(() => twice('gradient', 'gradient'), isInvalid(/twice/));
  });

  it('takes a comparison once', () => {
    assert.throws(
      () => makePlan(request({ pairs: ['pearson', 'ssim', 'pearson'] })),
      isInvalid(/pearson is named twice/),
    );
  });

  it('tells seeds apart where a method stands twice, and names no seed elsewhere', () => {
    const asked = request({
      methods: ['smoothgrad:seed=3', 'smoothgrad', 'gradient:seed=4', 'smoothgrad:seed=8'].map((text) =>
        methodFromText(text),
      ),
    });
    const plan = makePlan(asked);
    assert.deepEqual(
      plan.methods.map(({ name, seed }) => [name, seed]),
      [
        ['smoothgrad:seed=3', 3],
        ['smoothgrad', 0],
        ['gradient', 4],
        ['smoothgrad:seed=8', 8],
      ],
    );
    assert.match(
      commandLine(asked, plan, { device: 'cpu', threads: 0 }),
      / --methods smoothgrad:seed=3,smoothgrad,gradient:seed=4,smoothgrad:seed=8 /,
    );
    assert.throws(
      () =>
        makePlan({
          ...asked,
          seed: 3,
          methods: ['smoothgrad:seed=3', 'smoothgrad'].map((text) => methodFromText(text)),
        }),
      isInvalid(/smoothgrad is named twice/),
    );
  });

  for (const { id } of METRIC_SETS) {
    it(`plans the set ${id}`, () => assert.ok(makePlan(request({ metrics: metricsFromText(id) })).metrics.length > 1));
  }

  it('writes a command line that a shell reads back', () => {
    const asked = request({
      folder: "my set's",
      methods: [methodFromText('smoothgrad:samples=4:seed=3')],
      metrics: metricsFromText('occluded'),
      seed: 5,
      limit: 4,
      target: 'label',
    });
    assert.equal(
      commandLine(asked, makePlan(asked), { device: 'cpu', threads: 0 }),
      "saliency-lens evaluate 'my set'\\''s' --model m.onnx --methods smoothgrad:samples=4:seed=3 --metrics average-drop:convention=occlude-background,average-drop:convention=occlude-subject --seed 5 --target label --limit 4 --device cpu --out out",
    );
  });
});

describe('notation of values with separators', () => {
  const texts: readonly (readonly [string, MethodRequest])[] = [
    ['several layers', { method: 'grad-cam', params: {}, layer: '/relu2/Relu_output_0,/relu3/Relu_output_0' }],
    ['a name with a port', { method: 'grad-cam', params: {}, layer: 'conv1/Relu:0', seed: 3 }],
    ['a layer that looks like a parameter', { method: 'grad-cam', params: {}, layer: 'a:seed=3:b=c,d:e=f' }],
    ['colons and backslashes at the ends', { method: 'grad-cam', params: {}, layer: ':a\\:\\\\,b\\', seed: 1 }],
    ['a file of a drive', { method: 'kernel-shap', params: { segmentMap: 'C:\\my data\\a,b=1.npy' }, seed: 2 }],
    ['a shared file', { method: 'kernel-shap', params: { segmentMap: '\\\\server\\c:d=e\\f.npy' } }],
    ['a plain method', { method: 'gradient', params: {} }],
  ];
  const readBack = (text: string): MethodRequest[] => entriesOf(text).map((one) => methodFromText(one));

  it('comes back from the command line as it was', () => {
    const plan = makePlan(request({ methods: texts.map(([, one]) => one) }));
    const again = makePlan(request({ methods: readBack(plan.methods.map(({ notation }) => notation).join()) }));
    for (const [i, [what, { layer, seed = 0 }]] of texts.entries()) {
      const { params, ...rest } = again.methods[i];
      assert.deepEqual([rest.layer, rest.seed, params], [layer, seed, plan.methods[i].params], what);
    }
    assert.deepEqual(again, plan);
  });

  it('puts a backslash only where a separator would be read', () => {
    const [layers, port, , , drive] = makePlan(request({ methods: texts.map(([, one]) => one) })).methods;
    assert.equal(layers.name, 'grad-cam:layer=/relu2/Relu_output_0\\,/relu3/Relu_output_0');
    assert.deepEqual([port.name, port.notation], ['grad-cam:layer=conv1/Relu:0', 'grad-cam:layer=conv1/Relu:0:seed=3']);
    assert.match(drive.name, /:segmentMap=C\\:\\my data\\a\\,b=1\.npy/);
  });

  it('takes paths of Windows and lists of numbers as people write them', () => {
    assert.deepEqual(
      readBack('kernel-shap:segmentMap=C:\\data\\map.npy:seed=4, occlusion:window=3\\,16\\,16,').map(
        ({ method, params, seed }) => [method, params, seed],
      ),
      [
        ['kernel-shap', { segmentMap: 'C:\\data\\map.npy' }, 4],
        ['occlusion', { window: [3, 16, 16] }, undefined],
      ],
    );
  });

  it('gives panels the command line before anything has run', async () => {
    const asked = request({ methods: [texts[0][1]], metrics: [{ metric: 'iou', params: {} }], limit: 3 });
    const answers = folderAnswers(() => Promise.reject(new Error('no model is read')));
    const line = await answers['folder.command'](asked);
    assert.equal(line, commandLine(asked, makePlan(asked), { device: 'auto', threads: 0 }));
    assert.match(line, /^saliency-lens evaluate set --model m\.onnx .* --metrics iou .* --limit 3 --out out$/);
  });

  it('is what the command line prints', () => {
    const asked = request({ methods: [texts[0][1]] });
    assert.match(
      commandLine(asked, makePlan(asked), { device: 'auto', threads: 0 }),
      / --methods 'grad-cam:layer=\/relu2\/Relu_output_0\\,\/relu3\/Relu_output_0' --metrics none /,
    );
  });
});

describe('models of an evaluation', () => {
  it('are told apart by where they lie, not by how that is written', async () => {
    const opened = (...paths: string[]) => openEvaluatedModels(paths, { device: 'cpu', threads: 1, seed: 0 });
    await assert.rejects(opened('a.onnx', './a.onnx'), isInvalid(/named twice/));
    await assert.rejects(opened('a.onnx', 'b/a.onnx'), (error: LensError) => error.code === 'not-found');
  });

  it('of one file name are called with their folders, of one folder with their endings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lens-names-'));
    try {
      const model = join(SAMPLES, 'models/faces-cnn.onnx');
      const paths = ['old/net.onnx', 'new/net.onnx', 'new/other.onnx'].map((place) => join(folder, place));
      for (const path of paths) {
        mkdirSync(dirname(path), { recursive: true });
        copyFileSync(model, path);
      }
      const models = await openEvaluatedModels(paths, { device: 'cpu', threads: 1, seed: 0 });
      const names = models.map(({ name }) => name);
      await Promise.all(models.map((one) => one.close()));
      assert.deepEqual(names, ['old/net', 'new/net', 'other']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('suite file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-suite-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const suite = (text: string): string => {
    const path = join(folder, 'faces.lens-suite.json');
    writeFileSync(path, text);
    return path;
  };

  it('holds a request, its paths relative to itself', () => {
    const read = readSuite(
      suite(
        JSON.stringify({
          folder: 'test',
          models: ['../m.onnx'],
          methods: ['gradient', { method: 'lime', params: { samples: 9 } }],
          metrics: ['top-percent', { metric: 'iou' }],
          seed: 3,
          out: 'o',
        }),
      ),
    );
    assert.deepEqual(
      [read.folder, read.models, read.out, read.seed],
      [join(folder, 'test'), [join(folder, '..', 'm.onnx')], join(folder, 'o'), 3],
    );
    assert.deepEqual(
      read.methods?.map(({ method, params }) => [method, params]),
      [
        ['gradient', {}],
        ['lime', { samples: 9 }],
      ],
    );
    assert.deepEqual(
      read.metrics?.map(({ metric }) => metric),
      ['average-drop', 'average-drop', 'iou'],
    );
  });

  it('may begin with a byte-order mark', () => assert.equal(readSuite(suite('\ufeff{"seed": 3}')).seed, 3));

  for (const [what, text, pattern] of [
    ['no JSON', '{', /broken JSON, line 1/],
    ['a list', '[]', /object/],
    ['an unknown field', '{"model": "m.onnx"}', /"model" \(perhaps "models"\) is no field/],
    ['a name that every object has', '{"constructor": 1}', /"constructor" is no field/],
    ['a field written twice', '{"seed": 1, "seed": 2}', /"seed" is written twice/],
    ['results outside', '{"out": "../../out"}', /"out" leads to .* outside/],
    ['a wrong field', '{"seed": "x"}', /"seed" must be/],
    ['a wrong list', '{"methods": [3]}', /"methods" must be/],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => readSuite(suite(text)), isInvalid(pattern)));
  }
});
