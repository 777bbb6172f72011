import { cardIdOf } from '../../protocol/cards';
import type { PinnedImage, VersionRow } from '../../protocol/versions';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { changedCards } from './change';
import { changeMaps, type ChangeMaps } from './change-maps';
import { predictionChanges } from './prediction-changes';

export interface VersionRowView {
  readonly element: HTMLElement;
  update(image: PinnedImage, row: VersionRow | undefined): void;
}

/** One pinned image: what is said of it, and its maps by every method. */
export function versionRow(app: ExplainApp): VersionRowView {
  const name = element('h3', { class: 'version-image-name' });
  const explained = element('p', { class: 'quiet' });
  const fault = element('p', { class: 'version-fault' });
  const changes = predictionChanges(app);
  const maps = element('div', { class: 'version-maps' });
  const node = element(
    'section',
    { class: 'version-row' },
    element('div', { class: 'version-said' }, name, explained, changes.element, fault),
    maps,
  );
  const views = new Map<string, ChangeMaps>();
  return {
    element: node,
    update(image, row) {
      setAttribute(node, 'aria-label', image.name);
      setText(name, image.name);
      setAttribute(name, 'title', image.name);
      setText(explained, row?.explained ? t('explained: {0}', row.explained) : '');
      setText(fault, row?.error?.what ?? '');
      fault.hidden = !row?.error;
      const truth = app.document.inputs.find(({ uri }) => uri === image.uri)?.truth;
      changes.update(row?.changes ?? [], row?.explained ?? null, truth);
      keyed(
        maps,
        changedCards(app, row),
        cardIdOf,
        (key) => {
          const view = changeMaps(app, key);
          views.set(cardIdOf(key), view);
          return view.element;
        },
        (_, key) => views.get(cardIdOf(key))?.update(row?.maps[cardIdOf(key)], image),
      );
    },
  };
}
