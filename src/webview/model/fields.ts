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
    bars(),
    shorter(),
    choice('kernel', t('Interpolation'), [
      ['nearest', t('Nearest')],
      ['linear', t('Linear')],
      ['cubic', t('Cubic')],
    ]),
    numbers('range', t('Range'), t('Values of black and white before mean and standard deviation'), 2),
    numbers('mean', t('Mean'), t('Per channel, in the colour order')),
    numbers('std', t('Standard deviation'), t('Per channel, in the colour order')),
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
  field: 'size' | 'range' | 'mean' | 'std',
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

function bars(): RecipeField<'pad'> {
  const label = t('Grey of the bars');
  return {
    field: 'pad',
    label,
    hint: t('What Pad puts beside an image, from 0, black, to 255; YOLO detectors are fed 114'),
    control: (shown, change) =>
      numberField({
        label,
        value: holds('pad', shown) ?? null,
        minimum: 0,
        maximum: 255,
        optional: true,
        onChange: (value) => change(value ?? undefined),
      }),
  };
}

function shorter(): RecipeField<'resizeShorter'> {
  const label = t('Shorter side');
  return {
    field: 'resizeShorter',
    label,
    hint: t('Before cropping, the shorter side is brought to this many pixels'),
    control: (shown, change) =>
      numberField({
        label,
        value: holds('resizeShorter', shown) ?? null,
        minimum: 1,
        integer: true,
        optional: true,
        onChange: (value) => change(value ?? undefined),
      }),
  };
}
