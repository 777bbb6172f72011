import type { FiltersDocument, FiltersToHost, FiltersToPanel } from '../src/protocol/filters-panel';
import { documentOf, features, layers } from '../test/webview/support/filters';
import { closeBrowser } from '../test/webview/support/browser';
import { Panel } from '../test/webview/support/panel';
import { report } from './figure';

const RUNS = 7;
const SCROLL_STEPS = 60;

/** What arrives in the page: too much to be sent there through the browser's debugger, so it is made there. */
interface Load {
  readonly name: string;
  readonly document: FiltersDocument;
  readonly state: Readonly<Record<string, unknown>>;
  /** 512 × 256 × 3 × 3 random kernels; null leaves the document as it is. */
  readonly dims: readonly [number, number, number, number] | null;
}

const kernels: Load['dims'] = [512, 256, 3, 3];
const image = { uri: 'file:///a.png', name: 'a.png', thumbnail: null };
const loads: readonly Load[] = [
  { name: '512 kernels of 3×3×256, norm', document: documentOf(), state: {}, dims: kernels },
  {
    name: '512 kernels of 3×3×256, every channel',
    document: documentOf(),
    state: { show: 'channels', size: 72 },
    dims: kernels,
  },
  {
    name: '200 feature maps of 56×56',
    document: documentOf({ images: [image], features: { state: 'done', value: [features(200, '/a.png', 0, 56)] } }),
    state: { view: 'features', size: 72 },
    dims: null,
  },
];

/**
 * In the built page in Chromium: milliseconds from the arrival of the data to the frame that shows it, and how long
 * frames take while it is scrolled.
 */
export async function main(): Promise<void> {
  try {
    for (const load of loads) {
      const runs = [];
      for (let run = 0; run < RUNS; run++) runs.push(await measure(load));
      const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
      const rounded = (value: number): number => Math.round(value * 10) / 10;
      const drawn = runs.map(({ shown }) => shown);
      const frames = runs.flatMap((run) => run.frames).sort((a, b) => a - b);
      const of = { load: load.name };
      report({
        figure: 'filters: data to image',
        of,
        value: rounded(median(drawn)),
        unit: 'ms',
        notes: {
          slowest: rounded(Math.max(...drawn)),
          cpuMilliseconds: rounded(median(runs.map(({ cpuTime }) => cpuTime))),
          runs: RUNS,
        },
      });
      report({
        figure: 'filters: work of a frame while scrolling',
        of,
        value: rounded(median(runs.flatMap(({ work }) => work))),
        unit: 'ms',
        notes: { frame: rounded(median(frames)), frame95: rounded(frames[Math.floor(0.95 * frames.length)]) },
      });
    }
  } finally {
    await closeBrowser();
  }
}

interface Run {
  /** From the message to the end of the frame that shows it, in milliseconds. */
  readonly shown: number;
  /** Processor time of the page's main thread in between: what is left on a machine that does nothing else. */
  readonly cpuTime: number;
  /** Times between frames, and the work in each, while the grid is scrolled through. */
  readonly frames: readonly number[];
  readonly work: readonly number[];
}

async function measure({ document, state, dims }: Load): Promise<Run> {
  const panel = await Panel.open<FiltersToPanel, FiltersToHost>('filters', {
    theme: 'light',
    width: 1200,
    height: 800,
    state,
  });
  try {
    // The panel as it is before: the layers are listed, the answer is on its way.
    const loading = { state: 'loading' as const };
    await panel.send({
      kind: 'document',
      document: { ...document, ...(dims ? { kernels: loading } : { features: loading }) },
    });
    await panel.page.evaluate(prepare, { dims, layer: layers[0], maps: { count: 200, side: 56 } });
    const session = await panel.page.context().newCDPSession(panel.page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
    };
    const selector = dims ? '[aria-label="Kernels"] > .grid' : '[aria-label="Feature maps"] > .grid';
    const before = await spent();
    const shown = await panel.page.evaluate(arrive, selector);
    const cpuTime = (await spent()) - before;
    return { shown, cpuTime, ...(await panel.page.evaluate(scroll, { selector, steps: SCROLL_STEPS })) };
  } finally {
    panel.close();
  }
}

/** In the page: makes what is going to arrive. */
function prepare({
  dims,
  layer,
  maps: { count, side },
}: {
  dims: Load['dims'];
  layer: object;
  maps: { count: number; side: number };
}): void {
  const random = (length: number): Float32Array => Float32Array.from({ length }, () => Math.random() - 0.5);
  const order = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
  const kernelsOf = ([filters, channels, height, width]: readonly [number, number, number, number]) => ({
    layer: { ...layer, dims: [filters, channels, height, width] },
    kernels: { dims: [filters, channels, height, width], data: random(filters * channels * height * width) },
    indices: order(filters),
    norms: random(filters).map(Math.abs),
    statistics: { minimum: -0.5, maximum: 0.5, mean: 0, deviation: 0.29, histogram: new Array(64).fill(1) },
    orders: { norm: order(filters), similarity: order(filters) },
    frequency: { dims: [filters, 32, 32], data: random(filters * 1024).map(Math.abs) },
    change: { known: false, reason: 'first-version' },
  });
  const mapsOf = () => [
    {
      input: '/a.png',
      maps: { dims: [count, side, side], data: random(count * side * side) },
      strengths: random(count).map(Math.abs),
      order: order(count),
    },
  ];
  const value = dims
    ? { kernels: { state: 'done', value: kernelsOf(dims) } }
    : { features: { state: 'done', value: mapsOf() } };
  Object.assign(window, { coming: value });
}

/** In the page: hands it over, and waits until the grid has been drawn. */
async function arrive(selector: string): Promise<number> {
  const grid = document.querySelector<HTMLElement>(selector);
  if (!grid) throw new Error('the page has no grid');
  const before = grid.dataset.frames;
  const start = performance.now();
  const changes = (window as unknown as { coming: unknown }).coming;
  window.dispatchEvent(new MessageEvent('message', { data: { kind: 'update', changes } }));
  while (grid.dataset.frames === before) await new Promise((resolve) => requestAnimationFrame(resolve));
  // The frame in which the grid was drawn ends before the next task.
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - start;
}

/** In the page: scrolls from the top to the end, a step a frame. */
async function scroll({ selector, steps }: { selector: string; steps: number }): Promise<Pick<Run, 'frames' | 'work'>> {
  const grid = document.querySelector<HTMLElement>(selector);
  if (!grid) throw new Error('the page has no grid');
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames: number[] = [];
  const work: number[] = [];
  let last = await frame();
  for (let step = 1; step <= steps; step++) {
    grid.scrollTop = ((grid.scrollHeight - grid.clientHeight) * step) / steps;
    const now = await frame();
    frames.push(now - last);
    last = now;
    // The rest of this frame: the scroll event and the drawing it asked for.
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve));
    work.push(performance.now() - begun);
  }
  return { frames, work };
}

if (require.main === module) void main();
