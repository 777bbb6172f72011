import type { RunCase } from '../adapter';
import { gradientsAdapter } from '../gradients';

/** A gradient method on a recurrent network. */
export const inputGradient: RunCase = ({ params: { attribution, ...params }, ...reference }, files) =>
  gradientsAdapter.methods[attribution]({ ...reference, method: attribution, params }, files);
