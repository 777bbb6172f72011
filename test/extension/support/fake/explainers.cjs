'use strict';

const { cancelled, say } = require('./wire.cjs');

/** Epochs that are learned, each of which takes 10 ms; a folder called `slow` has many. */
const EPOCHS = 3;

exports.explainers = {
  'explainer.estimate': ({ request: { folder } }) => {
    if (folder.includes('empty')) throw { code: 'not-found', what: 'too few inputs can be read', where: folder };
    return { inputs: 8, cells: 49, cell: 4, seconds: 130 };
  },
  'explainer.learn': async ({ model, request }, id) => {
    const epochs = request.folder.includes('slow') ? 10000 : EPOCHS;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      say({ kind: 'event', id, event: { stage: 'learning', share: epoch / epochs, epoch, loss: 1 / epoch } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { features, folder } = request;
    const throughModel = !folder.includes('sealed');
    const facts = {
      choices: { features, approximator: 'model' },
      throughModel,
      cells: 49,
      data: { folder, inputs: 8 },
    };
    const faithfulness = { inputs: 40, model: 0.925, random: 0.175, approximator: null };
    return { path: `${model}.l2x`, facts: { ...facts, faithfulness }, leftOut: [] };
  },
};
