import type { Recipe } from '../../protocol/recipe';
import { numberField, numbersField, select, type Option } from '../ui/controls';
import { t } from '../ui/l10n';
import type { RecipeField, Shown } from './field';
import { labels } from './labels';
import { taskFields } from './task-fields';

/** Fields in the order of what happens to an image. Made when the page starts, because labels are translated. */
export function recipeFields(): readonly RecipeField[] {
  return [
    choice(
      'preset',
      t('Preset'),
      [
        ['', t('None')],
        ['imagenet', 'ImageNet (torchvision)'],
        ['caffe', 'Caffe, Keras VGG'],
        ['tensorflow', 'TensorFlow −1…1'],
        ['unit', '0…1'],
        ['raw', '0…255'],
      ],
      t('A starting point; the fields below override it'),
    ),
    choice('color', t('Colour order'), [
      ['rgb', 'RGB'],
      ['bgr', 'BGR'],
      ['gray', t('Grey')],
    ]),
    choice('layout', t('Layout'), [
      ['nchw', 'NCHW'],
      ['nhwc', 'NHWC'],
    ]),
    numbers('size', t('Size'), t('Height and width in pixels'), 2),
    choice('fit', t('Fit'), [
      ['fill', t('Stretch')],
      ['cover', t('Crop the centre')],
      ['contain', t('Pad')],
      ['corner', t('Pad on the right and below')],
    ]),
    number(
      'pad',
      t('Grey of the bars'),
      t('What Pad puts beside an image, from 0, black, to 255; YOLO detectors are fed 114'),
      {
        minimum: 0,
        maximum: 255,
      },
    ),
    number('resizeShorter', t('Shorter side'), t('Before cropping, the shorter side is brought to this many pixels'), {
      minimum: 1,
      integer: true,
    }),
    choice('kernel', t('Interpolation'), [
      ['nearest', t('Nearest')],
      ['linear', t('Linear')],
      ['cubic', t('Cubic')],
    ]),
    numbers('range', t('Range'), t('Values of black and white before mean and standard deviation'), 2),
    number(
      'white',
      t('White in files'),
      t('The value of white in files of more than 8 bits, for example 4095 of 12 bits'),
      { minimum: 0 },
    ),
    number(
      'black',
      t('Black in files'),
      t('The value of black in DICOM files and volumes, for example −1000 of computed tomography'),
    ),
    numbers('mean', t('Mean'), t('Per channel, in the colour order')),
    numbers('std', t('Standard deviation'), t('Per channel, in the colour order')),
    composite(),
    choice('outputKind', t('Output'), [
      ['logits', t('Logits')],
      ['probabilities', t('Probabilities')],
      ['values', t('Estimated values')],
    ]),
    labels(),
    ...taskFields(),
  ];
}

/** The value that holds for a field. */
function holds<K extends keyof Recipe>(field: K, { recipe, complete }: Shown): Recipe[K] | null {
  return recipe[field] ?? (complete as Recipe | null)?.[field] ?? null;
}

function choice(
  field: 'preset' | 'color' | 'layout' | 'fit' | 'kernel' | 'outputKind',
  label: string,
  pairs: readonly (readonly [string, string])[],
  hint?: string,
): RecipeField {
  const options: Option[] = pairs.map(([value, text]) => ({ value, label: text }));
  return {
    field,
    label,
    hint,
    control: (shown, change) =>
      select(label, options, (holds(field, shown) as string | null) ?? '', (value) => change(value || undefined)),
  };
}

function numbers(
  field: 'size' | 'range' | 'mean' | 'std' | 'composite',
  label: string,
  hint: string,
  length?: number,
): RecipeField<typeof field> {
  return {
    field,
    label,
    hint,
    control: (shown, change) =>
      numbersField(label, holds(field, shown) as readonly number[] | null, (value) => {
        if (!value) change(undefined);
        else if (length === undefined || value.length === length) change(value);
      }),
  };
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly integer?: boolean;
}

function number(
  field: 'pad' | 'resizeShorter' | 'white' | 'black',
  label: string,
  hint: string,
  bounds: Bounds = {},
): RecipeField<typeof field> {
  return {
    field,
    label,
    hint,
    control: (shown, change) =>
      numberField({
        label,
        value: holds(field, shown) ?? null,
        ...bounds,
        optional: true,
        onChange: (value) => change(value ?? undefined),
      }),
  };
}

/** Of images with more bands than a screen has colours. */
function composite(): RecipeField<'composite'> {
  const bands = numbers(
    'composite',
    t('Bands shown'),
    t('Numbers of the bands that are shown as red, green and blue, the first is 1'),
    3,
  );
  return { ...(bands as RecipeField<'composite'>), isFor: ({ complete }) => (complete?.mean.length ?? 0) > 3 };
}
