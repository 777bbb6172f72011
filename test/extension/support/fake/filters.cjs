'use strict';

const { cancelled, say } = require('./wire.cjs');

let readings = 0;

/** What the double answers about filters and scattering. */
exports.filters = {
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
};
