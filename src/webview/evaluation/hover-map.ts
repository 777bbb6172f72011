import { LensError } from '../../protocol/error';
import type { ExplainedClass } from '../../protocol/evaluation';
import type { MapQuestion } from '../../protocol/evaluation-panel';
import type { FloatMap } from '../../protocol/raster';
import { paintHeatmap } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, toPlane } from '../draw/plane';
import { setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { progressRing } from '../ui/toolkit';
import { methodIndex, modelIndex, summaryOf, type EvaluationApp } from './app';

/** Passing over a tile asks for nothing; resting on it does. */
const rest = 300;
const mostKept = 100;
const opacity = 0.7;

interface Input {
  readonly name: string;
  /** Its true class. */
  readonly label: string | null;
  readonly predicted: string | null;
}

/** What the evaluation explained of an input. */
function explained(which: ExplainedClass, { label, predicted }: Input): Pick<MapQuestion, 'target' | 'against'> {
  if (which === 'predicted' || label === null) return { target: null };
  const differs = which === 'label-minus-predicted' && predicted !== null && predicted !== label;
  return { target: label, ...(differs && { against: predicted }) };
}

/** The map of the method looked at, made when an image is pointed at or reached by the keyboard, and kept a while. */
export function hoverMaps(app: EvaluationApp) {
  const kept = new Map<string, FloatMap>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function show(frame: HTMLElement, input: Input): Promise<void> {
    const { name } = input;
    const summary = summaryOf(app);
    if (!summary || summary.methods.length === 0) return;
    const [model, method] = [modelIndex(app), methodIndex(app)];
    const key = JSON.stringify([app.document.results?.finished, model, method, name]);
    const known = kept.get(key);
    if (known) return draw(frame, known);
    const ring = progressRing(t('Explaining {0}', name));
    frame.append(ring);
    try {
      const map = await app.ask('map', { name, model, method, ...explained(summary.target, input) });
      kept.set(key, map);
      if (kept.size > mostKept) kept.delete([...kept.keys()][0]);
      if (frame.matches('.attended')) draw(frame, map);
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code !== 'cancelled') setAttribute(frame, 'title', error.message);
    } finally {
      ring.remove();
    }
  }

  function draw(frame: HTMLElement, map: FloatMap): void {
    const plane = toPlane(map);
    const canvas = paintHeatmap(plane, {
      palette: paletteOf(app.document.palette),
      view: 'signed',
      signed: plane.values.some((value) => value < 0),
      range: rangeOf(plane, 'signed', true),
      low: floorOf(plane, 'signed'),
      opacity,
    });
    canvas.className = 'tile-map';
    frame.querySelector('.tile-map')?.remove();
    frame.append(canvas);
  }

  return {
    /** Shows the map of an input in `frame` while `tile` is pointed at or has the keyboard. */
    attend(tile: HTMLElement, frame: HTMLElement, input: Input): void {
      const begin = (): void => {
        clearTimeout(timer);
        frame.classList.add('attended');
        timer = setTimeout(() => void show(frame, input), rest);
      };
      const end = (): void => {
        clearTimeout(timer);
        frame.classList.remove('attended');
        frame.querySelector('.tile-map')?.remove();
        frame.querySelector('vscode-progress-ring')?.remove();
      };
      tile.addEventListener('pointerenter', begin);
      tile.addEventListener('focus', begin);
      tile.addEventListener('pointerleave', end);
      tile.addEventListener('blur', end);
    },
  };
}
