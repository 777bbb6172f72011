import { report, type Comparison } from './comparison';
import { kernelGradients } from './kernel-gradient';
import { overlappingMaxPool, tiledMaxPool } from './max-pool';
import { reluMask } from './relu-mask';
import { silu } from './silu';
import { firstConvolution, interleaving, stridedConvolution } from './strided-convolution';

const comparisons: readonly Comparison[] = Object.freeze([
  reluMask,
  silu,
  stridedConvolution,
  firstConvolution,
  interleaving,
  overlappingMaxPool,
  tiledMaxPool,
  ...kernelGradients,
]);

/**
 * Usage: node --import tsx bench/ops/index.ts [id …]. Says which way of writing a backward operator is cheapest on this
 * machine.
 */
async function main(ids: readonly string[]): Promise<void> {
  for (const comparison of comparisons) if (ids.length === 0 || ids.includes(comparison.id)) await report(comparison);
}

void main(process.argv.slice(2));
