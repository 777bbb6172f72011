import type { TrainingInspection } from '../../protocol/training';
import type { Component } from '../ui/component';
import { numberField, numbersField, select } from '../ui/controls';
import { element, setText } from '../ui/element';
import { shape } from '../ui/format';
import { headline } from '../ui/headline';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import type { TrainingApp } from './app';
import { sizesField, splitControl, splitSentence } from './split';

/** Classes that are listed; more are counted. */
const LISTED = 12;

/** What is learned from, at which size, and how it is split. */
export function data(app: TrainingApp): Component {
  const said = element('div', { class: 'data-said', 'aria-live': 'polite' });
  const controls = element('div', { class: 'data-controls' });
  const split = element('p', { class: 'quiet split-said' });
  let drawn = '';
  const say = memo((inspection: TrainingApp['document']['inspection']) => {
    if (inspection.state === 'error')
      said.replaceChildren(
        element(
          'div',
          { role: 'alert' },
          headline(inspection.error),
          element('p', { class: 'quiet' }, inspection.error.next ?? ''),
        ),
      );
    else if (inspection.state === 'done') said.replaceChildren(...factsOf(inspection.value));
    else said.replaceChildren(element('div', { class: 'skeleton label-skeleton' }));
  });
  return {
    element: element(
      'section',
      { class: 'block data', 'aria-label': t('Data') },
      element('h2', {}, t('Data')),
      said,
      controls,
    ),
    update() {
      const { inspection, setup } = app.document;
      say(inspection);
      if (!setup) return;
      const found = inspection.state === 'done' ? inspection.value : null;
      setText(split, splitSentence(setup.folds, found));
      if (controls.contains(document.activeElement)) return;
      const key = JSON.stringify([
        setup.folds,
        setup.repeats,
        setup.sizes,
        setup.size,
        setup.color,
        found?.kind,
        found?.counts,
      ]);
      if (key === drawn) return;
      drawn = key;
      controls.replaceChildren(...controlsOf(app, found, split));
    },
  };
}

function factsOf({ kind, shape: dims, labelling, classes, counts, leftOut }: TrainingInspection): HTMLElement[] {
  const inputs =
    counts.test > 0
      ? t('{0} to learn from, {1} to test with', counts.learning, counts.test)
      : t('{0} inputs', counts.learning);
  const what = kind === 'images' ? t('images') : t('signals');
  const rows = classes
    .slice(0, LISTED)
    .map(({ name, learning, test }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', title: name }, name),
        element('td', { class: 'numeric figure' }, String(learning)),
        counts.test > 0 && element('td', { class: 'numeric figure' }, String(test)),
      ),
    );
  return [
    element('p', {}, [inputs, dims ? `${what}, ${shape(dims)}` : what].join(' · ')),
    element('p', { class: 'quiet' }, labelling),
    element(
      'table',
      { class: 'table data-classes scrolls', 'aria-label': t('Classes') },
      element('tbody', {}, ...rows),
    ),
    ...(classes.length > LISTED
      ? [element('p', { class: 'quiet' }, t('and {0} more classes', classes.length - LISTED))]
      : []),
    ...(leftOut.files > 0
      ? [
          element(
            'p',
            { class: 'remark', title: leftOut.first.map(({ name, reason }) => `${name}: ${reason}`).join('\n') },
            icon('warning'),
            leftOut.files === 1 ? t('1 file left out') : t('{0} files left out', leftOut.files),
          ),
        ]
      : []),
    ...(kind === 'images' && !dims
      ? [
          element(
            'p',
            { class: 'remark' },
            icon('warning'),
            t('The images differ in size: say to which they are brought.'),
          ),
        ]
      : []),
  ];
}

function controlsOf(app: TrainingApp, found: TrainingInspection | null, split: HTMLElement): HTMLElement[] {
  const setup = app.document.setup!;
  const images = found?.kind !== 'signals';
  const colors = [
    { value: 'rgb', label: t('colour') },
    { value: 'gray', label: t('grey') },
  ];
  return [
    line(t('Split'), splitControl(app, found)),
    split,
    line(
      t('Repeats'),
      numberField({
        label: t('Repeats, each with other folds and weights'),
        value: setup.repeats,
        minimum: 1,
        integer: true,
        onChange: (repeats) => repeats !== null && app.choose({ repeats }),
      }),
    ),
    line(
      t('Sample sizes'),
      sizesField(setup.sizes, (sizes) => app.choose({ sizes })),
    ),
    ...(images
      ? [
          line(
            t('Size'),
            numbersField(t('Height and width of images, or one number for both'), setup.size, (size) =>
              app.choose({ size: size && size.length === 1 ? [size[0], size[0]] : size }),
            ),
            t('px'),
          ),
          line(
            t('Read as'),
            select(t('Read as'), colors, setup.color, (color) => app.choose({ color: color as 'rgb' | 'gray' })),
          ),
        ]
      : []),
  ];
}

function line(text: string, control: HTMLElement, unit = ''): HTMLElement {
  return element(
    'div',
    { class: 'labelled data-line' },
    element('span', { class: 'quiet data-label', 'aria-hidden': 'true' }, text),
    control,
    unit && element('span', { class: 'quiet' }, unit),
  );
}
