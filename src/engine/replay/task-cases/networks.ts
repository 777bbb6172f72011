import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { Execution } from '../../session/execution';
import { detectorLayout } from '../../task/detection/layouts';
import { SCORE, scoredModel, type ScoreExpression } from '../../task/target/scored-model';
import type { FloatTensor } from '../../tensor/tensor';
import type { Network } from '../../session/network';
import type { CaseFiles, ReferenceCase } from '../adapter';

/** A layout as a case names it. */
export interface NamedLayout {
  readonly layout: string;
  readonly anchors?: string;
  readonly boxOrder?: 'xyxy' | 'yxyx';
}

/** Where the boxes of a case's detector lie. */
export function boxesOf(
  builder: GraphBuilder,
  outputs: readonly string[],
  { layout, anchors, boxOrder }: NamedLayout,
  files: CaseFiles,
  input: FloatTensor,
): string {
  const [height, width] = input.dims.slice(2);
  return detectorLayout(layout).boxes(builder, outputs, {
    size: [height, width],
    anchors: anchors ? files.floats(anchors) : undefined,
    boxOrder,
  });
}

const [BOXES, SCORES] = ['lens:boxes', 'lens:scores'];

/** Boxes [1, proposals, 4] and scores [1, proposals, classes] of a case's input; what is not selected has a score of 0. */
export async function decodedTensors(
  { model, input, params }: ReferenceCase,
  files: CaseFiles,
): Promise<Record<'boxes' | 'scores', FloatTensor> & { labels?: undefined }> {
  const image = files.floats(input as string);
  const network = await files.changed(model as string, JSON.stringify(['decoded', params.layout]), (prepared) => {
    const builder = new GraphBuilder(prepared, 'lens:');
    const outputs = outputNames(prepared);
    const layout = detectorLayout(params.layout);
    const { scores } = layout.scores(builder, outputs);
    const selected = layout.selected?.(builder, outputs);
    builder.output(boxesOf(builder, outputs, params as NamedLayout, files, image), BOXES);
    builder.output(selected ? builder.op('Mul', [scores, selected]) : scores, SCORES);
    return { model: builder.build(), logits: SCORES };
  });
  const [boxes, scores] = await network.tensorsOf(image, [BOXES, SCORES], new Execution(files.signal));
  return { boxes, scores };
}

/** The outputs of a model as they are, by name. */
export async function outputsOf(
  { model, input }: ReferenceCase,
  files: CaseFiles,
): Promise<Record<string, FloatTensor>> {
  const network = await files.network(model as string);
  const outputs = outputNames(network.model);
  const all = await network.tensorsOf(files.floats(input as string), outputs, new Execution(files.signal));
  return Object.fromEntries(outputs.map((name, k) => [name, all[k]]));
}

/** A model whose one logit is a score of its outputs. */
export const scoredNetwork = (
  model: string,
  key: unknown,
  files: CaseFiles,
  expression: ScoreExpression,
  prepare: (model: Model) => Model = (same) => same,
): Promise<Network> =>
  files.changed(model, JSON.stringify(key), (prepared) => ({
    model: scoredModel(prepare(prepared), expression),
    logits: SCORE,
  }));

const outputNames = (model: Model): string[] => model.graph.outputs.map(({ name }) => name);
