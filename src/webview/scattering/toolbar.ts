import type { ScatteringViewName } from '../../protocol/scattering-panel';
import type { ZeroColor } from '../draw/phase';
import { segments, select, setOptions, slider } from '../ui/controls';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { button } from '../ui/toolkit';
import { coefficientsOf, signalOf, type Scale, type ScatteringApp, type Shown } from './app';

const [smallest, largest] = [16, 160];

/** Which view, and how it is shown. */
export function toolbar(app: ScatteringApp): Component {
  const views = segments(t('View'), 'view', viewOptions(), app.view.view, (value) =>
    app.setView({ view: value as ScatteringViewName }),
  );
  const bank = bankControls(app);
  const coefficients = coefficientControls(app);
  const size = slider(t('Size of the cells'), (app.view.size - smallest) / (largest - smallest), (value) =>
    app.setView({ size: Math.round(smallest + value * (largest - smallest)) }),
  );
  const sizing = labelled(t('Size'), size);
  const node = roving(
    element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': t('Display') },
      views,
      bank.element,
      coefficients.element,
      sizing,
    ),
  );
  return {
    element: node,
    update() {
      for (const radio of views.querySelectorAll<HTMLInputElement>('input'))
        radio.checked = radio.value === app.view.view;
      bank.element.hidden = app.view.view !== 'bank';
      coefficients.element.hidden = app.view.view !== 'coefficients';
      sizing.hidden = app.view.view === 'coefficients' && (app.view.shown === 'disc' || signalOf(app) !== null);
      bank.update();
      coefficients.update();
    },
  };
}

function bankControls(app: ScatteringApp): Component {
  const zero = select(
    t('Magnitude'),
    [
      { value: 'black', label: t('Brightness') },
      { value: 'white', label: t('Saturation') },
    ],
    app.view.zero,
    (value) => app.setView({ zero: value as ZeroColor }),
  );
  const window = select(
    t('Window'),
    [
      { value: 'shared', label: t('The same for all') },
      { value: 'own', label: t('Each filter its own') },
    ],
    app.view.window,
    (value) => app.setView({ window: value as Scale }),
  );
  return {
    element: element('span', { class: 'toolbar-group' }, labelled(t('Magnitude'), zero), labelled(t('Window'), window)),
    update: () => undefined,
  };
}

function coefficientControls(app: ScatteringApp): Component {
  const image = element('span', { class: 'strong chip-name' });
  const pick = button({ label: t('Choose an image…'), onClick: () => app.post({ kind: 'pickImage' }) });
  const shown = segments(t('Coefficients'), 'shown', shownOptions(), app.view.shown, (value) =>
    app.setView({ shown: value as Shown }),
  );
  const channel = select(t('Channel'), [], '', (value) =>
    app.setView({ channel: value === '' ? null : Number(value) }),
  );
  const scale = select(
    t('Scale'),
    [
      { value: 'shared', label: t('Shared') },
      { value: 'own', label: t('Each map its own') },
    ],
    app.view.scale,
    (value) => app.setView({ scale: value as Scale }),
  );
  const choosing = labelled(t('Channel'), channel);
  const scaling = labelled(t('Scale'), scale);
  return {
    element: element('span', { class: 'toolbar-group' }, image, pick, shown, choosing, scaling),
    update() {
      setText(image, app.document.image?.name ?? '');
      pick.hidden = !app.document.trusted || app.document.image === null;
      const channels = coefficientsOf(app)?.channels ?? 1;
      const names =
        channels === 3 ? [t('Red'), t('Green'), t('Blue')] : Array.from({ length: channels }, (_, c) => String(c));
      setOptions(
        channel,
        [{ value: '', label: t('Mean') }, ...names.map((label, c) => ({ value: String(c), label }))],
        app.view.channel === null ? '' : String(app.view.channel),
      );
      const signal = signalOf(app) !== null;
      shown.hidden = signal;
      choosing.hidden = signal || channels === 1 || app.view.shown === 'disc';
      scaling.hidden = signal || app.view.shown === 'disc';
      for (const radio of shown.querySelectorAll<HTMLInputElement>('input')) {
        radio.checked = radio.value === app.view.shown;
        radio.disabled = radio.value === '2' && app.document.settings.maxOrder < 2;
      }
    },
  };
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'labelled' }, element('span', {}, text), control);
}

function viewOptions() {
  return [
    { value: 'bank', label: t('Filter bank'), title: t('Filter bank') },
    { value: 'coefficients', label: t('Coefficients'), title: t('Coefficients of an image') },
  ];
}

function shownOptions() {
  return [
    { value: '0', label: t('Order 0'), title: t('Order 0') },
    { value: '1', label: '1', title: t('Order 1') },
    { value: '2', label: '2', title: t('Order 2') },
    { value: 'disc', label: t('Discs'), title: t('Polar discs of the means') },
  ];
}
