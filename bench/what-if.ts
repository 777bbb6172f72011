import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeOnnxFile } from '../src/engine/format/onnx/writer';
import { explain } from '../src/engine/explanation/explanation';
import { predict } from '../src/engine/explanation/prediction';
import { requestedTarget } from '../src/engine/explanation/target';
import { rasterIn, whatIf } from '../src/engine/explanation/what-if';
import { readInput } from '../src/engine/image/input';
import { readModelFile } from '../src/engine/model/model-file';
import { openModel } from '../src/engine/model/opening';
import { Execution } from '../src/engine/session/execution';
import type { ExpectingMap } from '../src/protocol/what-if';
import { report } from './figure';
import { benchmarkModels } from './models';
import { medianRatio } from './pairs';

const SIDE = 224;
const PAIRS = 31;
const METHODS = ['gradient', 'grad-cam', 'input-x-gradient'];
const [NETWORK] = benchmarkModels;

/**
 * What a stroke of *What if* costs in the engine, beside one forward pass: the rest is bytes between the page, the host
 * and the engine, and the page's own drawing.
 */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-what-if-'));
  try {
    const [path, image] = [join(folder, 'net.onnx'), join(folder, 'image.png')];
    writeFileSync(path, encodeOnnxFile(NETWORK.build()));
    const pixels = Buffer.from(
      Array.from({ length: 3 * SIDE * SIDE }, (_, k) => (Math.imul(k, 2654435761) >>> 24) & 255),
    );
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } }).toFile(image);
    const model = await openModel(await readModelFile(path), { device: 'cpu', threads: 0 });
    const { network } = model;
    const input = await readInput(image, network.graph.inputDims, model.recipe);
    const predicted = await predict(model, input);
    const { score } = await requestedTarget(model, input, {}, predicted);
    const maps: ExpectingMap[] = [];
    for (const method of METHODS) {
      const { result } = await explain(model, input, score, { method, params: {} });
      maps.push({ card: method, map: result.map, unit: 'slope', complete: result.completeness !== null });
    }
    const program = await network.forwardProgram([network.graph.logits]);
    const original = rasterIn(input);
    let strokes = 0;
    const stroke = (): Promise<unknown> => {
      const rgba = original.rgba.slice();
      rgba.fill(strokes++, 4 * SIDE, 4 * 20 * SIDE);
      return whatIf(model, input, { input: image, raster: { ...original, rgba }, maps }, {});
    };
    const forward = (): Promise<unknown> => new Execution().run(program, { [network.graph.input]: input.tensor }, 1);
    const { median, spread, denominatorMilliseconds: u } = await medianRatio(stroke, forward, PAIRS);
    const of = { network: NETWORK.id };
    const [whole, share] = [u * median, (median - 1) / median].map((value) => Number(value.toPrecision(3)));
    const notes = { u, 'share of all but the forward pass': share };
    report({ figure: 'what if: a stroke in the engine', of, value: whole, unit: 'ms', limit: 150, notes });
    report({ figure: 'what if: a stroke over one forward pass', of, value: median, spread, unit: 'ratio', limit: 1.2 });
    await network.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) void main();
