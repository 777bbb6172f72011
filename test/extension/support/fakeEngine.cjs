// A test double of the engine process: it speaks the protocol of src/protocol/engine.ts and computes nothing real.
// Arguments steer it: a model path holding `hang` blocks for ever when explained, `endless` when described, `anytime` keeps what it has when
// cancelled, `crash` ends the process, `corrupt` answers with an error.
'use strict';

const { existsSync, readFileSync } = require('node:fs');

const cancelled = new Set();
/** Evaluations by their folder: inputs done, and results. */
const progress = new Map();
const finished = new Map();
let readings = 0;
const say = (message) => process.send(message);
const map = (seed) => {
  const data = new Float32Array(3 * 16 * 16);
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(i * 0.05 + seed);
  return { dims: [3, 16, 16], data };
};

const sidecarOf = (model) =>
  existsSync(`${model}.lens.json`) ? JSON.parse(readFileSync(`${model}.lens.json`, 'utf8')) : {};

const paper = { authors: 'Doe & Roe', year: 2020, title: 'A paper', url: 'https://example.org/paper' };

const calls = {
  'settings.apply': () => null,
  'method.list': () => [
    {
      id: 'gradient',
      label: 'Gradient',
      group: 'gradient',
      paper,
      shows: '',
      misleads: '',
      needs: ['gradient'],
      params: [],
      signed: true,
    },
    {
      id: 'grad-cam',
      label: 'Grad-CAM',
      group: 'cam',
      paper,
      shows: '',
      misleads: '',
      needs: ['layer'],
      params: [],
      signed: false,
    },
  ],
  'model.describe': ({ model, recipe }) => {
    if (model.includes('crash')) process.exit(7);
    if (model.includes('endless')) for (;;);
    if (model.includes('corrupt')) throw { code: 'corrupt-model', what: 'the file ends early', where: model };
    const { labels = [], ...given } = recipe ?? sidecarOf(model);
    if (labels === 'missing.txt')
      throw {
        code: 'not-found',
        what: 'the labels file cannot be read',
        where: `${model}.lens.json`,
        next: 'Name another',
      };
    return {
      path: model,
      pid: process.pid,
      hash: 'abc',
      layers: [],
      inputRange: [0, 1],
      logits: { classes: 2, kind: 'classification' },
      recipe: {
        color: 'rgb',
        size: [8, 8],
        ...given,
        labels: typeof labels === 'string' ? ['cat', 'dog'] : labels,
        layers: {},
        guessed: [],
      },
    };
  },
  'model.labelFiles': ({ classes }) => (classes === 2 ? [{ name: 'names.txt', names: ['cat', 'dog'] }] : []),
  'model.preview': () => ({ width: 1, height: 1, rgba: new Uint8ClampedArray(4) }),
  'model.close': () => null,
  'samples.list': ({ folder }) => {
    if (folder.includes('empty')) throw { code: 'not-found', what: 'the folder holds no images', where: folder };
    const sample = (name, label) => ({ name, label, masked: true });
    return {
      samples: [sample('cat/a.png', 'cat'), sample('cat/b.png', 'cat'), sample('dog/c.png', 'dog')],
      labelling: '',
      leftOut: 0,
    };
  },
  'samples.test': async ({ model, names, localise }, id) => {
    if (model.includes('corrupt')) throw { code: 'corrupt-model', what: 'the file ends early', where: model };
    for (const name of names) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      say({ kind: 'event', id, event: { kind: 'started', name } });
      await new Promise((resolve) => setTimeout(resolve, model.includes('slow') ? 100 : 1));
      const [label] = name.split('/');
      const verdict = {
        expected: label,
        predicted: 'cat',
        probability: 0.9,
        expectedProbability: label === 'cat' ? 0.9 : 0.1,
        right: label === 'cat',
        seconds: 0.01,
      };
      const score = {
        iou: localise ? 0.3 : null,
        hit: localise ? name !== 'cat/b.png' : null,
        heatmap: label === 'cat' ? null : Uint8Array.of(255, 216),
      };
      if (name.includes('broken'))
        say({
          kind: 'event',
          id,
          event: { kind: 'failed', name, error: { code: 'corrupt-image', what: 'no image' } },
        });
      else say({ kind: 'event', id, event: { kind: 'tested', name, verdict: { ...verdict, ...score } } });
    }
    return null;
  },
  'object.read': ({ input }) => {
    const mask = { dims: [4, 4], data: new Float32Array(16).fill(1) };
    return input.includes('masked') ? { path: `${input}.mask.png`, mask } : null;
  },
  'object.encode': ({ mask }) => ({ png: Uint8Array.of(1, 2, mask.data.filter(Boolean).length), width: 4, height: 4 }),
  'object.score': ({ maps }) => ({
    scores: maps.map(() => ({ iou: 0.25, hit: true, distance: 0 })),
    formulas: { iou: '', pointing: '' },
  }),
  'maps.compare': ({ maps }) => {
    const pairs = [{ first: maps[0].name, second: maps[1].name, values: { pearson: 0.5 } }];
    const result = {
      maps: maps.map(({ name }) => ({ name })),
      pairs,
      tests: [],
      comparisons: [],
      hypotheses: [],
      corrections: [],
      histograms: [],
      threshold: 0.2,
    };
    return {
      result,
      distributions: [],
      scatters: [{ first: maps[0].name, second: maps[1].name, counts: Uint32Array.of(1, 2) }],
      resized: [],
    };
  },
  'maps.summarise': ({ inputs }) => ({ images: inputs.length, level: 0.05, pairs: [], tests: [], distributions: [] }),
  'filters.layers': ({ model, health }) => {
    if (model.includes('corrupt')) throw { code: 'corrupt-model', what: 'the file ends early', where: model };
    const layer = (tensor, name, op, dims, module) => ({
      tensor,
      label: module ?? name,
      name,
      op,
      module,
      stored: dims,
      dims,
      parameters: dims.reduce((a, b) => a * b),
      spatial: op === 'Conv',
      health: health ? { norm: 1, dead: [], duplicates: [], nearZero: 0 } : null,
    });
    const layers = [
      layer('conv1', 'Conv_0', 'Conv', [8, 3, 3, 3], 'features.0'),
      layer('fc', 'Gemm_1', 'Gemm', [4, 8, 1, 1]),
    ];
    return {
      path: model,
      format: 'onnx',
      hasGraph: model.endsWith('.onnx'),
      layers: model.includes('bare') ? [] : layers,
      warnings: [],
    };
  },
  'metric.list': () => [
    {
      id: 'average-drop',
      label: 'Average Drop',
      paper,
      better: 'lower',
      formula: '',
      needs: [],
      params: [{ kind: 'choice', name: 'convention', label: 'Convention', default: 'blackout', choices: [] }],
    },
    { id: 'iou', label: 'IoU', paper, better: 'higher', formula: '', needs: ['mask'], params: [] },
  ],
  'metric.sets': () => [{ id: 'usual', label: 'Usual', metrics: [{ metric: 'iou', params: {} }] }],
  'folder.inspect': ({ folder, labelling, models }) => {
    if (labelling === 'coco') throw { code: 'invalid-argument', what: 'labels cannot be read as coco', where: folder };
    return {
      images: 4,
      arrays: 0,
      labelling: { id: labelling ?? 'folders', argument: null, description: '' },
      options: [],
      classes: [],
      models: models.map((path) => ({ path, classes: 2, problem: null })),
    };
  },
  'folder.results': ({ out }) => finished.get(out) ?? null,
  'folder.images': ({ model }) => {
    if (model > 0) throw { code: 'invalid-argument', what: 'there is no such model' };
    return { names: ['a.png'], classes: ['cat'], label: Int32Array.of(0), metrics: [] };
  },
  'folder.difference': () => ({ models: [], remarks: ['nothing'] }),
  'folder.evaluate': async (request, id) => {
    const { folder, out, models, methods, metrics } = request;
    if (folder.includes('empty')) throw { code: 'not-found', what: 'the folder holds no images', where: folder };
    const total = folder.includes('slow') ? 1000 : 4;
    say({
      kind: 'event',
      id,
      event: {
        kind: 'started',
        total,
        skipped: 0,
        models,
        methods: methods.map(({ method }) => ({ name: method })),
        columns: metrics.map(({ metric }) => ({ name: metric })),
      },
    });
    const from = progress.get(out) ?? 0;
    for (let done = from + 1; done <= total; done++) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      progress.set(out, done);
      say({
        kind: 'event',
        id,
        event: { kind: 'progress', done, total, skipped: 0, rate: 1, secondsLeft: total - done, image: `${done}.png` },
      });
      say({ kind: 'event', id, event: { kind: 'table', done, accuracy: [1], cells: [] } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const summary = {
      folder,
      models: models.map((path) => ({ path })),
      methods: methods.map(({ method, params, layer = null }) => ({ id: method, params, layer, seed: request.seed })),
      columns: metrics.map(({ metric, params }) => ({ metric, params, part: null })),
      target: request.target,
      seed: request.seed,
      from,
      request,
    };
    finished.set(out, { summary, skipped: [], seconds: [], images: true, finished: 1, previous: false });
    return null;
  },
  'suite.read': ({ path }) => ({ ...JSON.parse(readFileSync(path, 'utf8')) }),
  'method.cost': ({ methods }) =>
    methods.map(({ method, params }) => ({
      method,
      expectedPasses: 10 * (params.steps ?? 1),
      logitCache: JSON.stringify([method, params.scale ?? null]),
    })),
  'device.report': () => ({ chosen: 'cpu', reason: 'it is a double', available: ['cpu'] }),
  'input.predict': ({ input }) => {
    if (input.includes('broken')) throw { code: 'corrupt-image', what: 'the file is no image', where: input };
    const predictions = ['cat', 'dog'].map((label, index) => ({
      index,
      label,
      probability: 0.9 - 0.8 * index,
      logit: 2 - index,
    }));
    const image = { width: 16, height: 16, rgba: new Uint8ClampedArray(16 * 16 * 4).fill(128) };
    return { input: { path: input, image, signal: null }, predictions, dense: null, seconds: 0.01, device: 'cpu' };
  },
  'input.layerOverview': (request) => ({ request }),
  // Each reading of kernels counts up, so that a test sees which reading it holds.
  'filters.kernels': async ({ layer }) => {
    const reading = ++readings;
    if (layer === 'conv1') await new Promise((resolve) => setTimeout(resolve, 60));
    return { layer: { tensor: layer, health: { norm: 2, dead: [], duplicates: [], nearZero: 0 } }, reading };
  },
  'filters.features': ({ layer, inputs }) => inputs.map((input) => ({ input, layer })),
  'filters.images': async ({ folder, filter }, id) => {
    for (let done = 1; done <= (folder.includes('slow') ? 500 : 3); done++) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      say({ kind: 'event', id, event: { done, of: 500 } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { images: [{ input: `${folder}/a.png`, value: filter }], skipped: [] };
  },
  'scattering.bank': (request) => {
    if (request.J > 6) throw { code: 'invalid-argument', what: 'the image is too small' };
    return { request };
  },
  'scattering.coefficients': (request) => ({ request }),
  'scattering.input': ({ input }) =>
    input.endsWith('.npy') ? { kind: 'signal', channels: 1, length: 64 } : { kind: 'image' },
  'scattering.signal': (request) => ({ request, signal: true }),
  'input.explain': async ({ model, methods }, id) => {
    say({ kind: 'event', id, event: { kind: 'started', index: 0, expectedPasses: 10 } });
    if (model.includes('hang')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (;;);
    }
    const steps = model.includes('fast') ? 3 : 200;
    for (let step = 1; step <= steps; step++) {
      if (cancelled.has(id) && model.includes('anytime')) break;
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      say({
        kind: 'event',
        id,
        event: { kind: 'progress', index: 0, fraction: step / steps, passes: step, seconds: step / 100, map: map(0) },
      });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const [index, { method, params, seed = 0 }] of methods.entries()) {
      if (method === 'unfit') {
        say({
          kind: 'event',
          id,
          event: { kind: 'failed', index, error: { code: 'unsupported-model', what: 'no layer has spatial extent' } },
        });
        continue;
      }
      const stopped = cancelled.has(id) && { stopped: true };
      const made = {
        ...stopped,
        method,
        params,
        seed,
        layer: null,
        device: 'cpu',
        map: map(1 + index),
        completeness: null,
        warnings: [],
      };
      const cost = { forwardPasses: 10, backwardPasses: 0, sharedPasses: 0, leastPasses: 10, seconds: 1 };
      say({ kind: 'event', id, event: { kind: 'finished', index, result: { ...made, ...cost } } });
    }
    return null;
  },
};

process.on('message', async (message) => {
  if (message.kind === 'ping') return say({ kind: 'pong' });
  if (message.kind === 'cancel') return void cancelled.add(message.id);
  try {
    const answer = await calls[message.name](message.arguments, message.id);
    say({ kind: 'answer', id: message.id, answer });
  } catch (error) {
    say({ kind: 'error', id: message.id, error: error.code ? error : { code: 'internal', what: String(error) } });
  }
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', version: 'fake' });
