'use strict';

const { cancelled, say } = require('./wire.cjs');

/** Trainings by their folder of results: epochs done, and results. */
const epochs = new Map();
const finished = new Map();

const entry = (id, params = []) => ({ id, label: id, params, of: 'any', description: id });
const number = (name, usual) => ({ kind: 'number', name, label: name, default: usual });
const measures = { f1: 0.5, accuracy: 0.5, loss: 1 };
const EPOCHS_OF_SLOW = 1000;

/** What the double answers about trainings. */
exports.trainings = {
  'training.registries': () => ({
    networks: [
      entry('cnn', [{ kind: 'numbers', name: 'channels', label: 'Channels', default: [16, 32] }]),
      entry('mlp', [number('dropout', 0.2)]),
    ],
    modelParams: [
      {
        kind: 'choice',
        name: 'mode',
        label: 'What learns',
        choices: ['head', 'continue'].map((value) => ({ value, label: value })),
        default: 'head',
      },
    ],
    augmentations: [entry('rotate', [number('degrees', 15)])],
    optimisers: [entry('adamw', [number('learningRate', 0.001)]), entry('sgd', [number('learningRate', 0.01)])],
    schedules: [
      entry('constant'),
      entry('one-cycle', [{ kind: 'boolean', name: 'cycle', label: 'Cycle', default: true }]),
    ],
  }),
  'training.inspect': ({ folder }) => {
    if (folder.includes('empty')) throw { code: 'not-found', what: 'the folder holds no images', where: folder };
    return {
      kind: 'images',
      shape: [8, 8],
      labelling: '',
      classes: [{ name: 'cat', learning: 4, test: 0 }],
      counts: { learning: 4, test: 0 },
      leftOut: { files: 0, first: [] },
    };
  },
  'training.sheet': ({ augmentations }) => ({ rows: [{ name: augmentations.join(), label: 'cat', images: [] }] }),
  'training.estimate': ({ networks }) => ({
    networks: networks.map((network) => ({ network, parameters: 1, secondsPerEpoch: 1, seconds: 2, guessed: '' })),
    seconds: 2,
  }),
  'training.results': ({ out }) => finished.get(out) ?? null,
  'training.run': async (request, id) => {
    const { folder, out, networks } = request;
    const event = (told) => say({ kind: 'event', id, event: told });
    if (folder.includes('empty')) throw { code: 'not-found', what: 'the folder holds no images', where: folder };
    event({ kind: 'reading', done: 4, total: 4 });
    const total = folder.includes('slow') ? EPOCHS_OF_SLOW : request.epochs;
    event({
      kind: 'started',
      networks,
      folds: 1,
      epochs: total,
      counts: { learning: 4, test: 0 },
      description: '',
      guesses: [],
    });
    const done = epochs.get(out) ?? [];
    epochs.set(out, done);
    if (done.length > 0) event({ kind: 'epochs', network: 'cnn', fold: 1, history: done });
    while (done.length < total) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      const epoch = { epoch: done.length + 1, learningRate: 0.1, training: measures, validation: measures };
      done.push(epoch);
      event({ kind: 'epochs', network: 'cnn', fold: 1, history: [epoch] });
      event({
        kind: 'progress',
        network: 'cnn',
        fold: 1,
        folds: 1,
        epoch: done.length,
        epochs: total,
        share: done.length / total,
        imagesPerSecond: 1,
        secondsLeft: 1,
      });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { folder: _, out: __, ...how } = request;
    finished.set(out, { finished: 1, result: { request: how, counts: { learning: 4, test: 0 }, networks: [] } });
    return null;
  },
};
