import { LensError } from '../../../../protocol/error';
import type { Dimension } from '../../../graph/model';
import { sizeAfterBatch } from '../../builder/builder';
import { END, cut, padded, permuted, repeated, resized, type Sampling } from '../../builder/moving';
import { lengthOf, type Feature } from '../../builder/feature';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import { spatially } from './spatial';

const flatten: LayerConverter = {
  classes: ['Flatten'],
  build(call) {
    const {
      builder,
      inputs: [x],
      settings,
    } = call;
    const first = settings.text('data_format', 'channels_last') === 'channels_first' && x.shape.length > 2;
    const order = [0, ...Array.from({ length: x.shape.length - 2 }, (_, k) => k + 2), 1];
    const source = first ? permuted(builder, x, order) : x;
    return builder.reshaped(source, [x.shape[0], sizeAfterBatch(x.shape) ?? null]);
  },
};

const reshape: LayerConverter = {
  classes: ['Reshape'],
  build(call) {
    const [x] = call.inputs;
    const target = targetShape(call);
    const known = target.filter((d) => d !== -1).reduce((a, b) => a * b, 1);
    const size = sizeAfterBatch(x.shape);
    const open = size === undefined ? null : size / known;
    return call.builder.reshaped(x, [x.shape[0], ...target.map((d): Dimension => (d === -1 ? open : d))]);
  },
};

/** The layer leaves the batch out; `keras.ops.reshape` names it. TensorFlow.js writes null for an open length. */
function targetShape(call: LayerCall): number[] {
  const given = call.settings.all.target_shape ?? call.settings.all.newshape ?? [];
  if (!Array.isArray(given) || !given.every((d) => d === null || typeof d === 'number'))
    throw unsupported(call, 'a shape that is computed is not supported');
  const lengths = given.map((d: number | null) => d ?? -1);
  if (call.settings.has('target_shape')) return lengths;
  if (lengths[0] !== -1) throw unsupported(call, 'it would join the images of a batch');
  return lengths.slice(1);
}

const permute: LayerConverter = {
  classes: ['Permute'],
  build: ({ builder, settings, inputs: [x] }) => permuted(builder, x, [0, ...(settings.list('dims') ?? [])]),
};

const repeat: LayerConverter = {
  classes: ['RepeatVector'],
  build({ builder, settings, inputs: [x] }) {
    const times = settings.number('n', 1);
    const tensor = builder.op('Tile', [
      builder.op('Unsqueeze', [x.tensor, builder.integers(1)]),
      builder.integers(1, times, 1),
    ]);
    return { tensor, shape: [x.shape[0], times, x.shape[1]], moved: false };
  },
};

/** [before, after] per spatial axis from one number, one per axis, or one pair per axis. */
function pairs(call: LayerCall, name: string, axes: number, otherwise: number): [number, number][] {
  const given = call.settings.list(name) ?? [otherwise];
  if (given.length === 1) return Array.from({ length: axes }, () => [given[0], given[0]]);
  if (given.length === 2 * axes) return Array.from({ length: axes }, (_, k) => [given[2 * k], given[2 * k + 1]]);
  if (given.length === axes) return given.map((p) => [p, p]);
  throw unsupported(call, `"${name}" [${given.join(', ')}] does not fit ${axes} axes`);
}

const zeroPadding: LayerConverter = {
  classes: ['ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D'],
  build: (call) =>
    spatially(call, (x) => padded(call.builder, x, [[0, 0], ...pairs(call, 'padding', x.shape.length - 2, 1), [0, 0]])),
};

const cropping: LayerConverter = {
  classes: ['Cropping1D', 'Cropping2D', 'Cropping3D'],
  build: (call) =>
    spatially(call, (x) => {
      const cuts = pairs(call, 'cropping', x.shape.length - 2, 0).map(([before, after], k) => ({
        axis: k + 1,
        start: before,
        end: after === 0 ? END : -after,
        step: 1,
      }));
      return cut(
        call.builder,
        x,
        cuts.filter(({ start, end }) => start !== 0 || end !== END),
      );
    }),
};

function interpolation(call: LayerCall, otherwise: string): 'nearest' | 'bilinear' {
  const name = call.settings.text('interpolation', otherwise);
  if (name === 'nearest' || name === 'bilinear') return name;
  throw unsupported(call, `interpolation "${name}" is not supported`);
}

/** Keras places samples at the centres of pixels; TensorFlow.js' layer lets the corners start together. */
const upSampling: LayerConverter = {
  classes: ['UpSampling1D', 'UpSampling2D', 'UpSampling3D'],
  build: (call) =>
    spatially(call, (x) => {
      const times = call.settings.numbers('size', x.shape.length - 2, 2);
      const kind = interpolation(call, 'nearest');
      return repeated(call.builder, x, times, kind, call.dialect === 'tensorflow.js' ? 'start' : 'centres');
    }),
};

/** Keras places samples at the centres of pixels; TensorFlow.js' layer lets the corners coincide. */
const resizing: LayerConverter = {
  classes: ['Resizing'],
  build: (call) =>
    spatially(call, (x) => {
      const size = [call.settings.number('height', 1), call.settings.number('width', 1)];
      const cropped = call.settings.flag('crop_to_aspect_ratio', false);
      if (
        (cropped || call.settings.flag('pad_to_aspect_ratio', false)) &&
        call.dialect !== 'tensorflow.js' &&
        !sameAspect(x, size)
      ) {
        throw unsupported(call, 'keeping the aspect ratio is not supported');
      }
      if (call.settings.flag('antialias', false) && size.some((length, k) => length < (lengthOf(x, k + 1) ?? Infinity)))
        throw unsupported(call, 'making images smaller with antialiasing is not supported');
      const sampling: Sampling = call.dialect !== 'tensorflow.js' ? 'centres' : cropped ? 'start' : 'corners';
      return resized(call.builder, x, size, interpolation(call, 'bilinear'), sampling);
    }),
};

function sameAspect(x: Feature, [height, width]: readonly number[]): boolean {
  const [h, w] = [lengthOf(x, 1), lengthOf(x, 2)];
  return h !== undefined && w !== undefined && h * width === w * height;
}

const centerCrop: LayerConverter = {
  classes: ['CenterCrop'],
  build: (call) =>
    spatially(call, (x) => {
      const cuts = ['height', 'width'].map((name, k) => {
        const [length, wanted] = [lengthOf(x, k + 1), call.settings.number(name, 1)];
        if (length === undefined || length < wanted)
          throw new LensError({
            code: 'unsupported-model',
            what: 'the crop is larger than its input',
            where: call.where,
            next: 'Give the model a larger input size',
          });
        const start = Math.floor((length - wanted) / 2);
        return { axis: k + 1, start, end: start + wanted, step: 1 };
      });
      return cut(call.builder, x, cuts);
    }),
};

export const shapingLayers: readonly LayerConverter[] = [
  flatten,
  reshape,
  permute,
  repeat,
  zeroPadding,
  cropping,
  upSampling,
  resizing,
  centerCrop,
];
