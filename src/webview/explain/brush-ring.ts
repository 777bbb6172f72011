import type { ExplainApp } from './app';

/** A ring as large as the brush where the pointer or the keyboard's brush is. */
export function drawBrush(
  context: CanvasRenderingContext2D,
  { viewport }: ExplainApp,
  radius: number,
  width: number,
  height: number,
): void {
  if (!viewport.pointer) return;
  const { x, y } = viewport.toCanvas(viewport.pointer);
  for (const [color, thickness] of [
    ['#000000', 3],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = thickness;
    context.beginPath();
    context.arc(x * width, y * height, Math.max(2, radius * width * viewport.zoom), 0, 2 * Math.PI);
    context.stroke();
  }
}
