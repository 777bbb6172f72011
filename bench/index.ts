import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ENGINE_ENVIRONMENT } from '../src/protocol/engine-environment';
import { figureOf, type Figure } from './figure';
import { Ledger, verdict } from './ledger';

/**
 * Every benchmark: each prints one JSON line per figure. Those of the engine process and the panel need a build, some
 * need Debian's python3-scipy, python3-skimage and python3-torch.
 */
const BENCHMARKS = [
  'engine',
  'activation',
  'panel',
  'filters',
  'gradient',
  'compiling',
  'what-if',
  'detection',
  'methods',
  'occlusion',
  'perturbation',
  'superpixels',
  'imputation',
  'evaluation',
  'predictions',
  'evaluation-panel',
  'scattering',
  'training',
  'kills',
  'soak',
] as const;

const RESULTS = join(__dirname, 'results.json');

const rounded = (value: number): number => Number(value.toPrecision(4));

/** One figure in words: how it stands to its limit, and to what it was. */
function line(figure: Figure, ledger: Ledger): string {
  const { figure: name, of, value, unit, spread, limit } = figure;
  const before = ledger.before(figure);
  const words = Object.entries(of).map(([key, what]) => `${key} ${what}`);
  const parts = [`${[name, ...words].join(', ')}: ${rounded(value)} ${unit}`];
  if (spread) parts.push(`(${rounded(spread[0])}…${rounded(spread[1])})`);
  if (limit !== undefined) parts.push(`${value > limit ? 'OVER' : 'within'} ${limit}`);
  parts.push(before ? `${verdict(figure, before)}: ${rounded(before.value)} on ${before.date}` : 'new');
  return parts.join(' · ');
}

/** Runs one benchmark, says each figure as it comes, and @returns them. A benchmark that fails fails the command. */
async function figuresOf(name: string, ledger: Ledger): Promise<readonly Figure[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, `${name}.ts`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...ENGINE_ENVIRONMENT, ...process.env },
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const figures: Figure[] = [];
  for await (const printed of createInterface({ input: child.stdout })) {
    const figure = figureOf(printed);
    console.log(figure ? line(figure, ledger) : printed);
    if (figure) figures.push(figure);
  }
  if ((await ended) !== 0) process.exitCode = 1;
  return figures;
}

/**
 * Usage: npm run bench [-- name … [--record]]: with `--record` the figures are kept in bench/results.json, where the
 * next run finds what it is compared with.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { record: { type: 'boolean' } } });
  const unknown = positionals.find((name) => !(BENCHMARKS as readonly string[]).includes(name));
  if (unknown) throw new Error(`there is no benchmark ${unknown}; there are ${BENCHMARKS.join(', ')}`);
  const ledger = new Ledger(RESULTS);
  const figures: Figure[] = [];
  for (const name of BENCHMARKS)
    if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await figuresOf(name, ledger)));
  const worse = figures.filter((figure) => verdict(figure, ledger.before(figure)) === 'worse');
  const over = figures.filter(({ value, limit }) => limit !== undefined && value > limit);
  console.log(`${figures.length} figures: ${over.length} over their limit, ${worse.length} worse than before`);
  if (values.record) ledger.record(figures, new Date());
}

void main();
