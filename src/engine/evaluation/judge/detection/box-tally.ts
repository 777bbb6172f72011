import type { CsvValue } from '../../../../protocol/csv';
import type { Judgement } from '../../../../protocol/judgement';
import { cocoSummary } from '../../../metric/detection/coco';
import { DETECTION_ERRORS } from '../../../metric/detection/errors';
import { vocSummary } from '../../../metric/detection/voc';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, numbersOf, partsOf, worstOf } from '../measures';
import { BoxTable } from './box-table';
import { examplesOf } from './examples';
import { listedBox } from './listing';
import { unpacked, type FoundBoxes } from './found-boxes';
import { InputCounts, judgedBoxes } from './judged-boxes';
import { INPUT_MEASURES, MEASURES, PART_MEASURES, type ClassCounts } from './measures';
import { objectsInPixels, type TrueObjects } from './true-objects';

/** Objects and boxes of all inputs, and what became of each. */
export class BoxTally implements Tally<TrueObjects, FoundBoxes> {
  readonly right = null;
  private readonly truths = new BoxTable();
  private readonly found = new BoxTable();
  private readonly inputs: InputCounts[] = [];
  private readonly classes: { -readonly [K in keyof ClassCounts]: number }[];

  constructor(private readonly names: readonly string[]) {
    this.classes = names.map(() => ({ objects: 0, found: 0, right: 0 }));
  }

  add(truth: TrueObjects, answer: FoundBoxes): void {
    const image = this.inputs.length;
    const objects = objectsInPixels(truth, answer);
    for (const object of objects) {
      this.truths.add({ ...object, image, score: 0 });
      if (!object.isAside) this.classes[object.index].objects++;
    }
    for (const box of unpacked(answer.all)) this.found.add({ ...box, image, isAside: false, area: 0 });
    const judged = judgedBoxes(unpacked(answer.shown), objects);
    for (const { kind, index } of judged) {
      if (kind !== 'missed' && kind !== 'aside') this.classes[index].found++;
      if (kind === 'right') this.classes[index].right++;
    }
    this.inputs.push(new InputCounts(objects.filter(({ isAside }) => !isAside).length, judged));
  }

  cells(input: number): CsvValue[] {
    const counts = this.inputs[input];
    const errors = DETECTION_ERRORS.map(({ id }) => counts.count(id));
    return [counts.objects, counts.boxes, counts.count('right'), ...errors];
  }

  listing(input: number): CsvValue[][] {
    return this.inputs[input].judged.map((judged) => listedBox(judged, this.names));
  }

  numbers(): JudgedColumn[] {
    return numbersOf(INPUT_MEASURES, this.inputs);
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const { names, truths, found } = this;
    const counts = {
      coco: cocoSummary(truths.rows, found.rows, this.inputs.length, names.length),
      voc: vocSummary(truths.rows, found.rows, names.length, 0.5),
      shown: this.classes,
    };
    return {
      task: 'detection',
      measures: measured(MEASURES, counts),
      parts: partsOf('Class', names, PART_MEASURES, counts),
      confusion: null,
      errors: DETECTION_ERRORS.map((error) => ({
        ...error,
        count: this.inputs.reduce((sum, input) => sum + input.count(error.id), 0),
        examples: examplesOf(error.id, this.inputs, inputs, names),
      })),
      worst: worstOf(
        { ...INPUT_MEASURES[0], perfect: 1 },
        inputs,
        this.inputs.map((input) => ({ value: input.harmony, remark: input.remark(names) })),
      ),
    };
  }
}
