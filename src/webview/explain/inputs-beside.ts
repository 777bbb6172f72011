import type { InputBesideView } from '../../protocol/prediction';
import type { MapBeside } from '../../protocol/method';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import { drawSignal } from '../draw/signal';
import { Viewport } from '../draw/viewport';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { cardOf, type ExplainApp } from './app';
import { coloringOf, ownEnds } from './coloring';
import { planeOfMap } from './planes';
import { imageOf } from './stage';
import { mostBars, vectorBars } from './vector-bars';

/** In pixels: a signal has no size of its own. */
const signalSize = { width: 320, height: 120 };

/** The inputs beside the image below it: as they are, or, on a card, with the maps of its method. */
export function inputsBeside(app: ExplainApp, card: string | null): Component {
  const node = element('div', { class: 'inputs-beside' });
  const shown = new Map<HTMLElement, Besides>();
  return {
    element: node,
    update() {
      const all = (app.document.prediction?.beside ?? []).filter((one) => card === null || one.explained);
      const state = card === null ? undefined : cardOf(app, card);
      const maps = state?.state === 'done' ? (state.result.beside ?? []) : [];
      node.hidden = all.length === 0;
      keyed(
        node,
        all,
        ({ name }) => name,
        ({ name }) => {
          const part = new Besides(app, card, name);
          shown.set(part.element, part);
          return part.element;
        },
        (one, input) => shown.get(one)?.update(input, maps.find(({ name }) => name === input.name) ?? null),
      );
    },
  };
}

/** How far the colours go. */
const reach = ({ range, signed }: Coloring): string =>
  signed ? t('up to ±{0}', figure(range)) : t('up to {0}', figure(range));

/** One input: its name, and its image, signal or numbers. */
class Besides {
  readonly element: HTMLElement;
  private readonly caption = element('figcaption', { class: 'quiet' });
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly bars;

  constructor(
    private readonly app: ExplainApp,
    private readonly card: string | null,
    name: string,
  ) {
    this.bars = vectorBars(name);
    this.element = element('figure', { class: 'input-beside' }, this.caption, this.canvas, this.bars.element);
  }

  update(input: InputBesideView, made: MapBeside | null): void {
    const { name, file, image, signal, labels } = input;
    const numbers = signal !== null && signal.dims[0] === 1 && signal.data.length <= mostBars;
    const coloring = made?.map ? this.coloring(made.map) : null;
    const ends = coloring && !numbers ? reach(coloring) : '';
    setText(this.caption, [name, this.card === null ? file : ends, made?.reason].filter(Boolean).join(' · '));
    setAttribute(this.caption, 'title', this.card === null ? null : t('The other inputs stay as they are'));
    this.canvas.hidden = numbers || (!image && !signal);
    this.bars.element.hidden = !numbers;
    setAttribute(this.canvas, 'aria-label', name);
    if (numbers) return this.bars.update(signal, (k) => labels?.[k] ?? `${name} ${k + 1}`, made?.map ?? null);
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const map = coloring && made?.map && this.app.view.maps ? { plane: planeOfMap(made.map), coloring } : null;
    if (image) {
      const scale = Math.max(1, Math.ceil(320 / Math.max(image.width, image.height)));
      const { width, height } = Object.assign(this.canvas, {
        width: scale * image.width,
        height: scale * image.height,
      });
      context.imageSmoothingEnabled = false;
      context.drawImage(imageOf(image), 0, 0, width, height);
      if (map) context.drawImage(paintHeatmap(map.plane, map.coloring), 0, 0, width, height);
    } else if (signal) {
      Object.assign(this.canvas, signalSize);
      const ink = getComputedStyle(this.element).color;
      drawSignal(context, signal, map, { viewport: new Viewport(), ...signalSize, ink });
    }
  }

  /** The card's colours, over the values of this map. */
  private coloring(map: NonNullable<MapBeside['map']>) {
    const own = this.card === null ? null : coloringOf(this.app, this.card);
    const { sign, scale } = this.app.view;
    return own && { ...own, ...ownEnds(planeOfMap(map), sign, scale === 'robust') };
  }
}
