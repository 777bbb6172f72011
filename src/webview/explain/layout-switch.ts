import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { t } from '../ui/l10n';
import type { ExplainApp, Layout } from './app';

/** The cards of one image, many images × methods, or versions of the model. */
export function layoutSwitch(app: ExplainApp): Component {
  const options = [
    { value: 'cards', label: t('Cards'), title: t('One image, with a card for each method') },
    { value: 'grid', label: t('Grid'), title: t('Many images, with a column for each method (G)') },
    { value: 'versions', label: t('Versions'), title: t('What changed from one version of the model to the next (V)') },
  ];
  const node = segments(t('Layout'), 'layout', options, app.view.layout, (value) => show(app, value as Layout));
  return {
    element: node,
    update() {
      for (const input of node.querySelectorAll('input')) input.checked = input.value === app.view.layout;
    },
  };
}

/** To one of the layouts with many maps, and back from it. */
export function turnLayout(app: ExplainApp, layout: Exclude<Layout, 'cards'>): void {
  show(app, app.view.layout === layout ? 'cards' : layout);
}

const show = (app: ExplainApp, layout: Layout): void => app.setView({ layout, enlarged: null, fromGrid: false });
