/** The path of two thin lines across a canvas that meet at a place from 0 to 1. */
export function crossAt(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  width: number,
  height: number,
): void {
  context.beginPath();
  context.moveTo(Math.round(x * width) + 0.5, 0);
  context.lineTo(Math.round(x * width) + 0.5, height);
  context.moveTo(0, Math.round(y * height) + 0.5);
  context.lineTo(width, Math.round(y * height) + 0.5);
}
