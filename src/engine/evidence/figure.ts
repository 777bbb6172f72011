import type { Figure, FigureTile } from '../../protocol/figure';
import {
  stateAfter,
  type MetricEvidence,
  type SeenExchange,
  type SeenInput,
  type SeenTrial,
} from '../../protocol/metric-evidence';
import type { FloatMap } from '../../protocol/raster';
import { EMPTY, imageOf, signedTile } from '../figure/tiles';
import { regionTiles } from './region-tiles';

/** Tiles in a row. */
const ACROSS = 5;
/** Shares of the steps of a curve whose images are shown. */
const STATES = Object.freeze([0, 0.25, 0.5, 0.75, 1]);

/** What is judged, for the title and the notes. */
export interface JudgedPlace {
  readonly image: string;
  readonly model: string;
  readonly method: string;
}

/** What a metric did with one map: every number stands there as the metric used it. */
export async function evidenceFigure(evidence: MetricEvidence, { image, model, method }: JudgedPlace): Promise<Figure> {
  const { metric, asked, value, parts, clean, input, map, trials, exchanges, regions } = evidence;
  const rows = [...new Set(trials.map(({ row }) => row))].map((row) => trials.filter((one) => one.row === row));
  const start = [
    await inputTile('the input', input, `probability ${clean.probability}, logit ${clean.logit}`),
    await mapTile('the map', map, input, ''),
    ...exchanges.map(curveTile),
  ];
  const cuts = await Promise.all(regions.map((region) => regionTiles(region, map.dims)));
  const tried = await Promise.all(rows.map((row) => Promise.all(row.map(trialTiles))));
  const states = await Promise.all(exchanges.map(stateTiles));
  // What fits beside the map stands there.
  const [first, ...others] = start.length + (cuts[0]?.length ?? 0) <= ACROSS ? cuts : [[], ...cuts];
  const groups = [[...start, ...(first ?? [])], ...tried.map((row) => row.flat()), ...states, ...others];
  const said = Object.entries(parts).map(([name, part]) => `${name} ${part}`);
  const number = Number.isFinite(value) ? [String(value), metric.unit].filter(Boolean).join(' ') : 'says nothing here';
  return {
    title: [`${metric.label}: ${number}`, image, asked].filter(Boolean).join(' · '),
    across: ACROSS,
    tiles: groups.flatMap(whole),
    notes: [`${method} of ${model}.`, ...said, metric.formula],
  };
}

/** A group begins a row of its own. */
function whole(group: readonly FigureTile[]): FigureTile[] {
  const missing = (ACROSS - (group.length % ACROSS)) % ACROSS;
  return [...group, ...new Array<FigureTile>(missing).fill(EMPTY)];
}

async function inputTile(title: string, { image, signal }: SeenInput, note: string): Promise<FigureTile> {
  if (image) return { ...EMPTY, title, image: await imageOf(image), note };
  if (!signal) return { ...EMPTY, title, note };
  const values = signal.data.subarray(0, signal.dims[1]);
  return { ...EMPTY, title, note, curve: { values, ends: ['0', String(values.length - 1)] } };
}

async function mapTile(
  title: string,
  { dims, data }: FloatMap,
  { image }: SeenInput,
  note: string,
): Promise<FigureTile> {
  const size: readonly [number, number] = dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]];
  if (size[0] === 1) return { ...EMPTY, title, note, curve: { values: data, ends: ['0', String(data.length - 1)] } };
  return signedTile(title, data, size, image, note);
}

async function trialTiles(trial: SeenTrial): Promise<FigureTile[]> {
  const { row, what, map, number, of, faint } = trial;
  const title = row === null ? what : `${row}: ${what}`;
  const said = `${of} ${number}`;
  if (!map) return [await inputTile(title, trial, said)];
  const shown = await inputTile(title, trial, faint ? 'enlarged to be seen' : '');
  return [shown, await mapTile('its map', map, faint ? { image: null, signal: null } : trial, said)];
}

const curveTile = ({ scores }: SeenExchange): FigureTile => ({
  ...EMPTY,
  title: 'score at each step (0 to 1)',
  curve: { values: scores, ends: ['0 %', '100 % exchanged'] },
});

/** States along the curve. */
function stateTiles(exchange: SeenExchange): Promise<FigureTile[]> {
  const { scores } = exchange;
  const last = scores.length - 1;
  const steps = STATES.map((share) => Math.round(share * last));
  return Promise.all(
    steps.map((step) =>
      inputTile(`step ${step} of ${last}`, stateAfter(exchange, step), `probability ${scores[step]}`),
    ),
  );
}
