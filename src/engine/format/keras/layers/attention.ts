import { ints, int } from '../../../graph/model';
import { reshaped, type FloatTensor } from '../../../tensor/tensor';
import { dense } from '../../builder/dense';
import type { Feature } from '../../builder/feature';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

const PARTS = ['query', 'key', 'value', 'attention_output'];

/** The tokens of one part, [N, T, D] → [N, heads, T, size]. */
function heads(call: LayerCall, x: Feature, part: string): { tensor: string; size: number } {
  const { builder } = call;
  const kernel = call.weight(`${part}/kernel`);
  const [width, count, size] = kernel.dims;
  const bias = call.optionalWeight(`${part}/bias`);
  const flat = bias && reshaped<FloatTensor>(bias, [count * size]);
  const made = dense(builder, builder.unmoved(x), reshaped(kernel, [width, count * size]), flat);
  const split = builder.op('Reshape', [made.tensor, builder.integers(0, -1, count, size)]);
  return { tensor: builder.op('Transpose', [split], { perm: ints([0, 2, 1, 3]) }), size };
}

/**
 * softmax(Q Kᵀ / √d) V for every head, mixed again by the last part.
 * @see Vaswani et al. 2017, https://arxiv.org/abs/1706.03762
 */
const multiHead: LayerConverter = {
  classes: ['MultiHeadAttention'],
  variables: (settings) =>
    PARTS.flatMap((part) => [`${part}/kernel`, ...(settings.flag('use_bias', true) ? [`${part}/bias`] : [])]),
  build(call) {
    const { builder, inputs, named } = call;
    const feature = (name: string, otherwise: Feature | undefined): Feature | undefined =>
      (named[name] as Feature | undefined) ?? otherwise;
    const query = feature('query', inputs[0]);
    const value = feature('value', inputs[1]);
    const key = feature('key', inputs[2]) ?? value;
    if (!query || !value || !key || query.shape.length !== 3)
      throw unsupported(call, 'it must be called with tokens [batch, token, channel]');
    if (named.attention_mask || named.use_causal_mask) throw unsupported(call, 'attention masks are not supported');
    const [q, k, v] = [heads(call, query, 'query'), heads(call, key, 'key'), heads(call, value, 'value')];
    const scaled = builder.op('Mul', [q.tensor, builder.scalar(1 / Math.sqrt(q.size))]);
    const scores = builder.op('MatMul', [scaled, builder.op('Transpose', [k.tensor], { perm: ints([0, 1, 3, 2]) })]);
    const mixed = builder.op('MatMul', [builder.op('Softmax', [scores], { axis: int(-1) }), v.tensor]);
    const kernel = call.weight('attention_output/kernel');
    const [count, size, width] = kernel.dims;
    const joined = builder.op('Reshape', [
      builder.op('Transpose', [mixed], { perm: ints([0, 2, 1, 3]) }),
      builder.integers(0, -1, count * size),
    ]);
    const tokens: Feature = { tensor: joined, shape: [query.shape[0], query.shape[1], count * size], moved: false };
    return dense(
      builder,
      tokens,
      reshaped(kernel, [count * size, width]),
      call.optionalWeight('attention_output/bias'),
    );
  },
};

export const attentionLayers: readonly LayerConverter[] = [multiHead];
