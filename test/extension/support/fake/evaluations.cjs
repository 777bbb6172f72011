'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { cancelled, paper, say } = require('./wire.cjs');

/** Evaluations by their folder: inputs done, and results. */
const progress = new Map();
const finished = new Map();

/** What the double answers about labelled images, evaluations and suites. */
exports.evaluations = {
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
  'metric.cost': ({ metrics }) =>
    metrics.map(({ metric, params }) => ({
      metric,
      scored: metric === 'average-drop' ? (params.samples ?? 1) : 0,
      explained: 0,
    })),
  'metric.sets': () => [{ id: 'usual', label: 'Usual', metrics: [{ metric: 'iou', params: {} }] }],
  'folder.inspect': ({ folder, labelling, models }) => {
    if (labelling === 'coco') throw { code: 'invalid-argument', what: 'labels cannot be read as coco', where: folder };
    // Models know the animals that they are called by.
    const animals = /animals$/.test(folder) ? ['cat', 'dog'] : [];
    const classes = animals.map((name) => ({
      name,
      images: 2,
      examples: folder.includes('timed') ? [`${name}/a.png`] : [],
      unknownTo: models.filter((model) => !model.includes(name)),
    }));
    return {
      images: 4,
      arrays: 0,
      labelling: { id: labelling ?? 'folders', argument: null, description: '' },
      options: [],
      classes,
      unlabelled: { images: 0, examples: [] },
      masks: { images: folder.includes('unmasked') ? 0 : 4, examples: [] },
      models: models.map((path) => ({ path, classes: 2, task: 'classification', problem: null })),
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
  // A run in parts says what a file of its folder holds.
  'parts.report': ({ out }) =>
    existsSync(`${out}/report.json`) ? JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) : null,
  'parts.table': ({ out }, id) => {
    const { done } = JSON.parse(readFileSync(`${out}/report.json`, 'utf8'));
    const columns = [{ label: 'IoU' }];
    say({ kind: 'event', id, event: { kind: 'started', models: ['net'], methods: [{ label: 'CAM' }], columns } });
    const cells = [{ model: 0, method: 0, column: 0, mean: 0.25, images: done }];
    say({ kind: 'event', id, event: { kind: 'table', done, accuracy: [0.5], cells } });
    return null;
  },
  'parts.folds': () => [{ network: 'cnn', folds: 3, validation: 0.975, test: null }],
  'parts.cancel': ({ out }) => {
    writeFileSync(`${out}/cancelled`, '');
    return null;
  },
  'parts.merge': ({ out }) => {
    writeFileSync(`${out}/merged`, '');
    return null;
  },
  'suite.read': ({ path }) => ({ ...JSON.parse(readFileSync(path, 'utf8')) }),
};
