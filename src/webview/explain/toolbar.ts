import type { PaletteId } from '../../protocol/explain-document';
import { palettes } from '../draw/palette';
import type { ScaleMode, SignView } from '../draw/plane';
import type { Component } from '../ui/component';
import { segments, select, slider } from '../ui/controls';
import { element, setAttribute } from '../ui/element';
import { icon, type IconName } from '../ui/icons';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { layoutSwitch } from './layout-switch';

/** How maps are shown: opacity, colours, sign, scale, zoom. Changes nothing that was computed; one stop of the Tab key. */
export function toolbar(app: ExplainApp): Component {
  const { view, viewport } = app;
  const opacity = slider(t('Opacity of the maps'), view.opacity, (value) => app.setView({ opacity: value }));
  const colors = select(
    t('Colour map'),
    palettes.map(({ id }) => ({ value: id, label: paletteLabels()[id] })),
    '',
    (value) => app.setView({ palette: value as PaletteId }),
  );
  const signs = segments(t('Sign'), 'sign', signOptions(), view.sign, (value) =>
    app.setView({ sign: value as SignView }),
  );
  const scale = select(t('Scale'), scaleOptions(), view.scale, (value) => app.setView({ scale: value as ScaleMode }));
  const zoom = (label: string, name: IconName, onClick: () => void) =>
    button({ label, icon: icon(name), appearance: 'icon', onClick });
  const zooming = element(
    'span',
    { class: 'zoom' },
    zoom(t('Zoom in'), 'zoomIn', () => viewport.zoomBy(1.5)),
    zoom(t('Zoom out'), 'zoomOut', () => viewport.zoomBy(1 / 1.5)),
    zoom(t('Show everything'), 'fit', () => viewport.reset()),
  );
  const maps = element(
    'button',
    {
      class: 'card-toggle',
      title: t('Show or hide the maps (M)'),
      'aria-label': t('Maps'),
      onclick: () => app.setView({ maps: !app.view.maps }),
    },
    icon('maps'),
  );
  const keys = element(
    'button',
    { class: 'card-toggle keys-help', title: t('Keys (?)'), 'aria-label': t('Keys'), onclick: () => app.showKeys() },
    '?',
  );
  const layout = layoutSwitch(app);
  const labelled = (text: string, control: HTMLElement): HTMLElement =>
    element('label', { class: 'labelled' }, element('span', {}, text), control);
  const node = roving(
    element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': t('Display') },
      layout.element,
      maps,
      labelled(t('Opacity'), opacity),
      labelled(t('Colours'), colors),
      signs,
      labelled(t('Scale'), scale),
      zooming,
      keys,
    ),
  );
  return {
    element: node,
    update() {
      layout.update();
      zooming.hidden = app.view.layout === 'grid';
      setAttribute(maps, 'aria-pressed', String(app.view.maps));
      colors.value = app.view.palette ?? app.document.palette;
      node.hidden = app.document.inputs.length === 0;
    },
  };
}

function paletteLabels(): Readonly<Record<PaletteId, string>> {
  return { 'blue-red': t('Blue–red'), 'blue-orange': t('Blue–orange'), 'purple-orange': t('Purple–orange') };
}

function signOptions() {
  return [
    { value: 'signed', label: '±', title: t('Positive and negative values') },
    { value: 'positive', label: '+', title: t('Positive values only') },
    { value: 'negative', label: '−', title: t('Negative values only') },
    { value: 'absolute', label: '|·|', title: t('Size of the values, without sign') },
  ];
}

function scaleOptions() {
  return [
    { value: 'robust', label: t('Own, 99 %') },
    { value: 'own', label: t('Own, peak') },
    { value: 'shared', label: t('Shared, peak') },
  ];
}
