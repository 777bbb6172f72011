import { patchedWindows } from '../src/engine/attribution/masking/patch/patched-windows';
import { BASELINE, IMAGE } from '../src/engine/attribution/masking/masking';
import { windowFeeds, type Window } from '../src/engine/attribution/masking/window-mask';
import { networkGraph } from '../src/engine/model/network-graph';
import { Execution } from '../src/engine/session/execution';
import { Network } from '../src/engine/session/network';
import { floats } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { benchmarkModels, INPUT, LOGITS } from './models';
import { medianRatio } from './pairs';

const [SIDE, WINDOW, STRIDE] = [224, 15, 8];
const PAIRS = 15;

function allWindows(): Window[] {
  const ranges = Array.from({ length: Math.ceil((SIDE - WINDOW) / STRIDE) + 1 }, (_, k) => {
    return [k * STRIDE, Math.min(k * STRIDE + WINDOW, SIDE)] as const;
  });
  return ranges.flatMap((rows) => ranges.map((columns): Window => [[0, 3], rows, columns]));
}

/** All windows of the default occlusion of an image, in forward passes of one image on the same threads. */
async function measure(id: string, threads: number): Promise<void> {
  const model = benchmarkModels.find((m) => m.id === id)!.build();
  const network = new Network(networkGraph(model, { logits: LOGITS }), { device: 'cpu', threads });
  const input = floats([1, 3, SIDE, SIDE]);
  for (let i = 0; i < input.data.length; i++) input.data[i] = Math.sin(i * 0.37) + Math.cos(i * 0.0113);
  const windows = allWindows();
  const { program, constants } = (await patchedWindows({ network, input, execution: new Execution() }, windows))!;
  const plain = await network.forwardProgram([LOGITS]);
  const middle = windows.length >> 1;
  const batch = await program.batch();
  const feeds = windowFeeds(windows.slice(middle, middle + batch));
  const ratio = await medianRatio(
    () => program.session.run({ [IMAGE]: input, [BASELINE]: floats(input.dims), ...constants, ...feeds }),
    () => plain.session.run({ [INPUT]: input }),
    PAIRS,
  );
  const whole = (value: number): number => Math.round((value * windows.length) / batch);
  report({
    figure: 'occlusion, windows of 15 every 8 pixels',
    of: { model: id, threads },
    value: whole(ratio.median),
    unit: 'u',
    spread: [whole(ratio.spread[0]), whole(ratio.spread[1])],
    limit: 400,
    notes: { windows: windows.length, batch, byMultiplyAccumulates: program.cost.forward },
  });
  await network.close();
}

async function main(): Promise<void> {
  for (const id of ['resnet-18', 'vgg-16']) for (const threads of [1, 2]) await measure(id, threads);
}

void main();
