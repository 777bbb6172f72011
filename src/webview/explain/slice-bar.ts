import { AXES, type Axis } from '../draw/volume';
import type { Component } from '../ui/component';
import { segments, select, setOptions } from '../ui/controls';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { checkbox } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { moveTo } from './crosshair';
import { planeNames } from './plane-names';
import { compositeOf, cutAt, cutOf, extentShown, seesThree, volumeOf } from './volume';
import type { PlaneChoice, VolumeView } from './volume-view';

/** Up to as many channels are grey or colours by themselves. */
const COLOURS = 3;

/** Which slices of a volume all cards show, in which planes, and which channels are its colours. */
export function sliceBar(app: ExplainApp): Component {
  const show = (changes: Partial<VolumeView>): void => app.setView({ volume: { ...app.view.volume, ...changes } });
  const planes = segments(t('Plane'), 'slice-plane', choices(), '', (value) =>
    show({ plane: value === 'three' ? 'three' : (Number(value) as PlaneChoice) }),
  );
  const slices = AXES.map((axis) => sliceSlider(app, axis));
  const whole = checkbox(t('Projection'), app.view.volume.projected, (projected) => show({ projected }));
  setAttribute(whole.element, 'title', t('The largest value along the axis, over the mean of all slices'));
  const cuts = element('span', { class: 'slice-cuts' }, planes, ...slices.map((slice) => slice.element), whole.element);
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
      const [channels] = volume.dims;
      cuts.hidden = !extentShown(app);
      bands.hidden = channels <= COLOURS;
      const shown = seesThree(app) ? 'three' : String(cutOf(app, volume).axis);
      for (const input of planes.querySelectorAll('input')) input.checked = input.value === shown;
      for (const slice of slices) slice.update();
      const options = Array.from({ length: channels }, (_, band) => ({ value: String(band), label: String(band + 1) }));
      const composite = compositeOf(app, volume);
      colours.forEach((choice, k) => setOptions(choice, options, String(composite[k])));
    },
  };
}

/** Where one of the planes lies; hidden while that plane is not seen. */
function sliceSlider(app: ExplainApp, axis: Axis): Component {
  const { label, title } = planeNames()[axis];
  const slider = element('input', { class: 'slider', type: 'range', min: 0, step: 1, 'aria-label': label, title });
  slider.addEventListener('input', () =>
    moveTo(app, { [axis]: (Number(slider.value) + 0.5) / (Number(slider.max) + 1) }),
  );
  const number = element('span', { class: 'figure' });
  const node = element('label', { class: 'labelled' }, element('span', {}, label), slider, number);
  return {
    element: node,
    update() {
      const extent = extentShown(app);
      if (!extent) return;
      const { volume } = app.view;
      node.hidden = !seesThree(app) && cutAt(volume, extent).axis !== axis;
      const count = extent[axis];
      const { index } = cutAt({ ...volume, plane: axis }, extent);
      slider.max = String(count - 1);
      slider.value = String(index);
      slider.disabled = volume.projected;
      setAttribute(slider, 'aria-valuetext', t('{0} of {1}', index + 1, count));
      setText(number, volume.projected ? t('all {0}', count) : t('{0} of {1}', index + 1, count));
    },
  };
}

function choices() {
  const names = planeNames();
  return [
    ...AXES.map((axis) => ({ value: String(axis), ...names[axis] })),
    { value: 'three', label: t('Three planes'), title: t('All three planes through one place') },
  ];
}
