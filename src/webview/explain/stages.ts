import type { Coloring } from '../draw/heatmap';
import type { Plane } from '../draw/plane';
import type { Surface } from '../draw/surface';
import { AXES, type Axis } from '../draw/volume';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { onStillClick } from '../ui/still-click';
import type { ExplainApp } from './app';
import { drawPlace, moveByKey, moveInPlane } from './crosshair';
import { alongAxis } from './plane-app';
import { planeNames } from './plane-names';
import { aspectOf, Stage } from './stage';
import { cutOf, extentShown, seesThree, volumeOf } from './volume';

export interface StagesOptions {
  /** Drawn over the map. @param seen the page along the axis of the plane */
  readonly over: (seen: ExplainApp, context: CanvasRenderingContext2D, width: number, height: number) => void;
  /** Whether pointer and keys belong to painting. */
  readonly painting?: () => boolean;
  /** What is in the corner of an image while it is pointed at. */
  readonly corner?: (seen: ExplainApp) => HTMLElement;
  readonly attach?: (surface: Surface, seen: ExplainApp) => void;
}

/** The image of a card: one canvas, or for a volume that is seen so three linked planes of it. */
export class Stages {
  readonly element = element('div', { class: 'stages' });
  private readonly single: Stage;
  private three: readonly PlaneCell[] | undefined;

  constructor(
    private readonly app: ExplainApp,
    private readonly options: StagesOptions,
  ) {
    const { over, painting, corner, attach } = options;
    this.single = new Stage(app, painting && (() => !painting()), (...drawn) => over(app, ...drawn));
    attach?.(this.single.surface, app);
    this.element.append(this.single.surface.canvas, ...(corner ? [corner(app)] : []));
  }

  /** Shows other maps, or the same in other colours. @param planeOf null shows the input alone */
  update(planeOf: (seen: ExplainApp) => Plane | null, coloring: Coloring | null, label: string): void {
    const isThree = seesThree(this.app);
    this.element.classList.toggle('three-planes', isThree);
    this.single.surface.canvas.hidden = isThree;
    if (!isThree) return this.single.update(planeOf(this.app), coloring, label);
    if (!this.three) {
      this.three = AXES.map((axis) => new PlaneCell(this.app, axis, this.options));
      this.element.append(...this.three.map((cell) => cell.element));
    }
    const [, , height, width] = volumeOf(this.app)?.dims ?? [1, 1, 1, 1];
    this.element.style.gridTemplateColumns = `minmax(0, ${width}fr) minmax(0, ${height}fr)`;
    for (const cell of this.three) cell.update(planeOf, coloring, label);
  }
}

/** One of the three planes: a click or a key moves the place where they meet. */
class PlaneCell {
  readonly element: HTMLElement;
  private readonly seen: ExplainApp;
  private readonly stage: Stage;
  private readonly name = element('span', { class: 'plane-name figure' });

  constructor(
    private readonly app: ExplainApp,
    private readonly axis: Axis,
    { over, painting = () => false, corner, attach }: StagesOptions,
  ) {
    const seen = (this.seen = alongAxis(app, axis));
    const { viewport } = seen;
    this.stage = new Stage(
      seen,
      () => !painting(),
      (context, width, height) => {
        over(seen, context, width, height);
        drawPlace(context, app, axis, { width, height, viewport });
      },
    );
    const { canvas } = this.stage.surface;
    attach?.(this.stage.surface, seen);
    this.element = element('div', { class: 'plane', 'data-plane': axis }, canvas, this.name, corner?.(seen));
    onStillClick(canvas, (event) => {
      // Beside the planes a click enlarges the card.
      event.stopPropagation();
      if (painting()) return;
      const { offsetX, offsetY } = event;
      moveInPlane(app, axis, viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight));
    });
    canvas.addEventListener(
      'keydown',
      (event) => {
        const isArrow = event.key.startsWith('Arrow');
        if (event.ctrlKey || event.metaKey || event.altKey || (isArrow && (painting() || viewport.zoom > 1))) return;
        if (moveByKey(app, axis, event)) event.preventDefault();
      },
      { capture: true },
    );
  }

  update(planeOf: (seen: ExplainApp) => Plane | null, coloring: Coloring | null, label: string): void {
    const volume = volumeOf(this.app);
    if (!volume) return;
    const { projected } = this.app.view.volume;
    const count = volume.dims[this.axis + 1];
    const place = projected ? t('all {0}', count) : `${cutOf(this.seen, volume).index + 1}/${count}`;
    setText(this.name, `${planeNames()[this.axis].label} ${place}`);
    this.stage.update(planeOf(this.seen), coloring, `${label}, ${this.name.textContent}`);
    setAttribute(
      this.stage.surface.canvas,
      'title',
      t('A click moves the other planes here; Page Up and Page Down go from slice to slice'),
    );
  }
}

/** Width over height of all that a card shows of its image. */
export function wholeAspect(app: ExplainApp): number {
  const extent = seesThree(app) ? extentShown(app) : undefined;
  if (!extent) return aspectOf(app);
  const [depth, height, width] = extent;
  return (width + height) / (height + depth);
}
