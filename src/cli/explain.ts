import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parsed } from '../engine/attribution/parameters';
import { encodePng, overlay } from '../engine/image/overlay';
import { explain, predict, scoreFor, targetIndex } from '../engine/job/explanation';
import { writeWhole } from '../engine/job/files';
import { readInput } from '../engine/job/input';
import { methodOf } from '../engine/job/methods';
import { openModel, readModelFile } from '../engine/job/opened-model';
import { decodeNpy, encodeNpy } from '../engine/tensor/npy';
import type { Tensor } from '../engine/tensor/tensor';
import { LensError } from '../protocol/error';
import type { MethodRequest, MethodResult } from '../protocol/explain';
import type { DeviceChoice } from '../protocol/model';
import type { AddCommand } from './command';
import { deviceOption, gathered, jsonOption, threadsOption, wholeNumber } from './options';
import { runCommand, type Outcome, type Voice } from './run';

interface ExplainArguments {
  readonly model: string;
  readonly method: string;
  readonly target?: string;
  readonly layer?: string;
  readonly param: readonly string[];
  readonly draws: readonly string[];
  readonly seed: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens explain INPUT`: attribution maps of one picture or tensor. */
export const addExplain: AddCommand = (program) => {
  program
    .command('explain')
    .argument('<input>', 'a picture, preprocessed as the sidecar says, or a .npy tensor, used as it is')
    .description('explain why the model scores a class as it does')
    .requiredOption('--model <file>', 'the model')
    .requiredOption('--method <ids>', 'one or more methods, separated by commas')
    .option('--target <class>', 'index or label; the predicted class by default')
    .option('--layer <tensor>', 'the layer of layer methods and CAMs')
    .option('--param <name=value>', 'a parameter of the methods; may be repeated', gathered, [])
    .option('--draws <name=file>', 'a .npy to use in place of random draws, or a baseline; may be repeated', gathered, [])
    .option('--seed <n>', 'seed of the random methods', wholeNumber, 0)
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where maps, pictures and result.json go')
    .addOption(jsonOption())
    .action((input: string, options: ExplainArguments) => runCommand(options.json === true, (signal, voice) => explainOnce(input, options, signal, voice)));
};

async function explainOnce(path: string, options: ExplainArguments, signal: AbortSignal, voice: Voice): Promise<Outcome> {
  const requests = requestsOf(options);
  const draws = drawsOf(options.draws);
  const model = await openModel(await readModelFile(options.model), options);
  try {
    const input = await readInput(path, model.network.graph.inputDims, model.recipe);
    const predicted = await predict(model, input, { signal });
    const index = targetIndex(options.target, predicted);
    const target = predicted.predictions.find((p) => p.index === index)!;
    const written: Record<string, unknown>[] = [];
    for (const request of requests) {
      const report = (fraction: number) => voice.progress(`${request.method}  ${Math.round(100 * fraction)} %`);
      const { result, attribution } = await explain(model, input, scoreFor(index, predicted), request, { signal, draws, report });
      const file = `${result.method}.npy`;
      const image = `${result.method}.png`;
      writeWhole(join(options.out, file), encodeNpy(attribution.map));
      writeWhole(join(options.out, image), await encodePng(overlay(attribution.map, input.view.picture)));
      written.push(entryOf(result, file, image));
    }
    const json = {
      model: resolve(options.model),
      modelHash: model.file.hash,
      input: resolve(path),
      predictions: predicted.predictions.slice(0, 5).map(({ index: i, label, probability }) => ({ index: i, label, score: probability })),
      target: { index, label: target.label },
      output: model.logits.tensor,
      outputReason: model.logits.reason,
      device: { id: model.device.device, reason: model.device.reason },
      methods: written,
    };
    writeWhole(join(options.out, 'result.json'), JSON.stringify(json, null, 2));
    return { json, text: textOf(json.predictions, target.label, written, options.out) };
  } finally {
    await model.network.close();
  }
}

function entryOf(result: MethodResult, file: string, image: string): Record<string, unknown> {
  const { map: _map, ...rest } = result;
  return { ...rest, file, image };
}

function requestsOf(options: ExplainArguments): MethodRequest[] {
  const pairs = options.param.map((pair) => split(pair, '--param'));
  const used = new Set<string>();
  const requests = options.method.split(',').map((id) => {
    const method = methodOf(id.trim());
    const own = pairs.filter(([name]) => method.params.some((p) => p.name === name));
    own.forEach(([name]) => used.add(name));
    const params = Object.fromEntries(own.map(([name, text]) => [name, parsed(method.params.find((p) => p.name === name)!, text)]));
    return { method: method.id, params, layer: options.layer, seed: options.seed };
  });
  const unknown = pairs.find(([name]) => !used.has(name));
  if (unknown) throw new LensError({ code: 'invalid-argument', what: `none of the methods has a parameter ${unknown[0]}` });
  return requests;
}

function drawsOf(pairs: readonly string[]): Record<string, Tensor> {
  return Object.fromEntries(pairs.map((pair) => {
    const [name, file] = split(pair, '--draws');
    try {
      return [name, decodeNpy(readFileSync(file), file)];
    } catch (error) {
      if (error instanceof LensError) throw error;
      throw new LensError({ code: 'not-found', what: 'the array cannot be read', where: file }, { cause: error });
    }
  }));
}

function split(pair: string, option: string): [string, string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new LensError({ code: 'invalid-argument', what: `${option} ${pair} is not NAME=VALUE` });
}

function textOf(predictions: { label: string; score: number }[], target: string, methods: Record<string, unknown>[], out: string): string {
  const lines = predictions.map((p) => `${p.score.toFixed(4)}  ${p.label}`);
  const done = methods.map((m) => {
    const spent = Number(m.forwardPasses) + Number(m.backwardPasses);
    return `${String(m.method).padEnd(26)} ${spent.toFixed(1).padStart(8)} u of ${Number(m.leastPasses).toFixed(1)}   ${Number(m.seconds).toFixed(2)} s`;
  });
  return [...lines, `target: ${target}`, ...done, `written to ${out}`].join('\n');
}
