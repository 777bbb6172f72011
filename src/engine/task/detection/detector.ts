import { usualOverlap, usualScore } from '../../../protocol/boxes';
import type { DetectionRecipe } from '../../../protocol/recipe';
import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { ancestorsOf } from '../../graph/path';
import { withShapes } from '../../graph/shapes';
import type { FloatTensor } from '../../tensor/tensor';
import type { DetectorGeometry } from './layout';
import type { DetectorReading } from './recognition';

/** Corners in pixels of the network's input, [N, proposals, 4]. */
export const BOXES = 'lens:boxes';
/** [N, proposals, classes]; of proposals that tell their class, [N, proposals, 1]. */
export const SCORES = 'lens:scores';
/** The class of each proposal, [N, proposals, 1]. */
const LABELS = 'lens:labels';
/** The scores of what the graph itself has selected, 0 for the rest. */
const SELECTED = 'lens:selected';

/** A detector whose graph makes boxes and scores of its outputs. */
export interface Detector {
  readonly reading: DetectorReading;
  readonly model: Model;
  /** Against which its boxes are told. */
  readonly anchors?: FloatTensor;
  /** Where each proposal tells its class. */
  readonly labels?: typeof LABELS;
  /** The scores that are shown. */
  readonly shown: typeof SCORES | typeof SELECTED;
  /** 1 where each proposal tells its class. */
  readonly classes: number;
  /** What of the boxes is shown. */
  readonly thresholds: { readonly score: number; readonly overlap: number };
  /** The output of the graph from which scores are read. */
  readonly source: string;
}

/** A prepared model with the boxes and scores of its outputs beside them. */
export function detectorOf(
  model: Model,
  reading: DetectorReading,
  geometry: DetectorGeometry,
  { scoreThreshold = usualScore, overlapThreshold = usualOverlap }: DetectionRecipe = {},
): Detector {
  const { layout, outputs, boxOrder, columns } = reading;
  const builder = new GraphBuilder(model, 'lens:');
  const { scores, labels } = layout.scores(builder, outputs, columns);
  const selected = layout.selected?.(builder, outputs);
  builder.output(layout.boxes(builder, outputs, { boxOrder, columns, ...geometry }), BOXES);
  builder.output(scores, SCORES);
  if (labels) builder.output(labels, LABELS);
  if (selected) builder.output(builder.op('Mul', [scores, selected]), SELECTED);
  const decoded = withShapes(builder.build());
  const classes = decoded.graph.values.get(SCORES)?.shape?.[2];
  return {
    reading,
    model: decoded,
    ...(geometry.anchors && { anchors: geometry.anchors }),
    ...(labels && { labels: LABELS }),
    shown: selected ? SELECTED : SCORES,
    classes: typeof classes === 'number' ? classes : 1,
    thresholds: { score: scoreThreshold, overlap: overlapThreshold },
    source: sourceOf(decoded, outputs),
  };
}

function sourceOf(decoded: Model, outputs: readonly string[]): string {
  const read = new Set(ancestorsOf(decoded.graph, SCORES).flatMap((node) => node.outputs));
  return outputs.find((name) => read.has(name)) ?? outputs[0];
}
