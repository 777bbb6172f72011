'use strict';

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { cancelled, say } = require('./wire.cjs');

/**
 * What the double answers about versions. A file is whole when it ends with a full stop; what stands before it, as a
 * number, is what its maps show and how sure it is.
 */
exports.versions = {
  'version.read': ({ file }) => {
    const text = contentOf(file);
    if (!text.endsWith('.')) throw { code: 'corrupt-model', what: 'the file ends early' };
    return { hash: createHash('sha256').update(text).digest('hex'), beside: [] };
  },
  'version.explain': async ({ file, inputs, methods }, id) => {
    const value = Number.parseFloat(contentOf(file));
    for (const [at, { input, target = null }] of inputs.entries()) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (cancelled.has(id)) throw { code: 'cancelled', what: 'cancelled' };
      if (input.includes('broken')) {
        say({ kind: 'event', id, event: { kind: 'failed', at, error: { code: 'corrupt-image', what: 'no image' } } });
        continue;
      }
      const labels = ['cat', 'dog'].map((label, index) => {
        const probability = index === 0 ? value / 10 : 1 - value / 10;
        return { index, label, probability, logit: probability };
      });
      const image = { width: 16, height: 16, rgba: new Uint8ClampedArray(16 * 16 * 4).fill(128) };
      const predictions = labels.sort((a, b) => b.probability - a.probability);
      const said = { predictions, dense: null, seconds: 0.01, device: 'cpu' };
      const result = { input: { path: input, image, signal: null }, ...said };
      say({ kind: 'event', id, event: { kind: 'predicted', at, result } });
      for (const [index, { method, params }] of methods.entries()) {
        const data = new Float32Array(16 * 16).fill(value + 100 * (target ?? 0));
        const made = { method, params, seed: 0, layer: null, device: 'cpu', map: { dims: [1, 16, 16], data } };
        const cost = { forwardPasses: 1, backwardPasses: 0, sharedPasses: 0, leastPasses: 1, seconds: 1 };
        const whole = { ...made, ...cost, completeness: null, warnings: [] };
        say({ kind: 'event', id, event: { kind: 'explained', at, event: { kind: 'finished', index, result: whole } } });
      }
    }
    return null;
  },
};

/** Without the full stop at its end, a number is read as it stands. */
const contentOf = (file) => readFileSync(file, 'utf8');
