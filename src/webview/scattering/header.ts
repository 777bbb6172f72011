import type { ScatteringSettings } from '../../protocol/scattering-panel';
import { numberField, select } from '../ui/controls';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { menu, menuButton } from '../ui/menu';
import { roving } from '../ui/roving';
import { signalOf, type ScatteringApp } from './app';
import { exportArrays, exportImage } from './exporting';

const settleMilliseconds = 300;

interface Setting {
  readonly name: 'J' | 'L' | 'height' | 'width' | 'Q';
  readonly label: string;
  readonly title: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Scales, angles, size and order, with their ranges, and what can be kept. */
export function header(app: ScatteringApp): Component {
  let pending: Partial<ScatteringSettings> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (changes: Partial<ScatteringSettings>): void => {
    pending = { ...pending, ...changes };
    clearTimeout(timer);
    timer = setTimeout(() => {
      app.post({ kind: 'settings', settings: { ...app.document.settings, ...pending } });
      pending = {};
    }, settleMilliseconds);
  };
  const fields = settings().map((setting) => ({
    setting,
    input: fieldOf(setting, app.document.settings[setting.name], (value) => set({ [setting.name]: value })),
  }));
  const order = select(
    t('Order'),
    [1, 2].map((value) => ({ value: String(value), label: String(value) })),
    '2',
    (value) => set({ maxOrder: value === '1' ? 1 : 2 }),
  );
  const save = menuButton({ label: t('Export') });
  const exporting = menu(save, [
    { label: t('Copy as command line'), run: () => app.post({ kind: 'copyCommand' }) },
    { label: t('Image (.png)'), run: () => void exportImage(app) },
    { label: t('Arrays (.npy)'), run: () => exportArrays(app) },
  ]);
  const controls = element(
    'div',
    { class: 'settings' },
    ...fields.map(({ setting, input }) => labelled(setting.label, input, setting.title)),
    labelled(t('Order'), order, t('First order: one wavelet and its modulus. Second order: another wavelet of that.')),
  );
  const node = roving(
    element(
      'header',
      { class: 'header' },
      element('div', { class: 'header-title' }, element('h1', {}, t('ScatNet')), controls),
      element('div', { class: 'header-actions' }, exporting),
    ),
  );
  return {
    element: node,
    update() {
      const now = { ...app.document.settings, ...pending };
      const signal = signalOf(app) !== null && app.view.view === 'coefficients';
      for (const { setting, input } of fields) {
        if (document.activeElement !== input) input.value = String(now[setting.name]);
        (input.parentElement ?? input).hidden = setting.name !== 'J' && (setting.name === 'Q') !== signal;
      }
      order.value = String(now.maxOrder);
      save.disabled = (app.view.view === 'bank' ? app.document.bank : app.document.coefficients).state !== 'done';
    },
  };
}

function settings(): readonly Setting[] {
  return [
    {
      name: 'J',
      label: 'J',
      title: t('Scales: the low-pass averages over 2^J pixels; 1 to 12'),
      minimum: 1,
      maximum: 12,
    },
    { name: 'L', label: 'L', title: t('Angles; 1 to 16'), minimum: 1, maximum: 16 },
    { name: 'height', label: t('Size'), title: t('Height in pixels; 8 to 512'), minimum: 8, maximum: 512 },
    { name: 'width', label: '×', title: t('Width in pixels; 8 to 512'), minimum: 8, maximum: 512 },
    {
      name: 'Q',
      label: 'Q',
      title: t('First-order wavelets of an octave, for signals; 1 to 16'),
      minimum: 1,
      maximum: 16,
    },
  ];
}

function fieldOf(
  { title, minimum, maximum }: Setting,
  value: number,
  onChange: (value: number) => void,
): HTMLInputElement {
  const input = numberField({
    label: title,
    value,
    minimum,
    maximum,
    integer: true,
    onChange: (next) => next !== null && onChange(next),
  });
  input.classList.add('short');
  return input;
}

function labelled(text: string, control: HTMLElement, title: string): HTMLElement {
  return element('label', { class: 'labelled', title }, element('span', {}, text), control);
}
