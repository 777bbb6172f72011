import { DETECTION_ERRORS, verdictsOf, type Verdict } from '../../../metric/detection/errors';
import { BoxTable } from './box-table';
import type { FoundBox } from './found-boxes';
import type { PlacedObject } from './true-objects';

type BoxKind = Verdict['kind'] | 'missed';

/** A box that is shown, or an object that is missed. */
export interface JudgedBox {
  readonly kind: BoxKind;
  readonly index: number;
  /** Undefined of an object that is missed. */
  readonly box?: FoundBox;
  /** The object by which the box is judged, or that is missed, and its number in the input. */
  readonly object?: PlacedObject & { readonly number: number };
  readonly overlap: number;
}

/** What became of every box that is shown, and the objects that are missed. */
export function judgedBoxes(shown: readonly FoundBox[], objects: readonly PlacedObject[]): JudgedBox[] {
  const [truths, found] = [new BoxTable(), new BoxTable()];
  for (const object of objects) truths.add({ ...object, image: 0, score: 0 });
  for (const box of shown) found.add({ ...box, image: 0, isAside: false, area: 0 });
  const { detections, missed } = verdictsOf(truths.rows, found.rows, {
    objects: objects.map((_, row) => row),
    detections: shown.map((_, row) => row),
  });
  const numbered = objects.map((object, number) => ({ ...object, number }));
  return [
    ...detections.map(({ kind, object, overlap }, row): JudgedBox => {
      const box = shown[row];
      return { kind, index: box.index, box, object: numbered[object], overlap };
    }),
    ...missed.map((row): JudgedBox => ({
      kind: 'missed',
      index: objects[row].index,
      object: numbered[row],
      overlap: 0,
    })),
  ];
}

/** How an input was answered. */
export class InputCounts {
  constructor(
    readonly objects: number,
    readonly judged: readonly JudgedBox[],
  ) {}

  count(kind: BoxKind): number {
    return this.judged.filter((one) => one.kind === kind).length;
  }

  /** Boxes that are shown and count. */
  get boxes(): number {
    return this.judged.length - this.count('missed') - this.count('aside');
  }

  /** 2 · right / (boxes + objects); 1 of an input in which there is nothing, and nothing is found. */
  get harmony(): number {
    const all = this.objects + this.boxes;
    return all === 0 ? 1 : (2 * this.count('right')) / all;
  }

  /** The errors, kind by kind: `missed: 2 dog, cat`. */
  remark(names: readonly string[]): string {
    const said = DETECTION_ERRORS.flatMap(({ id, label }) => {
      const own = this.judged.filter(({ kind }) => kind === id).map(({ index }) => names[index]);
      return own.length > 0 ? [`${label.toLowerCase()}: ${countedNames(own)}`] : [];
    });
    return said.join('; ');
  }
}

function countedNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${count} ${name}` : name)).join(', ');
}
