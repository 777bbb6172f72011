import type { NetworkBuilder } from '../../builder/builder';
import { combined, concatenation } from '../../builder/joining';
import type { Feature } from '../../builder/feature';
import { literalTensor } from '../literal';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

/** Axes of length 1 after the batch, until all inputs have the same rank: how Keras merges what has fewer axes. */
function equalRanks(builder: NetworkBuilder, inputs: readonly Feature[]): Feature[] {
  const rank = Math.max(...inputs.map((x) => x.shape.length));
  return inputs.map((x) => {
    if (x.constant || x.shape.length === rank) return x;
    const missing = rank - x.shape.length;
    const axes = Array.from({ length: missing }, (_, k) => k + 1);
    const shape = [x.shape[0], ...new Array<number>(missing).fill(1), ...x.shape.slice(1)];
    return { tensor: builder.op('Unsqueeze', [builder.plain(x), builder.integers(...axes)]), shape, moved: false };
  });
}

/** Keras 3 also calls its operations by name: multiply(x1=…, x2=…). */
function namedOperands({ builder, named }: LayerCall): Feature[] {
  return ['x1', 'x2'].flatMap((name) => {
    const value = named[name];
    if (value === undefined) return [];
    const literal = literalTensor(value);
    return [literal ? builder.constant(literal, name) : (value as Feature)];
  });
}

const all =
  (op: string, finish: (call: LayerCall, sum: Feature) => Feature = (_, x) => x) =>
  (call: LayerCall): Feature => {
    const [first, ...rest] = equalRanks(call.builder, [...call.inputs, ...namedOperands(call)]);
    if (!first || rest.length === 0) throw unsupported(call, 'it needs two or more inputs');
    return finish(
      call,
      rest.reduce((sum, x) => combined(call.builder, op, sum, x), first),
    );
  };

const mean = (call: LayerCall, sum: Feature): Feature =>
  call.builder.mapped(sum, 'Div', [call.builder.scalar(call.inputs.length)]);

export const mergingLayers: readonly LayerConverter[] = [
  { classes: ['Add'], build: all('Add') },
  { classes: ['Subtract'], build: all('Sub') },
  { classes: ['Multiply'], build: all('Mul') },
  { classes: ['Divide', 'TrueDivide'], build: all('Div') },
  { classes: ['Power'], build: all('Pow') },
  { classes: ['Maximum'], build: all('Max') },
  { classes: ['Minimum'], build: all('Min') },
  { classes: ['Average'], build: all('Add', mean) },
  {
    classes: ['Concatenate'],
    build: (call) => concatenation(call.builder, call.inputs, call.settings.number('axis', -1)),
  },
];
