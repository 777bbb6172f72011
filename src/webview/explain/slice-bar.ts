import type { Component } from '../ui/component';
import { segments, select, setOptions } from '../ui/controls';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { checkbox } from '../ui/toolkit';
import type { ExplainApp } from './app';
import type { Axis } from '../draw/volume';
import { compositeOf, cutOf, volumeOf } from './volume';
import type { VolumeView } from './volume-view';

/** Up to as many channels are grey or colours by themselves. */
const COLOURS = 3;

/** Which slice of a volume all cards show, along which axis, and which channels are its colours. */
export function sliceBar(app: ExplainApp): Component {
  const show = (changes: Partial<VolumeView>): void => app.setView({ volume: { ...app.view.volume, ...changes } });
  const planes = segments(t('Plane'), 'slice-axis', axes(), String(app.view.volume.axis), (value) =>
    show({ axis: Number(value) as Axis }),
  );
  const slice = element('input', { class: 'slider', type: 'range', min: 0, step: 1, 'aria-label': t('Slice') });
  slice.addEventListener('input', () => show({ place: (Number(slice.value) + 0.5) / (Number(slice.max) + 1) }));
  const number = element('span', { class: 'figure' });
  const whole = checkbox(t('Projection'), app.view.volume.projected, (projected) => show({ projected }));
  setAttribute(whole.element, 'title', t('The largest value along the axis, over the mean of all slices'));
  const cuts = element(
    'span',
    { class: 'slice-cuts' },
    planes,
    element('label', { class: 'labelled' }, element('span', {}, t('Slice')), slice),
    number,
    whole.element,
  );
  const colours = [t('Red'), t('Green'), t('Blue')].map((label, place) =>
    select(label, [], '', (value) => {
      const volume = volumeOf(app);
      if (volume) show({ composite: compositeOf(app, volume).map((band, k) => (k === place ? Number(value) : band)) });
    }),
  );
  const bands = element(
    'span',
    { class: 'slice-bands' },
    ...colours.map((choice) =>
      element('label', { class: 'labelled' }, element('span', {}, choice.getAttribute('aria-label') ?? ''), choice),
    ),
  );
  const node = roving(
    element(
      'div',
      { class: 'toolbar slice-bar', role: 'toolbar', 'aria-label': t('Slice of the volume') },
      cuts,
      bands,
    ),
  );
  return {
    element: node,
    update() {
      const volume = volumeOf(app);
      node.hidden = !volume;
      if (!volume) return;
      const [channels, depth] = volume.dims;
      const { axis, index } = cutOf(app, volume);
      const count = volume.dims[axis + 1];
      cuts.hidden = depth === 1;
      bands.hidden = channels <= COLOURS;
      slice.max = String(count - 1);
      slice.value = String(index);
      slice.disabled = app.view.volume.projected;
      setAttribute(slice, 'aria-valuetext', t('{0} of {1}', index + 1, count));
      setText(number, app.view.volume.projected ? t('all {0}', count) : t('{0} of {1}', index + 1, count));
      const options = Array.from({ length: channels }, (_, band) => ({ value: String(band), label: String(band + 1) }));
      const shown = compositeOf(app, volume);
      colours.forEach((choice, k) => setOptions(choice, options, String(shown[k])));
    },
  };
}

function axes() {
  return [
    { value: '0', label: t('Depth'), title: t('Slices along the depth') },
    { value: '1', label: t('Height'), title: t('Slices along the height') },
    { value: '2', label: t('Width'), title: t('Slices along the width') },
  ];
}
