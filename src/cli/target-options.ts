import { Option, type Command } from 'commander';
import { namedTarget as namedClasses, targetIndex } from '../engine/explanation/target-names';
import type { ExplainedTarget } from '../engine/explanation/explained-target';
import type { ImageBoxes } from '../engine/explanation/image-boxes';
import type { OpenedModel } from '../engine/model/opening';
import { differenceText } from '../protocol/value-difference';
import type { Prediction, PredictResult } from '../protocol/prediction';
import type { TargetRequest } from '../protocol/explain';
import { addBoxOptions, namedBox, type BoxArguments } from './box-options';
import { anyNumber, gathered } from './options';

/** What is explained, as the command line names it. */
export interface TargetArguments extends BoxArguments {
  readonly target: readonly string[];
  readonly reference: readonly string[];
  readonly measure: 'similarity' | 'distance';
  readonly differenceTo?: number;
  readonly distanceTo?: number;
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
      .option(
        '--difference-to <value>',
        'of an estimate f, or of what --quantity names of a box (pixels of the network): explains f − value',
        anyNumber,
      )
      .addOption(
        new Option('--distance-to <value>', 'of an estimate f: explains |f − value|')
          .argParser(anyNumber)
          .conflicts('differenceTo'),
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
  { target: names, reference, measure, differenceTo, distanceTo, ...box }: TargetArguments,
  predicted: PredictResult,
  { recipe }: OpenedModel,
  places: ImageBoxes | undefined,
): TargetRequest {
  if (reference.length > 0) return { references: { files: reference, measure } };
  const indexOf = (name: TargetRequest['target']): number => targetIndex(name, predicted, recipe);
  const from = distanceTo ?? differenceTo;
  const difference = from === undefined ? {} : { difference: { from, absolute: distanceTo !== undefined } };
  if (names.length > 1) return { group: names.map(indexOf), ...difference };
  const { target: name, against } = names.length > 0 ? namedClasses(names[0], predicted, recipe) : {};
  const target = name === undefined ? undefined : indexOf(name);
  if (against !== undefined) return { target, against: indexOf(against), ...difference };
  return { target, box: namedBox(box, predicted, target, places), ...difference };
}

/** An entry of result.json: what was explained. */
export interface TargetEntry extends Omit<TargetRequest, 'target' | 'targetRegion'> {
  readonly index?: number;
  readonly label: string;
}

/** A target as results tell of it, its box in pixels of the image. */
export function targetEntry(
  { target, against, group, difference, references }: TargetRequest,
  { box, score }: ExplainedTarget,
  { predictions }: PredictResult,
  places: ImageBoxes | undefined,
): TargetEntry {
  const predictionOf = (index: number | string): Prediction | undefined => predictions.find((p) => p.index === index);
  const labelOf = (index: number | string): string => predictionOf(index)!.label;
  if (references) return { label: `${references.measure} to ${references.files.join(', ')}`, references };
  const far = (label: string, index: number | string): Pick<TargetEntry, 'label' | 'difference'> =>
    difference ? { label: differenceText(label, difference, predictionOf(index)?.unit), difference } : { label };
  if (group) return { ...far(group.map(labelOf).join(' + '), group[0]), group };
  if (target !== undefined && against !== undefined)
    return { index: Number(target), ...far(`${labelOf(target)} − ${labelOf(against)}`, target), against };
  const index = box?.index ?? (difference && target !== undefined ? Number(target) : score.index);
  return {
    index,
    ...far(box && difference ? `${labelOf(index)}: ${box.quantity}` : labelOf(index), index),
    ...(box && places && { box: { ...box, corners: places.inImage(box.corners) } }),
  };
}
