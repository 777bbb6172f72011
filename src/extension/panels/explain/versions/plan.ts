import type { MethodRequest } from '../../../../protocol/method';
import type { Prediction, PredictResult } from '../../../../protocol/prediction';
import type { ExplainDocument, ExplainInput } from '../../../../protocol/explain-document';
import { defaultTarget } from '../../../../protocol/target';
import type { PinnedImage, VersionInput } from '../../../../protocol/versions';
import * as vscode from 'vscode';
import type { LocalFiles } from '../../../workspace/location';
import { requestsOf, type CardRequest } from '../../choices';
import { reducedImage } from '../reduction';
import { ofItself, requestOf } from '../subject';
import { truthOf } from '../truth';

/** So many images are pinned at most: each version explains them all. */
const mostPinned = 12;
/** Longer sides of what is shown are brought to this many pixels. */
export const versionSide = 256;

/** What every version is asked: the same of each, so that their maps can be compared. */
export class VersionPlan {
  readonly cards: readonly CardRequest[];
  readonly inputs: readonly ExplainInput[];
  /** Images that are too many. */
  readonly left: number;
  readonly labels = new Map<number, string>();
  private readonly views = new Map<string, Pick<PinnedImage, 'image' | 'signal'>>();
  private readonly targets = new Map<string, number>();
  private readonly truths = new Map<string, string>();

  constructor(readonly document: ExplainDocument) {
    const { inputs, current, choices } = document;
    // With the one that is looked at, those after it and, at the end, those before.
    const first = Math.max(0, Math.min(current, inputs.length - mostPinned));
    this.inputs = inputs.slice(first, first + mostPinned);
    this.left = inputs.length - this.inputs.length;
    this.cards = choices.filter(({ selected }) => selected).flatMap(requestsOf);
  }

  get methods(): MethodRequest[] {
    return this.cards.map(({ request }) => request);
  }

  get images(): PinnedImage[] {
    return this.inputs.map(({ uri, name }) => ({
      uri,
      name,
      ...(this.views.get(uri) ?? { image: null, signal: null }),
    }));
  }

  /** Whether it is known what is explained of every image. */
  get isSettled(): boolean {
    return this.inputs.every(({ uri }) => this.targets.has(uri));
  }

  targetOf(uri: string): number | null {
    return this.targets.get(uri) ?? null;
  }

  truthOf(uri: string): string | null {
    return this.truths.get(uri) ?? null;
  }

  /**
   * Learns of an image what it looks like and, the first time, what is explained of it by all versions: the chosen class,
   * the true one where it is known, or what this version says.
   */
  learn(input: ExplainInput, result: PredictResult): void {
    for (const { index, label } of result.predictions) this.labels.set(index, label);
    const { image, signal } = result.input;
    if (!this.views.has(input.uri))
      this.views.set(input.uri, { image: image && reducedImage(image, versionSide), signal });
    const truth = truthOf(input, result);
    if (truth !== undefined) this.truths.set(input.uri, truth);
    if (this.targets.has(input.uri)) return;
    const known = result.predictions.find(({ label }) => label === truth);
    const found: Prediction | undefined = known ?? (result.boxes ? result.predictions[0] : defaultTarget(result));
    const target = this.document.target ?? found?.index;
    if (target !== undefined) this.targets.set(input.uri, target);
  }

  /** The images as the engine is asked about them. */
  async asked(files: LocalFiles): Promise<VersionInput[]> {
    const { against, group, difference, references } = this.document;
    const local = (uri: string): Promise<string> => files.pathOf(vscode.Uri.parse(uri));
    const compared = references && { ...references, files: await Promise.all(references.files.map(local)) };
    return Promise.all(
      this.inputs.map(async ({ uri }) => {
        const of = { ...ofItself, target: this.targetOf(uri), against, group, difference, references: compared };
        const { model: _model, ...input } = requestOf({ ...of, model: '', input: await local(uri) });
        return input;
      }),
    );
  }
}
