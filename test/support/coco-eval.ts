/** A box [left, top, right, bottom] of an image and class. */
export interface CocoBox {
  readonly image: number;
  readonly label: number;
  readonly corners: readonly number[];
}

export interface CocoTruth extends CocoBox {
  readonly crowd?: boolean;
}

export interface CocoDetection extends CocoBox {
  readonly score: number;
}

const OVERLAPS = Array.from({ length: 10 }, (_, k) => 0.5 + 0.05 * k);
const MOST = 100;

const area = ([left, top, right, bottom]: readonly number[]): number => (right - left) * (bottom - top);

/** Of the detection where the truth is a crowd, else of both. */
function overlap(found: CocoDetection, truth: CocoTruth): number {
  const [a, b] = [found.corners, truth.corners];
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (truth.crowd ? area(a) : area(a) + area(b) - shared);
}

/** pycocotools' evaluateImg of one class: which detections count, and which of them find something. */
function evaluated(truths: readonly CocoTruth[], found: readonly CocoDetection[], least: number): (boolean | null)[] {
  const order = [...truths].sort((a, b) => Number(a.crowd ?? false) - Number(b.crowd ?? false));
  const taken = new Set<CocoTruth>();
  return found.map((detection) => {
    let best = Math.min(least, 1 - 1e-10);
    let match: CocoTruth | undefined;
    for (const truth of order) {
      if (taken.has(truth) && !truth.crowd) continue;
      if (match && !match.crowd && truth.crowd) break;
      const own = overlap(detection, truth);
      if (own < best) continue;
      best = own;
      match = truth;
    }
    if (match) taken.add(match);
    return match ? (match.crowd ? null : true) : false;
  });
}

/** pycocotools' accumulate of one class: the precision at 101 recalls, and the recall in the end. */
function accumulated(
  truths: readonly CocoTruth[],
  found: readonly CocoDetection[],
  least: number,
): { precisions: number[]; recall: number } {
  const images = [...new Set([...truths, ...found].map(({ image }) => image))].sort((a, b) => a - b);
  const all = images.flatMap((image) => {
    const own = found
      .filter((one) => one.image === image)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST);
    const hits = evaluated(
      truths.filter((one) => one.image === image),
      own,
      least,
    );
    return own.map(({ score }, k) => ({ score, hit: hits[k] }));
  });
  const counted = all.filter(({ hit }) => hit !== null).sort((a, b) => b.score - a.score);
  const objects = truths.filter(({ crowd }) => !crowd).length;
  let [right, wrong] = [0, 0];
  const curve = counted.map(({ hit }) => {
    if (hit) right++;
    else wrong++;
    return { recall: right / objects, precision: right / (right + wrong + Number.EPSILON) };
  });
  for (let k = curve.length - 1; k > 0; k--)
    curve[k - 1].precision = Math.max(curve[k - 1].precision, curve[k].precision);
  const precisions = Array.from({ length: 101 }, (_, k) => {
    const at = curve.find(({ recall }) => recall >= k * 0.01);
    return at ? at.precision : 0;
  });
  return { precisions, recall: curve.at(-1)?.recall ?? 0 };
}

/**
 * COCO's average precision and recall of boxes of every size, written down from pycocotools' COCOeval a second time, to
 * be compared with.
 */
export function cocoEval(
  truths: readonly CocoTruth[],
  found: readonly CocoDetection[],
): { ap: number; ap50: number; ap75: number; ar100: number } {
  const labels = [...new Set(truths.filter(({ crowd }) => !crowd).map(({ label }) => label))];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const of = (least: number) =>
    labels.map((label) =>
      accumulated(
        truths.filter((one) => one.label === label),
        found.filter((one) => one.label === label),
        least,
      ),
    );
  const all = OVERLAPS.map(of);
  const precision = (k: number): number => mean(all[k].flatMap(({ precisions }) => precisions));
  return {
    ap: mean(all.flatMap((classes) => classes.flatMap(({ precisions }) => precisions))),
    ap50: precision(0),
    ap75: precision(5),
    ar100: mean(all.flatMap((classes) => classes.map(({ recall }) => recall))),
  };
}
