import type { BoxExample } from '../../../protocol/judgement';
import type { MethodRequest } from '../../../protocol/method';
import type { ExplainDocument, ExplainInput, TargetChoice } from '../../../protocol/explain-document';
import type { AskedClass, EvaluatedResults } from '../../../protocol/map-verdict';
import type { BoxTarget } from '../../../protocol/task';
import type { Services } from '../../services';
import { ofItself, subjectOf } from './subject';

/** A box of an image, in pixels of the image. */
type BoxPlace = Pick<BoxExample, 'index' | 'corners'>;

/** How inputs are opened. */
export interface OpeningWay {
  /** The input looked at first. */
  readonly current?: number;
  /** The true classes of the inputs, null where they are not known. */
  readonly truths?: readonly (string | null)[];
  /** The one method to run, as it is set up; those chosen last by default. */
  readonly only?: MethodRequest;
  /** What the results explain of the inputs, null where it is the predicted class. */
  readonly asked?: readonly (AskedClass | null)[];
  /** The results that they come from. */
  readonly evaluation?: EvaluatedResults;
  /** A box of the input looked at first: what is explained of it. */
  readonly box?: BoxPlace;
}

/** Inputs with what the evaluation they come from explains of them. */
export const withAsked = (inputs: readonly ExplainInput[], asked: OpeningWay['asked'] = []): readonly ExplainInput[] =>
  inputs.map((input, n) => ({ ...input, ...(asked[n] && { asked: asked[n] }) }));

/** What is explained of the input unless something else is chosen: as the evaluation does that it comes from. */
export const askedOfItself = ({ inputs, current }: ExplainDocument): TargetChoice => ({
  ...ofItself,
  ...inputs[current]?.asked,
});

/** A place of the image as a target; null where it cannot be found, of which explaining then tells. */
export async function boxAt(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  document: ExplainDocument,
  box: BoxPlace,
): Promise<BoxTarget | null> {
  try {
    const { model, input } = await subjectOf(document, files);
    return await engine.call('input.boxAt', { model, input, ...box });
  } catch {
    return null;
  }
}
