import { float, int } from '../../../graph/model';
import { floats, type FloatTensor } from '../../../tensor/tensor';
import { affine, batchNormalized, layerNormalized } from '../../builder/normalizing';
import { positive } from '../../builder/feature';
import { unsupported, type LayerCall, type LayerConverter, type SingleConverter } from '../layer';
import type { Settings } from '../settings';
import { spatially } from './spatial';

/** Keras leaves scale and offset out of what is stored where it was told to. */
const present = (settings: Settings): string[] => [
  ...(settings.flag('scale', true) ? ['gamma'] : []),
  ...(settings.flag('center', true) ? ['beta'] : []),
];
const optional = (call: LayerCall, name: string): FloatTensor | undefined =>
  present(call.settings).includes(name) ? call.weight(name) : undefined;
const axesOf = (call: LayerCall): number[] =>
  (call.settings.list('axis') ?? [-1]).map((axis) => positive(axis, call.inputs[0].shape.length));

const batch: LayerConverter = {
  classes: ['BatchNormalization', 'SyncBatchNormalization', 'BatchNormalizationV1', 'BatchNormalizationV2'],
  variables: (settings) => [...present(settings), 'moving_mean', 'moving_variance'],
  build(call) {
    const [axis] = axesOf(call);
    const epsilon = call.settings.number('epsilon', 1e-3);
    const [mean, variance] = [call.weight('moving_mean'), call.weight('moving_variance')];
    return batchNormalized(
      call.builder,
      call.inputs[0],
      { mean, variance, scale: optional(call, 'gamma'), offset: optional(call, 'beta'), epsilon },
      axis,
    );
  },
};

const layer: LayerConverter = {
  classes: ['LayerNormalization'],
  variables: present,
  build(call) {
    const [x] = call.inputs;
    const axes = axesOf(call).sort((a, b) => a - b);
    if (axes.some((axis, k) => axis !== x.shape.length - axes.length + k))
      throw unsupported(call, `normalisation over the axes ${axes.join(', ')} is not supported`);
    return layerNormalized(
      call.builder,
      x,
      axes[0],
      call.settings.number('epsilon', 1e-3),
      optional(call, 'gamma'),
      optional(call, 'beta'),
    );
  },
};

/** Channels in groups, each normalised over the image. */
const group: SingleConverter = {
  classes: ['GroupNormalization'],
  variables: present,
  build(call) {
    const x = call.builder.moved(call.inputs[0]);
    const channels = Number(x.shape.at(-1));
    const groups = call.settings.number('groups', 32);
    const filled = (value: number): FloatTensor => floats([channels], new Float32Array(channels).fill(value));
    const scale = call.builder.store(optional(call, 'gamma') ?? filled(1), 'gamma');
    const offset = call.builder.store(optional(call, 'beta') ?? filled(0), 'beta');
    return call.builder.mapped(x, 'GroupNormalization', [scale, offset], {
      num_groups: int(groups === -1 ? channels : groups),
      epsilon: float(call.settings.number('epsilon', 1e-3)),
    });
  },
};

/** x · scale + offset: how a network brings pixels into its range. */
const rescaling: LayerConverter = {
  classes: ['Rescaling'],
  build({ builder, settings, inputs: [x] }) {
    const vector = (name: string, otherwise: number): FloatTensor =>
      floats([settings.list(name)?.length ?? 1], settings.list(name) ?? [otherwise]);
    return affine(builder, x, vector('scale', 1), vector('offset', 0));
  },
};

/** (x − mean) / √variance with the statistics of the training data, or back again. */
const normalization: LayerConverter = {
  classes: ['Normalization'],
  variables: (settings) => (settings.list('mean') ? [] : ['mean', 'variance', 'count']),
  build(call) {
    const {
      builder,
      settings,
      inputs: [x],
    } = call;
    const stored = (name: string): FloatTensor => {
      const values = settings.list(name);
      return values ? floats([values.length], values) : flat(call.weight(name));
    };
    const [mean, variance] = [stored('mean'), stored('variance')];
    const deviation = variance.data.map((v) => Math.max(Math.sqrt(v), 1e-7));
    const inverse = settings.flag('invert', false);
    const factor = floats(
      [mean.data.length],
      deviation.map((d) => (inverse ? d : 1 / d)),
    );
    const shift = floats(
      [mean.data.length],
      mean.data.map((m, c) => (inverse ? m : -m / deviation[c])),
    );
    const axes = axesOf(call);
    if (mean.data.length > 1 && axes.length > 1)
      throw unsupported(call, 'statistics over several axes are not supported');
    return affine(builder, x, factor, shift, axes[0] ?? -1);
  },
};

const flat = (tensor: FloatTensor): FloatTensor => floats([tensor.data.length], tensor.data);

/** ConvNeXt's learned factor per channel. */
const layerScale: LayerConverter = {
  classes: ['LayerScale'],
  variables: () => ['gamma'],
  build: (call) => affine(call.builder, call.inputs[0], flat(call.weight('gamma')), floats([1])),
};

export const normalizingLayers: readonly LayerConverter[] = [
  batch,
  layer,
  { ...group, build: (call) => spatially(call, (x) => group.build({ ...call, inputs: [x] })) },
  rescaling,
  normalization,
  layerScale,
];
