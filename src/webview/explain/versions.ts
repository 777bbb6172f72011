import type { PinnedImage } from '../../protocol/versions';
import type { Component } from '../ui/component';
import { element, keyed } from '../ui/element';
import { t } from '../ui/l10n';
import { emptyState } from '../ui/states';
import type { ExplainApp } from './app';
import { versionBar } from './version-bar';
import { versionRow, type VersionRowView } from './version-row';
import { versionStrip } from './version-strip';

/** The versions of the model: a strip of them, and of two the predictions, the maps and what changed. */
export function versions(app: ExplainApp): Component {
  const bar = versionBar(app);
  const strip = versionStrip(app);
  const rows = element('div', { class: 'version-rows' });
  const start = element('div', {});
  const node = element(
    'section',
    { class: 'versions', 'aria-label': t('Versions of the model') },
    element('h2', { class: 'unseen' }, t('Versions of the model')),
    bar.element,
    strip.element,
    start,
    rows,
  );
  const views = new Map<string, VersionRowView>();
  let model = '';
  return {
    element: node,
    update() {
      node.hidden = app.view.layout !== 'versions';
      if (node.hidden) return;
      bar.update();
      strip.update();
      const { list, images, rows: made } = app.versions;
      start.hidden = list.length > 0 || app.versions.pinned;
      const name = app.document.model?.name ?? '';
      if (model !== name) start.replaceChildren(startOf(app, name));
      model = name;
      strip.element.hidden = rows.hidden = list.length === 0;
      for (const uri of views.keys()) if (!images.some((one) => one.uri === uri)) views.delete(uri);
      keyed(
        rows,
        images,
        ({ uri }) => uri,
        ({ uri }: PinnedImage) => {
          const view = versionRow(app);
          views.set(uri, view);
          return view.element;
        },
        (_, image) =>
          views.get(image.uri)?.update(
            image,
            made.find(({ uri }) => uri === image.uri),
          ),
      );
    },
  };
}

const startOf = (app: ExplainApp, model: string): HTMLElement =>
  emptyState(
    t('Whenever {0} is written, these images are explained by the chosen methods, and what changed is shown.', model),
    { label: t('Follow {0}', model), run: () => app.post({ kind: 'versionsPin', pinned: true }) },
  );
