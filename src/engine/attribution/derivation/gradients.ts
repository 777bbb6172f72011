import { outputGradientOf } from '../../session/score';
import type { Program } from '../../session/program';
import { asFloats, floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { derivativeProgram, gradientName, OUTPUT_GRADIENT, type DerivativeRequest } from './derivative';
import type { MethodContext } from '../method';

/** A request whose derivative starts at the explained score unless it says otherwise. */
export type GradientRequest = DerivativeRequest & { readonly outputGradient?: FloatTensor };

/** What one batch of points gave. */
export interface GradientBatch {
  /** First and last point (exclusive) of the batch. */
  readonly start: number;
  readonly end: number;
  /** Gradient per tensor of `wrt`, [end − start, …]. */
  readonly gradients: readonly FloatTensor[];
  /** Captured tensors. */
  readonly captures: readonly FloatTensor[];
}

/** The derivative program of the explained score. */
function scoreProgram(context: MethodContext, request: GradientRequest): Promise<Program> {
  return derivativeProgram(context.network, {
    ...request,
    from: request.from ?? context.network.outputOf(context.score.kind),
  });
}

/** The output gradient of the explained score repeated for `count` images. */
export function repeatedSeed(
  context: MethodContext,
  count: number,
  outputGradient = outputGradientOf(context.score, [1, ...context.network.graph.logitsDims]),
): FloatTensor {
  return repeated(outputGradient, count);
}

/** The tensor of one image repeated along the first axis. */
export function repeated(single: FloatTensor, count: number): FloatTensor {
  const rows = floats([count * single.dims[0], ...single.dims.slice(1)]);
  for (let i = 0; i < count; i++) rows.data.set(single.data, i * single.data.length);
  return rows;
}

/**
 * Gradients of the score at many points, in bounded batches and in order.
 * @param pointAt writes point `index` (shape of the input without the batch axis) into the array it is given
 */
export async function gradientsAt(
  context: MethodContext,
  count: number,
  pointAt: (index: number, into: Float32Array) => void,
  request: GradientRequest,
  consume: (batch: GradientBatch) => void | Promise<void>,
): Promise<void> {
  const { network, execution } = context;
  const program = await scoreProgram(context, request);
  const dims = network.graph.inputDims;
  const step = sizeOf(dims);
  const outputGradient = request.outputGradient ?? outputGradientOf(context.score, [1, ...network.graph.logitsDims]);
  await execution.inBatches(program, count, async (start, end) => {
    const points = floats([end - start, ...dims]);
    for (let i = start; i < end; i++) pointAt(i, points.data.subarray((i - start) * step, (i - start + 1) * step));
    const outputs = await execution.run(
      program,
      { [network.graph.input]: points, [OUTPUT_GRADIENT]: repeated(outputGradient, end - start) },
      end - start,
    );
    await consume({
      start,
      end,
      gradients: request.wrt.map((tensor) => asFloats(outputs[gradientName(tensor)])),
      captures: (request.captures ?? []).map((tensor) => asFloats(outputs[tensor])),
    });
    context.report(end / count);
  });
}

/** The gradients and captures at the input itself. */
export async function gradientAtInput(context: MethodContext, request: GradientRequest): Promise<GradientBatch> {
  let only: GradientBatch | undefined;
  await gradientsAt(
    context,
    1,
    (_, into) => into.set(context.input.data),
    request,
    (batch) => void (only = batch),
  );
  return only!;
}
