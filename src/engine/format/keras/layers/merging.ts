import type { Canvas } from '../../canvas/canvas';
import { combined, concatenation } from '../../canvas/joining';
import type { Feature } from '../../canvas/feature';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

/** Axes of length 1 after the batch, until all inputs have the same rank: how Keras merges what has fewer axes. */
function equalRanks(canvas: Canvas, inputs: readonly Feature[]): Feature[] {
  const rank = Math.max(...inputs.map((x) => x.shape.length));
  return inputs.map((x) => {
    if (x.constant || x.shape.length === rank) return x;
    const missing = rank - x.shape.length;
    const axes = Array.from({ length: missing }, (_, k) => k + 1);
    const shape = [x.shape[0], ...new Array<number>(missing).fill(1), ...x.shape.slice(1)];
    return { tensor: canvas.op('Unsqueeze', [canvas.plain(x), canvas.integers(...axes)]), shape, moved: false };
  });
}

const all =
  (op: string, finish: (call: LayerCall, sum: Feature) => Feature = (_, x) => x) =>
  (call: LayerCall): Feature => {
    const [first, ...rest] = equalRanks(call.canvas, call.inputs);
    if (!first || rest.length === 0) throw unsupported(call, 'it needs two or more inputs');
    return finish(
      call,
      rest.reduce((sum, x) => combined(call.canvas, op, sum, x), first),
    );
  };

const mean = (call: LayerCall, sum: Feature): Feature =>
  call.canvas.mapped(sum, 'Div', [call.canvas.scalar(call.inputs.length)]);

export const mergingLayers: readonly LayerConverter[] = [
  { classes: ['Add'], draw: all('Add') },
  { classes: ['Subtract'], draw: all('Sub') },
  { classes: ['Multiply'], draw: all('Mul') },
  { classes: ['Divide', 'TrueDivide'], draw: all('Div') },
  { classes: ['Maximum'], draw: all('Max') },
  { classes: ['Minimum'], draw: all('Min') },
  { classes: ['Average'], draw: all('Add', mean) },
  {
    classes: ['Concatenate'],
    draw: (call) => concatenation(call.canvas, call.inputs, call.settings.number('axis', -1)),
  },
];
