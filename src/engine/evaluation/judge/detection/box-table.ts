import type { Found, Truths } from '../../../metric/detection/annotations';
import type { Corners } from '../../../../protocol/task';

interface BoxRow {
  readonly image: number;
  readonly index: number;
  readonly score: number;
  readonly corners: Corners;
  readonly isAside: boolean;
  readonly area: number;
}

/** Boxes in columns, as they are counted. */
export class BoxTable {
  private readonly columns = {
    images: [] as number[],
    labels: [] as number[],
    scores: [] as number[],
    boxes: [] as number[],
    aside: [] as number[],
    areas: [] as number[],
  };

  get rows(): Truths & Found {
    return this.columns;
  }

  add({ image, index, score, corners, isAside, area }: BoxRow): void {
    this.columns.images.push(image);
    this.columns.labels.push(index);
    this.columns.scores.push(score);
    this.columns.boxes.push(...corners);
    this.columns.aside.push(Number(isAside));
    this.columns.areas.push(area);
  }
}
