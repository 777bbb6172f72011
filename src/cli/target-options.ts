import { Option, type Command } from 'commander';
import { namedTarget as namedClasses, targetIndex } from '../engine/explanation/target-names';
import type { ExplainedTarget } from '../engine/explanation/explained-target';
import type { ImageBoxes } from '../engine/explanation/image-boxes';
import type { OpenedModel } from '../engine/model/opening';
import type { PredictResult, TargetRequest } from '../protocol/explain';
import { addBoxOptions, namedBox, type BoxArguments } from './box-options';
import { gathered } from './options';

/** What is explained, as the command line names it. */
export interface TargetArguments extends BoxArguments {
  readonly target: readonly string[];
  readonly reference: readonly string[];
  readonly measure: 'similarity' | 'distance';
}

/** Adds what names a target. */
export const addTargetOptions = (command: Command): Command =>
  addBoxOptions(
    command
      .option(
        '--target <class>',
        'index or label; A-B: why A and not B; the predicted class by default; repeated: the sum of several',
        gathered,
        [],
      )
      .option('--reference <file>', 'of an embedding: an image to compare with; may be repeated', gathered, [])
      .addOption(
        new Option('--measure <what>', 'the mean cosine of the references, or 1 less that')
          .choices(['similarity', 'distance'])
          .default('similarity'),
      ),
  );

/** The target that is named. @throws LensError */
export function namedTarget(
  { target: names, reference, measure, ...box }: TargetArguments,
  predicted: PredictResult,
  { recipe }: OpenedModel,
  places: ImageBoxes | undefined,
): TargetRequest {
  if (reference.length > 0) return { references: { files: reference, measure } };
  const indexOf = (name: TargetRequest['target']): number => targetIndex(name, predicted, recipe);
  if (names.length > 1) return { group: names.map(indexOf) };
  const { target: name, against } = names.length > 0 ? namedClasses(names[0], predicted, recipe) : {};
  const target = name === undefined ? undefined : indexOf(name);
  if (against !== undefined) return { target, against: indexOf(against) };
  return { target, box: namedBox(box, predicted, target, places) };
}

/** An entry of result.json: what was explained. */
export interface TargetEntry extends Omit<TargetRequest, 'target' | 'targetRegion'> {
  readonly index?: number;
  readonly label: string;
}

/** A target as results tell of it, its box in pixels of the image. */
export function targetEntry(
  { target, against, group, references }: TargetRequest,
  { box, score }: ExplainedTarget,
  { predictions }: PredictResult,
  places: ImageBoxes | undefined,
): TargetEntry {
  const labelOf = (index: number | string): string => predictions.find((p) => p.index === index)!.label;
  if (references) return { label: `${references.measure} to ${references.files.join(', ')}`, references };
  if (group) return { label: group.map(labelOf).join(' + '), group };
  if (target !== undefined && against !== undefined)
    return { index: Number(target), label: `${labelOf(target)} − ${labelOf(against)}`, against };
  const index = box?.index ?? score.index;
  return {
    index,
    label: labelOf(index),
    ...(box && places && { box: { ...box, corners: places.inImage(box.corners) } }),
  };
}
