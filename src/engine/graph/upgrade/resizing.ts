import { numbersIn } from '../shapes/facts';
import { stringAttribute, text } from '../model';
import { replacement, withInput, type Upgrader } from './upgrader';

/** Upsample 9 is Resize 10 for scales of at least 1. */
export const upsample: Upgrader = {
  ops: ['Upsample'],
  before: 10,
  upgrade: (node) => [
    replacement(node, 'Resize', node.inputs, node.outputs, {
      mode: text(stringAttribute(node, 'mode', 'nearest').replace('bilinear', 'linear')),
    }),
  ],
};

/**
 * Resize 10 knew one way to place the samples (output index / scale), and rounded up where it made the image smaller.
 */
export const firstResize: Upgrader = {
  ops: ['Resize'],
  before: 11,
  upgrade(node, context) {
    const [x, scales] = node.inputs;
    const shrinks = numbersIn(context.facts(scales))?.some((s) => s < 1) ?? false;
    return [
      {
        ...node,
        inputs: [x, '', scales],
        attributes: {
          ...node.attributes,
          coordinate_transformation_mode: text('asymmetric'),
          nearest_mode: text(shrinks ? 'ceil' : 'floor'),
        },
      },
    ];
  },
};

/** `tf_half_pixel_for_nn` went in 13: flooring (i + 0.5) / scale is rounding (i + 0.5) / scale − 0.5 with halves up. */
export const halfPixelNearest: Upgrader = {
  ops: ['Resize'],
  before: 13,
  upgrade(node) {
    if (stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') !== 'tf_half_pixel_for_nn') return [node];
    const nearest =
      stringAttribute(node, 'nearest_mode', 'round_prefer_floor') === 'floor'
        ? text('round_prefer_ceil')
        : node.attributes.nearest_mode;
    const attributes = {
      ...node.attributes,
      coordinate_transformation_mode: text('half_pixel'),
      ...(nearest && { nearest_mode: nearest }),
    };
    return [{ ...node, attributes }];
  },
};

/** Empty tensors stood for absent inputs before 13. */
export const emptyResizeInputs: Upgrader = {
  ops: ['Resize'],
  before: 18,
  upgrade(node, context) {
    const isEmpty = (k: number): boolean =>
      node.inputs[k] !== '' && node.inputs[k] !== undefined && context.facts(node.inputs[k])?.shape?.[0] === 0;
    const usesRegion = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') === 'tf_crop_and_resize';
    let { inputs } = node;
    if (!usesRegion || isEmpty(1)) inputs = withInput(inputs, 1, '');
    if (isEmpty(2)) inputs = withInput(inputs, 2, '');
    return [{ ...node, inputs }];
  },
};

/** Until 16 the regions were aligned without the half-pixel shift of their corners. */
export const regionAlignCorners: Upgrader = {
  ops: ['RoiAlign'],
  before: 16,
  changesMeaning: true,
  upgrade: (node) => [
    { ...node, attributes: { ...node.attributes, coordinate_transformation_mode: text('output_half_pixel') } },
  ],
};

/** The interpolations were renamed in 20. */
export const gridSampleModes: Upgrader = {
  ops: ['GridSample'],
  before: 20,
  upgrade: (node) => [
    {
      ...node,
      attributes: {
        ...node.attributes,
        mode: text(stringAttribute(node, 'mode', 'bilinear').replace(/^bi(linear|cubic)$/, '$1')),
      },
    },
  ],
};
