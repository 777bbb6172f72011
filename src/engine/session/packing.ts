import type { Model } from '../graph/model';
import { consumers } from '../graph/rewriting';

/** From this many bytes on, second copies of dense layers matter. */
const MANY = 2 ** 25;

/**
 * Whether ONNX Runtime would hold the large dense layers of a program twice more. It copies the matrix of each Gemm into
 * the order its kernel reads, one copy per reader, and keeps the matrix itself where there are several: a program with a
 * backward pass has two. With the few rows of a batch the copy saves at most 4 % of the time, and for VGG-16 it costs
 * 650 MB and half of the time it takes to compile.
 */
export function packsTwice({ graph }: Model): boolean {
  const readers = consumers(graph);
  let bytes = 0;
  for (const [name, weight] of graph.weights) {
    const dense = (readers.get(name) ?? []).filter(({ op, inputs }) => op === 'Gemm' && inputs[1] === name);
    if (dense.length > 1) bytes += weight.bytes.byteLength;
  }
  return bytes >= MANY;
}
