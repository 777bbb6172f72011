import { valueOf } from '../../protocol/loading';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, keyed, setText } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ComparisonApp } from './app';
import { mapTile } from './map-tile';
import { mapView } from './map-view';

/** The maps of the image shown; nothing where all images are taken together. */
export function maps(app: ComparisonApp): Component & FigurePart {
  const views = new Map<string, ReturnType<typeof mapView>>();
  const grid = element('div', { class: 'maps' });
  const says = element('p', { class: 'quiet' });
  const failure = element('div', { role: 'alert' });
  const explain = button({
    label: t('Explain this image'),
    onClick: () => app.post({ kind: 'explain', index: app.document.current ?? 0 }),
  });
  const head = element('div', { class: 'section-head' }, element('h2', {}, t('Maps')), says, explain);
  const node = element('section', { 'aria-label': t('Maps') }, head, failure, grid);
  let failed = '';
  return {
    element: node,
    update() {
      const { current, shown, images, models, inputs, error: stopped } = app.document;
      node.hidden = current === null || inputs.length === 0 || (stopped !== null && shown.state === 'none');
      if (current === null || node.hidden) return;
      const value = valueOf(shown);
      const names = value?.comparison.result.maps.map(({ name }) => name) ?? [];
      setText(
        says,
        value
          ? facts(
              value.predicted,
              models.map(({ name }) => name),
              value.comparison.resized,
            )
          : working(images[current]?.state, shown.state),
      );
      const error = shown.state === 'error' ? shown.error : null;
      if (JSON.stringify(error) !== failed) {
        failed = JSON.stringify(error);
        failure.replaceChildren(...(error ? [headline(error), element('p', {}, error.next ?? '')] : []));
      }
      const slots = names.length > 0 || error ? names : placeholders(app);
      keyed(
        grid,
        slots,
        (name) => (value ? name : `waiting ${name}`),
        (name) => {
          if (!value)
            return element(
              'article',
              { class: 'map' },
              element('h3', { title: name }, name),
              element('div', { class: 'skeleton stage' }),
            );
          const view = mapView(app, name);
          views.set(name, view);
          return view.element;
        },
        (_node, name) => value && views.get(name)?.update(value.maps[names.indexOf(name)], value.image),
      );
    },
    tiles() {
      const value = node.hidden ? null : valueOf(app.document.shown);
      return value
        ? value.comparison.result.maps.map(({ name }, i) => mapTile(app, name, value.maps[i], value.image))
        : [];
    },
  };
}

/** Space for the maps to come. */
function placeholders({ document: { busy, choices, methods, models } }: ComparisonApp): string[] {
  if (!busy) return [];
  const labels = choices
    .filter(({ selected }) => selected)
    .map(({ method }) => methods.find(({ id }) => id === method)?.label ?? method);
  return models.flatMap(({ name }) => labels.map((label) => (models.length > 1 ? `${label} · ${name}` : label)));
}

function working(image: string | undefined, shown: string): string {
  if (shown === 'loading') return t('Making the maps again…');
  return image === 'running' ? t('Working…') : image === 'waiting' ? t('Not compared yet') : '';
}

function facts(predicted: readonly string[] | null, models: readonly string[], resized: readonly string[]): string {
  const predictions = (predicted ?? []).map((label, i) =>
    models.length > 1 ? t('{0} predicts {1}', models[i], label) : t('predicted {0}', label),
  );
  return [
    ...predictions,
    ...(resized.length > 0 ? [t('brought to the size of the smallest map: {0}', resized.join(', '))] : []),
  ].join(' · ');
}
