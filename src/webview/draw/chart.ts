import { onTheme } from './theme';

/** The theme's colours as a canvas needs them. */
export interface ChartColors {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly data: string;
  readonly page: string;
  readonly font: string;
}

/** Of a figure. */
const paper: ChartColors = Object.freeze({
  ink: '#000000',
  quiet: '#444444',
  line: '#999999',
  data: '#1a6fb5',
  page: '#ffffff',
  font: '11px system-ui, sans-serif',
});

export type ChartPaint = (
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
  colors: ChartColors,
) => void;

/** A canvas with a drawing that fills its box; drawn at most once a frame, and again when the box changes. */
export class Chart {
  readonly canvas = document.createElement('canvas');
  private scheduled = false;

  constructor(private readonly paint: ChartPaint) {
    this.canvas.setAttribute('role', 'img');
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    onTheme(() => this.redraw());
  }

  redraw(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (width > 0 && height > 0) this.drawOn(this.canvas, width, height, window.devicePixelRatio);
    });
  }

  /** The drawing on paper, in black on white whatever the theme, at twice the density. */
  printed(width: number, height: number): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    this.drawOn(canvas, width, height, 2, paper);
    return canvas;
  }

  /** The drawing at twice the size of its box on the page's background, as PNG. */
  async png(): Promise<Uint8Array> {
    const canvas = document.createElement('canvas');
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.drawOn(canvas, width || 320, height || 320, 2, colorsOf(this.canvas));
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
  }

  /** @param own of what is kept, which has a ground; what the page shows is seen on the page's */
  private drawOn(canvas: HTMLCanvasElement, width: number, height: number, ratio: number, own?: ChartColors): void {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (own) {
      context.fillStyle = own.page;
      context.fillRect(0, 0, width, height);
    }
    this.paint(context, { width, height }, own ?? colorsOf(this.canvas));
  }
}

function colorsOf(node: Element): ChartColors {
  const style = getComputedStyle(node);
  const variable = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const ink = style.color;
  return {
    ink,
    quiet: variable('--vscode-descriptionForeground', ink),
    line:
      variable('--vscode-contrastBorder', '') ||
      variable('--vscode-editorWidget-border', '') ||
      variable('--vscode-panel-border', ink),
    data: variable('--vscode-charts-blue', '') || variable('--vscode-textLink-foreground', ink),
    page: variable('--vscode-editor-background', '#ffffff'),
    font: `11px ${style.fontFamily}`,
  };
}

/** As much of a scale as its axis needs. */
export interface AxisScale {
  (value: number): number;
  range(): number[];
  ticks(count?: number): number[];
  tickFormat(count?: number): (value: number) => string;
}

/** A horizontal axis below `y`, with its ticks and numbers; those at the ends stay inside the scale's range. */
export function drawAxisBelow(
  context: CanvasRenderingContext2D,
  scale: AxisScale,
  y: number,
  colors: Pick<ChartColors, 'line' | 'quiet' | 'font'>,
  ticks = 4,
): void {
  const [from, to] = scale.range();
  context.strokeStyle = colors.line;
  context.fillStyle = colors.quiet;
  context.font = colors.font;
  context.textBaseline = 'top';
  segment(context, from, y, to, y);
  const format = scale.tickFormat(ticks);
  for (const tick of scale.ticks(ticks)) {
    const x = scale(tick);
    segment(context, x, y, x, y + 3);
    context.textAlign = x - from < 12 ? 'left' : to - x < 12 ? 'right' : 'center';
    context.fillText(format(tick), x, y + 5);
  }
}

/** A vertical axis left of `x`. */
export function drawAxisLeft(
  context: CanvasRenderingContext2D,
  scale: AxisScale,
  x: number,
  colors: ChartColors,
  ticks = 4,
  format = scale.tickFormat(ticks),
): void {
  const [from, to] = scale.range();
  context.strokeStyle = colors.line;
  context.fillStyle = colors.quiet;
  context.font = colors.font;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  segment(context, x, from, x, to);
  for (const tick of scale.ticks(ticks)) {
    const y = scale(tick);
    segment(context, x - 3, y, x, y);
    context.fillText(format(tick), x - 5, Math.min(Math.max(y, Math.min(from, to) + 5), Math.max(from, to) - 4));
  }
}

function segment(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.lineWidth = 1;
  context.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  context.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  context.stroke();
}
