'use strict';

const { existsSync, readFileSync } = require('node:fs');
const { cancelled, paper, say } = require('./wire.cjs');

const sidecarOf = (model) =>
  existsSync(`${model}.lens.json`) ? JSON.parse(readFileSync(`${model}.lens.json`, 'utf8')) : {};
const map = (seed) => {
  const data = new Float32Array(3 * 16 * 16);
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(i * 0.05 + seed);
  return { dims: [3, 16, 16], data };
};

/** What the double answers about models, predictions, explanations and their objects. */
exports.explanations = {
  'settings.apply': () => null,
  // All files of DICOM are of one series.
  'input.dicom': ({ files, model }) => {
    const found = files.filter((file) => readFileSync(file).subarray(128, 132).toString() === 'DICM');
    return model ? found.slice(0, 1) : found;
  },
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
  'input.nearest': (_request, id) => {
    say({ kind: 'event', id, event: { done: 0, total: 1 } });
    return { images: [{ path: '/near/one.png', similarity: 0.9 }], compared: 1, leftOut: [] };
  },
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
      task: { id: 'classification', reason: '' },
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
  'recipe.plan': ({ folder, images }) => {
    const labelled = folder.endsWith('photos') ? images : 0;
    const classes = labelled > 0 ? 2 : Number(folder.endsWith('cat'));
    return { folder, images, labelled, classes, labelling: '', ways: 3, passes: 3 * images };
  },
  'recipe.check': async ({ model, folder, images }, id) => {
    for (let tried = 1; tried <= 3; tried++) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      say({ kind: 'event', id, event: { tried } });
      await new Promise((resolve) => setTimeout(resolve, model.includes('slow') ? 100 : 1));
    }
    const candidates = ['bgr', 'rgb'].map((color) => ({
      label: color,
      right: { count: color === 'bgr' ? 11 : 2 },
      isCurrent: color === 'rgb',
    }));
    const check = {
      model,
      folder,
      images,
      labelled: images,
      recipe: { color: 'bgr' },
      families: [{ candidates }],
      notes: [],
    };
    return { check, thumbnails: [] };
  },
  'model.labelFiles': ({ classes }) => (classes === 2 ? [{ name: 'names.txt', names: ['cat', 'dog'] }] : []),
  'model.preview': () => ({ width: 1, height: 1, rgba: new Uint8ClampedArray(4) }),
  'model.close': () => null,
  'model.inputs': ({ model }) =>
    ['image', ...(model.includes('pair') ? ['other'] : [])].map((name) => ({ name, type: 'float32', shape: [1, 8] })),
  'input.boxAt': ({ model, index, corners }) => {
    if (model.includes('corrupt')) throw { code: 'corrupt-model', what: 'the file ends early', where: model };
    return { index, corners: corners.map((side) => side / 2), proposal: 7, quantity: 'score' };
  },
  'input.boxInImage': ({ corners }) => corners.map((side) => 2 * side),
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
  'method.cost': ({ model, methods }) =>
    methods.map(({ method, params }) => ({
      method,
      expectedPasses: 10 * (params.steps ?? 1),
      logitCache: JSON.stringify([method, params.scale ?? null]),
      ...(model.includes('opaque') && { unavailable: 'it cannot look inside' }),
    })),
  'device.report': () => ({ chosen: 'cpu', reason: 'it is a double', available: ['cpu'] }),
  'input.predict': ({ model, input }) => {
    if (input.includes('broken')) throw { code: 'corrupt-image', what: 'the file is no image', where: input };
    const labels = model.includes('turned') ? ['dog', 'cat'] : ['cat', 'dog'];
    const predictions = labels.map((label, index) => ({
      index,
      label,
      probability: 0.9 - 0.8 * index,
      logit: 2 - index,
    }));
    const image = { width: 16, height: 16, rgba: new Uint8ClampedArray(16 * 16 * 4).fill(128) };
    const found = [{ proposal: 3, index: 1, label: labels[1], score: 0.75, corners: [2, 4, 8, 12] }];
    const boxes = { candidates: found, scoreThreshold: 0.25, overlapThreshold: 0.5 };
    const classes = Uint16Array.of(0, 1, 1, 1);
    const dense = model.includes('segmenter') ? { height: 2, width: 2, classes } : null;
    return {
      ...{ input: { path: input, image, signal: null }, predictions, dense, seconds: 0.01, device: 'cpu' },
      ...(model.includes('detector') && { boxes }),
    };
  },
  'input.layerOverview': (request) => ({ request }),
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
