import { LensError } from '../../../protocol/error';
import { floats, integers } from '../../tensor/tensor';
import type { Node, Weight } from '../model';
import { weightOf } from '../weight';

/**
 * The value of a Constant node as a weight.
 * @throws LensError `unsupported-model` for sparse constants
 */
export function constantWeight(node: Node): Weight {
  const { value, value_float, value_floats, value_int, value_ints, value_string, value_strings } = node.attributes;
  if (value?.kind === 'tensor') return value.value;
  if (value_float?.kind === 'float') return weightOf(floats([], [value_float.value]));
  if (value_floats?.kind === 'floats') return weightOf(floats([value_floats.value.length], value_floats.value));
  if (value_int?.kind === 'int') return weightOf(integers([value_int.value], []));
  if (value_ints?.kind === 'ints') return weightOf(integers(value_ints.value));
  if (value_string?.kind === 'string')
    return { type: 'string', dims: [], bytes: new Uint8Array(0), strings: [value_string.value] };
  if (value_strings?.kind === 'strings')
    return {
      type: 'string',
      dims: [value_strings.value.length],
      bytes: new Uint8Array(0),
      strings: value_strings.value,
    };
  throw new LensError({
    code: 'unsupported-model',
    what: 'a constant of the model is sparse or has no value',
    where: node.name || node.outputs[0],
    next: 'Export the model with dense constants',
  });
}
