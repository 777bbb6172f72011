import type { Parameter, ParameterValues } from '../../protocol/parameter';
import type { TrainingEntry } from '../../protocol/training-registries';
import type { OneChoice, TrainingSetup } from '../../protocol/training-panel';
import type { Component } from '../ui/component';
import { select } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import type { TrainingApp } from './app';
import { schemaForm } from './schema-form';

/** How networks learn: epochs, the optimiser, its schedule, and what is asked for seldom. */
export function learning(app: TrainingApp): Component {
  const usual = runForm(app);
  const optimiser = oneOf(app, 'optimiser', t('Optimiser'), () => app.document.registries?.optimisers ?? []);
  const schedule = oneOf(app, 'schedule', t('Schedule'), () => app.document.registries?.schedules ?? []);
  const parts = [usual, optimiser, schedule];
  return {
    element: element(
      'section',
      { class: 'block learning', 'aria-label': t('Learning') },
      element('h2', {}, t('Learning')),
      ...parts.map((part) => part.element),
    ),
    update() {
      for (const part of parts) part.update();
    },
  };
}

type RunValues = Pick<TrainingSetup, 'epochs' | 'batch' | 'seed' | 'balanced' | 'labelSmoothing' | 'clip' | 'patience'>;

const runParameters = (): readonly (Parameter & { readonly name: keyof RunValues })[] => [
  {
    kind: 'integer',
    name: 'epochs',
    label: t('Epochs'),
    description: t('Passes over what is learned from'),
    default: 20,
    minimum: 1,
  },
  {
    kind: 'integer',
    name: 'batch',
    label: t('Batch'),
    description: t('Inputs of one update'),
    default: 32,
    minimum: 1,
  },
  {
    kind: 'integer',
    name: 'seed',
    label: t('Seed'),
    description: t('Of weights, folds, order, augmentation and dropout: the same seed gives the same networks'),
    default: 0,
    minimum: 0,
    maximum: 2 ** 31 - 1,
    advanced: true,
  },
  {
    kind: 'integer',
    name: 'patience',
    label: t('Patience'),
    description: t('Epochs without a better one after which a fold stops; 0 never stops'),
    default: 0,
    minimum: 0,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'labelSmoothing',
    label: t('Label smoothing'),
    description: t('Share of every label that is spread over all classes'),
    default: 0,
    minimum: 0,
    maximum: 0.99,
    advanced: true,
  },
  {
    kind: 'number',
    name: 'clip',
    label: t('Clipping'),
    description: t('Largest length of the gradient; 0 lets it be'),
    default: 0,
    minimum: 0,
    advanced: true,
  },
  {
    kind: 'boolean',
    name: 'balanced',
    label: t('Classes count alike, however many inputs each has'),
    default: false,
    advanced: true,
  },
];

function runForm(app: TrainingApp): Component {
  const params = runParameters();
  return schemaForm({
    params: () => params,
    values(): ParameterValues {
      const { setup } = app.document;
      return Object.fromEntries(params.map((one) => [one.name, setup?.[one.name] ?? one.default]));
    },
    onChange: (values) => app.choose(values),
  });
}

/** One entry of a registry, with the form of its parameters below it. */
function oneOf(
  app: TrainingApp,
  name: 'optimiser' | 'schedule',
  label: string,
  entries: () => readonly TrainingEntry[],
): Component {
  const now = (): OneChoice => app.document.setup?.[name] ?? { id: '', params: {} };
  const entry = (): TrainingEntry | undefined => entries().find(({ id }) => id === now().id);
  const line = element('label', { class: 'labelled learning-line' });
  const form = schemaForm({
    params: () => entry()?.params ?? [],
    values: () => now().params,
    onChange: (params) => app.choose({ [name]: { id: now().id, params } }),
  });
  let drawn = '';
  return {
    element: element('div', { class: 'learning-part', 'data-part': name }, line, form.element),
    update() {
      const key = JSON.stringify([now().id, entries().map(({ id }) => id)]);
      if (key !== drawn) {
        drawn = key;
        const options = entries().map(({ id, label: text }) => ({ value: id, label: text }));
        line.replaceChildren(
          element('span', { class: 'quiet' }, label),
          select(label, options, now().id, (id) => {
            const chosen = entries().find((one) => one.id === id);
            const params = Object.fromEntries((chosen?.params ?? []).map((one) => [one.name, one.default]));
            app.choose({ [name]: { id, params } });
          }),
        );
      }
      form.element.hidden = (entry()?.params.length ?? 0) === 0;
      form.update();
    },
  };
}
