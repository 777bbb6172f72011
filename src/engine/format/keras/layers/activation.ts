import { activated, hardSigmoid, parametricRelu, softmax } from '../../builder/activations';
import type { Feature } from '../../builder/feature';
import { float } from '../../../graph/model';
import { reshaped } from '../../../tensor/tensor';
import { unsupported, type LayerCall, type SingleConverter } from '../layer';
import { Settings } from '../settings';

/** A layer's result after the activation in its own configuration. */
export function withActivation(call: LayerCall, x: Feature): Feature {
  const given = call.settings.all.activation;
  if (given === undefined || given === null) return x;
  if (typeof given === 'string') return named(call, x, given);
  const { class_name: className, config } = given as { class_name?: unknown; config?: unknown };
  if (typeof config === 'string') return named(call, x, config);
  if (typeof className !== 'string') throw unsupported(call, 'its activation has no name');
  const layer = activationLayers.find((converter) => converter.classes.includes(className));
  if (!layer) throw unsupported(call, `the activation ${className} is not supported`);
  return layer.build({
    ...call,
    inputs: [x],
    settings: new Settings((config ?? {}) as Record<string, unknown>, call.where),
  });
}

/** Keras 3 redefined the hard sigmoid. */
function named(call: LayerCall, x: Feature, name: string): Feature {
  if (call.dialect === 'keras 3' && /^hard_?sigmoid$/i.test(name)) return hardSigmoid(1 / 6)(call.builder, x);
  return activated(call.builder, x, name, call.where);
}

const activation: SingleConverter = { classes: ['Activation'], build: (call) => withActivation(call, call.inputs[0]) };

const relu: SingleConverter = {
  classes: ['ReLU'],
  build: ({ builder, settings, inputs: [x] }) =>
    parametricRelu(builder, x, {
      maximum: settings.optionalNumber('max_value'),
      slope: settings.number('negative_slope', 0),
      threshold: settings.number('threshold', 0),
    }),
};

const leaky: SingleConverter = {
  classes: ['LeakyReLU'],
  build: ({ builder, settings, inputs: [x] }) =>
    builder.mapped(x, 'LeakyRelu', [], {
      alpha: float(settings.optionalNumber('negative_slope') ?? settings.number('alpha', 0.3)),
    }),
};

const elu: SingleConverter = {
  classes: ['ELU'],
  build: ({ builder, settings, inputs: [x] }) =>
    builder.mapped(x, 'Elu', [], { alpha: float(settings.number('alpha', 1)) }),
};

/** x where it is above theta, 0 elsewhere. */
const thresholded: SingleConverter = {
  classes: ['ThresholdedReLU'],
  build: ({ builder, settings, inputs: [x] }) =>
    builder.mapped(x, 'ThresholdedRelu', [], { alpha: float(settings.number('theta', 1)) }),
};

/** A learned slope below zero, shared along the axes where its length is 1. */
const prelu: SingleConverter = {
  classes: ['PReLU'],
  variables: () => ['alpha'],
  build({ builder, inputs: [x], weight }) {
    const alpha = weight('alpha');
    const slope = builder.constant(reshaped(alpha, [1, ...alpha.dims]), 'alpha');
    return builder.mapped(x, 'PRelu', [x.moved ? builder.front(slope) : slope.tensor]);
  },
};

const softmaxLayer: SingleConverter = {
  classes: ['Softmax'],
  build(call) {
    const axes = call.settings.list('axis') ?? [-1];
    if (axes.length !== 1) throw unsupported(call, `a Softmax over ${axes.length} axes is not supported`);
    return softmax(call.builder, call.inputs[0], axes[0]);
  },
};

export const activationLayers: readonly SingleConverter[] = [
  activation,
  relu,
  leaky,
  elu,
  thresholded,
  prelu,
  softmaxLayer,
];
