import type { ErrorReport } from '../../protocol/error';
import type { PageCommand } from '../../protocol/page';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { emptyState, errorState, startingPoints, type StateAction } from '../ui/states';
import type { ExplainApp } from './app';

/** In place of everything: what to do first, or what went wrong. */
export function message(app: ExplainApp): Component {
  const node = element('div', {});
  let shown = '';
  return {
    element: node,
    update() {
      const { error, inputs, trusted, modelInputs } = app.document;
      const empty = inputs.length === 0;
      node.hidden = !error && !empty;
      const key = JSON.stringify([error, empty, trusted, Boolean(modelInputs)]);
      if (key === shown) return;
      shown = key;
      if (error) node.replaceChildren(errorState(error, remedies(error, app)));
      else if (empty)
        node.replaceChildren(
          emptyState(
            t('Right-click an image in the Explorer and choose Explain Image.'),
            { label: t('Choose an image…'), run: command(app, 'explainImage') },
            ...startingPoints(app.post),
          ),
        );
    },
  };
}

const command = (app: ExplainApp, name: PageCommand) => (): void => app.post({ kind: 'command', command: name });

/** Errors that another model may not have. */
const ofTheModel: ReadonlySet<ErrorReport['code']> = new Set(['wrong-shape', 'corrupt-model', 'unsupported-model']);

/** Errors of a model of several inputs that other values may not have. */
const ofTheInputs: ReadonlySet<ErrorReport['code']> = new Set([
  'unsupported-model',
  'invalid-argument',
  'not-found',
  'wrong-shape',
]);

function remedies(error: ErrorReport, app: ExplainApp): StateAction[] {
  const others = ofTheModel.has(error.code)
    ? [{ label: t('Select another model'), run: command(app, 'selectModel') }]
    : lacksModel(error, app)
      ? startingPoints(app.post)
      : [];
  return [firstRemedy(error, app), ...others, { label: t('Show log'), run: command(app, 'showLog') }];
}

const lacksModel = ({ code }: ErrorReport, app: ExplainApp): boolean => code === 'not-found' && !app.document.model;

function firstRemedy(error: ErrorReport, app: ExplainApp): StateAction {
  if (!app.document.trusted) return { label: t('Manage trust'), run: command(app, 'manageTrust') };
  if (lacksModel(error, app)) return { label: t('Select a model'), run: command(app, 'selectModel') };
  if (app.document.modelInputs && ofTheInputs.has(error.code))
    return { label: t('State the inputs…'), run: () => app.showInputs() };
  return { label: t('Try again'), run: () => app.post({ kind: 'retry', card: null }) };
}
