import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';

/** Radii of a brush, as shares of the image's width. */
const widest = 0.25;
const smallest = 0.005;
const step = 1.3;

/** The size of a brush: a slider, its text, and the keys [ and ]. */
export function brushSize(initial: number, redraw: () => void) {
  let radius = initial;
  const slider = element('input', {
    class: 'slider',
    type: 'range',
    min: 0,
    max: 100,
    step: 1,
    'aria-label': t('Size of the brush'),
    title: t('Size of the brush ([ and ])'),
  });
  const text = element('span', { class: 'figure' });
  const say = (): void => {
    // The slider is finer for small brushes.
    slider.value = String(Math.round(100 * Math.sqrt(radius / widest)));
    setText(text, `${(200 * radius).toFixed(1)} %`);
  };
  const set = (wanted: number): void => {
    radius = Math.min(widest, Math.max(smallest, wanted));
    say();
    redraw();
  };
  slider.addEventListener('input', () => set(widest * (Number(slider.value) / 100) ** 2));
  say();
  return {
    element: element('label', { class: 'labelled' }, element('span', {}, t('Size')), slider, text),
    get radius(): number {
      return radius;
    },
    /** Answers a key; false where it means nothing here. */
    press(key: string): boolean {
      if (key === '[') set(radius / step);
      else if (key === ']') set(radius * step);
      else return false;
      return true;
    },
  };
}

/** Which of undo and redo a key with Ctrl or Cmd asks for. */
export function historyKey({ key, shiftKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  const small = key.toLowerCase();
  if (small === 'z') return shiftKey ? 'redo' : 'undo';
  return small === 'y' ? 'redo' : undefined;
}
