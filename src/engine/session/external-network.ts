import type { FloatTensor, Tensor } from '../tensor/tensor';

/** A network that another runtime than ONNX Runtime runs, as a whole. */
export interface ExternalNetwork {
  /** The runtime, human-readable. */
  readonly runtime: string;
  /** Its forward pass: the outputs named, in their order. */
  run(input: Tensor, outputs: readonly string[]): Promise<FloatTensor[]>;
  /** The gradient of Σ output gradient · output by the input. @throws LensError `not-differentiable` */
  backward(input: Tensor, outputs: readonly string[], outputGradients: readonly FloatTensor[]): Promise<FloatTensor>;
  /** Frees its memory. */
  close(): void;
}
