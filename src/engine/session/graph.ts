import type { Link } from '../../protocol/model';
import type { Model } from '../graph/model';
import type { Tensor } from '../tensor/tensor';
import type { LearnedExplainer } from './learned-explainer';

/** A model ready to be run: one operator set, shapes known, a free batch axis. */
export interface NetworkGraph {
  readonly model: Model;
  /** The tensor that receives the image. */
  readonly input: string;
  /** Its shape without the batch axis. */
  readonly inputDims: readonly number[];
  /** The axis of these along which time steps lie, where the network reads any. */
  readonly timeAxis?: number;
  /** The tensor [N, classes, …] from which scores are read. */
  readonly logits: string;
  /** The layer CAM methods use unless told otherwise; null where nothing has spatial extent. */
  readonly camLayer: string | null;
  /** What the model says: probabilities made of the logits, or the logits themselves where they are estimates. */
  readonly probabilities: string;
  /** What makes the model's own numbers of its logits. */
  readonly link: Link;
  /** Shape of the logits without the batch axis. */
  readonly logitsDims: readonly number[];
  /** Where its scores are of a detector's boxes. */
  readonly ofBoxes?: true;
  /** What the graph's inputs beside the image are. */
  readonly beside?: Readonly<Record<string, Tensor>>;
  /** False where the graph insists on a batch of one. */
  readonly batched: boolean;
  /** What was learned to explain it, if anything. @throws LensError where it cannot be read, or fits no longer */
  readonly explainer?: () => LearnedExplainer;
}
