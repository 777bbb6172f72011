import type { FloatMap, Raster } from '../../protocol/raster';
import type { MetricEvidence, SeenExchange, SeenInput, SeenRegion, SeenTrial } from '../../protocol/metric-evidence';
import type { CompleteRecipe } from '../../protocol/recipe';
import { rasterOfInput } from '../image/conversion';
import type { PlannedMetric } from '../evaluation/plan';
import type { Subject } from '../metric/metric';
import type { Exchange, Region, Trial, Witness } from '../metric/witness';
import { floats, type FloatTensor } from '../tensor/tensor';

/** The most images of one kind that are kept: beyond them nobody looks. */
const MOST_TRIALS = 60;

/** Turns what a metric tells of its work into what a person can look at. */
class Recorder implements Witness {
  readonly trials: SeenTrial[] = [];
  readonly exchanges: SeenExchange[] = [];
  readonly regions: SeenRegion[] = [];

  constructor(
    private readonly input: FloatTensor,
    private readonly recipe: CompleteRecipe,
  ) {}

  trial({ row, what, input, faint, map, number, of }: Trial): void {
    if (this.trials.length >= MOST_TRIALS) return;
    const shown = faint ? this.added(input) : this.seen(input);
    this.trials.push({
      ...shown,
      row: row ?? null,
      what,
      faint: faint === true,
      map: map ? mapOf(map) : null,
      number,
      of,
    });
  }

  exchange({ from, to, order, step, scores }: Exchange): void {
    const stepOf = new Uint32Array(order.length);
    for (let n = 0; n < order.length; n++) stepOf[order[n]] = Math.floor(n / step) + 1;
    this.exchanges.push({ from: this.seen(from), to: this.seen(to), stepOf, scores, step });
  }

  region({ what, cut, weights, object }: Region): void {
    this.regions.push({ what, cut: cut ?? null, weights: weights ?? null, object });
  }

  seen(input: FloatTensor): SeenInput {
    const [, ...dims] = input.dims;
    if (dims.length === 3) return { image: rasterOfInput(input, this.recipe), signal: null };
    return { image: null, signal: dims.length === 2 ? { dims, data: input.data.slice() } : null };
  }

  /** What was added to the image around middle grey, its largest value at black or white. */
  private added(input: FloatTensor): SeenInput {
    const [, ...dims] = input.dims;
    const change = input.data.map((v, i) => v - this.input.data[i]);
    if (dims.length !== 3) return { image: null, signal: dims.length === 2 ? { dims, data: change } : null };
    return { image: aroundGrey(floats(input.dims, change)), signal: null };
  }
}

function aroundGrey({ dims: [, channels, height, width], data }: FloatTensor): Raster {
  const size = height * width;
  const largest = data.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
  const rgba = new Uint8ClampedArray(4 * size).fill(255);
  for (let p = 0; p < size; p++)
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = 127.5 * (1 + data[(channels < 3 ? 0 : c) * size + p] / largest);
  return { width, height, rgba };
}

const mapOf = ({ dims, data }: FloatTensor): FloatMap => ({ dims, data: data.slice() });

/** Judges a map once more, by the very code that judges it everywhere, and keeps what the metric did meanwhile. */
export async function watched(
  subject: Subject,
  { metric, params }: PlannedMetric,
  recipe: CompleteRecipe,
  asked: string,
): Promise<MetricEvidence> {
  const recorder = new Recorder(subject.input, recipe);
  const { id, label, formula, unit = null, paper } = metric;
  const { value, parts = {} } = await metric.score({ ...subject, shared: new Map(), witness: recorder }, params);
  const { trials, exchanges, regions } = recorder;
  return {
    metric: { id, label, formula, unit, paper, params },
    asked,
    value,
    parts,
    clean: subject.clean,
    input: recorder.seen(subject.input),
    map: mapOf(subject.map),
    trials,
    exchanges,
    regions,
  };
}
