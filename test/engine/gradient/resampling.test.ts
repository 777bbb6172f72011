import { assertGradient, type Check, type Operand } from './harness';

const scales = (...values: number[]): readonly (Operand | '')[] => [
  '',
  { dims: [values.length], values, constant: true },
];
const sizes = (...values: number[]): readonly (Operand | '')[] => [
  '',
  '',
  { dims: [values.length], values, type: 'int64' },
];
const image: Operand = { dims: [2, 2, 4, 5] };
const modes = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];

describe('gradients of Resize', () => {
  const check = (
    title: string,
    inputs: Check['inputs'],
    attributes: Check['attributes'],
    turnings: Check['turnings'] = ['second last'],
  ) => it(title, () => assertGradient({ op: 'Resize', inputs, attributes, step: 0.5, turnings }));
  for (const coordinate_transformation_mode of modes) {
    for (const nearest_mode of ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil']) {
      check(`nearest, ${coordinate_transformation_mode}, ${nearest_mode}`, [image, ...scales(1, 1, 2, 1.6)], {
        mode: 'nearest',
        coordinate_transformation_mode,
        nearest_mode,
      });
    }
    for (const mode of ['linear', 'cubic']) {
      check(`${mode}, ${coordinate_transformation_mode}, up`, [image, ...scales(1, 1, 2, 1.7)], {
        mode,
        coordinate_transformation_mode,
      });
      check(
        `${mode}, ${coordinate_transformation_mode}, down to sizes`,
        [image, ...sizes(2, 2, 3, 2)],
        { mode, coordinate_transformation_mode },
        mode === 'cubic' ? [] : undefined,
      );
    }
  }
  check('to one pixel', [image, ...sizes(2, 2, 1, 1)], {
    mode: 'linear',
    coordinate_transformation_mode: 'pytorch_half_pixel',
  });
  check('cubic, outside excluded', [image, ...scales(1, 1, 1.5, 2)], {
    mode: 'cubic',
    exclude_outside: 1,
    cubic_coeff_a: -0.5,
  });
  check('linear, antialiased', [image, ...scales(1, 1, 0.6, 0.5)], { mode: 'linear', antialias: 1 });
  check('cubic, antialiased', [image, ...scales(1, 1, 0.6, 0.5)], { mode: 'cubic', antialias: 1 });
  check('by axes', [image, '', { dims: [2], values: [2, 1.5], constant: true }], { mode: 'linear', axes: [2, 3] });
  check('nearest, 1-D', [{ dims: [2, 3, 4] }, ...scales(1, 1, 2)], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
  check('linear, 1-D', [{ dims: [2, 3, 4] }, ...scales(1, 1, 2)], { mode: 'linear' });
  check(
    'crop and resize',
    [
      image,
      { dims: [8], values: [0, 0, 0.2, 0.1, 1, 1, 0.7, 0.9], constant: true },
      '',
      { dims: [4], values: [2, 2, 5, 4], type: 'int64' },
    ],
    {
      mode: 'linear',
      coordinate_transformation_mode: 'tf_crop_and_resize',
    },
  );
  check(
    'crop beyond the image',
    [
      image,
      { dims: [8], values: [0, 0, -0.3, 0.1, 1, 1, 0.7, 1.4], constant: true },
      '',
      { dims: [4], values: [2, 2, 4, 5], type: 'int64' },
    ],
    {
      mode: 'linear',
      coordinate_transformation_mode: 'tf_crop_and_resize',
      extrapolation_value: 3,
    },
  );
});

describe('gradient of ConvTranspose', () => {
  const cases: readonly {
    readonly title: string;
    readonly input: readonly number[];
    readonly weight: readonly number[];
    readonly attributes?: Check['attributes'];
  }[] = [
    { title: '2×2, stride 2', input: [2, 3, 3, 4], weight: [3, 2, 2, 2], attributes: { strides: [2, 2] } },
    {
      title: '4×4, stride 2, padded',
      input: [1, 3, 3, 4],
      weight: [3, 2, 4, 4],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    {
      title: '3×3 with output padding',
      input: [1, 2, 3, 3],
      weight: [2, 3, 3, 3],
      attributes: { strides: [2, 3], pads: [1, 0, 1, 1], output_padding: [1, 2] },
    },
    { title: 'groups', input: [1, 4, 3, 3], weight: [4, 2, 3, 3], attributes: { group: 2 } },
    {
      title: 'dilation',
      input: [1, 2, 3, 3],
      weight: [2, 2, 2, 3],
      attributes: { dilations: [2, 2], pads: [1, 1, 1, 1] },
    },
    {
      title: 'SAME_UPPER',
      input: [1, 2, 3, 4],
      weight: [2, 2, 3, 3],
      attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    },
    {
      title: 'SAME_LOWER',
      input: [1, 2, 3, 4],
      weight: [2, 2, 3, 3],
      attributes: { auto_pad: 'SAME_LOWER', strides: [2, 2] },
    },
    {
      title: 'an output shape',
      input: [1, 2, 3, 4],
      weight: [2, 2, 3, 3],
      attributes: { output_shape: [6, 8], strides: [2, 2] },
    },
    { title: '1-D', input: [2, 3, 5], weight: [3, 2, 4], attributes: { strides: [2], pads: [1, 1] } },
    {
      title: '3-D, stride 2',
      input: [1, 2, 2, 3, 2],
      weight: [2, 3, 2, 3, 2],
      attributes: { strides: [2, 1, 2], pads: [0, 1, 1, 0, 1, 0], output_padding: [1, 0, 0] },
    },
  ];
  for (const { title, input, weight, attributes } of cases) {
    const bias = { dims: [weight[1] * (attributes?.group === 2 ? 2 : 1)], batch: false };
    const check = (kernel: Operand) => () =>
      assertGradient({ op: 'ConvTranspose', inputs: [{ dims: input }, kernel, bias], attributes, step: 0.5 });
    it(title, check({ dims: weight, constant: true }));
    it(`${title}, and of its kernel`, check({ dims: weight, batch: false }));
  }
});
