import { join, resolve } from 'node:path';
import { readDraws, requestsFrom } from '../engine/explanation/explanation-files';
import { notebookResult } from '../engine/explanation/notebook-result';
import { openInput } from '../engine/explanation/opened-input';
import { predict } from '../engine/explanation/prediction';
import { requestedTarget } from '../engine/explanation/target';
import { imageBoxes, type ImageBoxes } from '../engine/explanation/image-boxes';
import { readObject } from '../engine/explanation/object';
import { trustOf } from '../engine/trust/trust';
import { writeWhole } from '../engine/report/whole-file';
import { isArray } from '../engine/image/array';
import { preprocessingOf } from '../protocol/preprocessing';
import { readModelFile } from '../engine/model/model-file';
import { ownSize } from '../engine/model/own-size';
import { openModel, type OpenedModel } from '../engine/model/opening';
import { LensError } from '../protocol/error';
import { visibleBoxes } from '../protocol/boxes';
import type { DeviceChoice } from '../protocol/model';
import type { TrustMark } from '../protocol/trust';
import type { DetectedBox, DetectedBoxes } from '../protocol/task';
import type { AddCommand } from './command';
import { explainMethods, type WrittenEntry } from './explained-methods';
import { tellGuesses } from './guesses';
import { deviceOption, gathered, jsonOption, threadsOption, wholeNumber } from './options';
import { addTargetOptions, namedTarget, targetEntry, type TargetArguments } from './target-options';
import { runCommand, type Outcome, type Voice } from './run';

interface ExplainArguments extends TargetArguments {
  readonly model: string;
  readonly method: string;
  readonly layer?: string;
  readonly param: readonly string[];
  readonly draws: readonly string[];
  readonly seed: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly out: string;
  readonly trust?: boolean;
  readonly notebook?: boolean;
  readonly json?: boolean;
}

/** `saliency-lens explain INPUT`: attribution maps of one image or tensor. */
export const addExplain: AddCommand = (program) => {
  addTargetOptions(program.command('explain'))
    .argument('<input>', 'an image, preprocessed as the sidecar says, or a .npy tensor, used as it is')
    .description('explain why the model scores a class as it does')
    .requiredOption('--model <file>', 'the model')
    .requiredOption('--method <ids>', 'one or more methods, separated by commas')
    .option('--layer <tensor>', 'the layer of layer methods and CAMs')
    .option('--param <name=value>', 'a parameter of the methods; may be repeated', gathered, [])
    .option(
      '--draws <name=file>',
      'a .npy to use in place of random draws, or a baseline; may be repeated',
      gathered,
      [],
    )
    .option('--seed <n>', 'seed of the random methods', wholeNumber, 0)
    .option('--trust', 'check every map: what of it can be believed, and what that costs')
    .option('--notebook', 'write notebook.json as well: all in one piece, to be displayed in a notebook of VS Code')
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where maps, images and result.json go')
    .addOption(jsonOption())
    .action((input: string, options: ExplainArguments) =>
      runCommand(options.json === true, (signal, voice) => explainOnce(input, options, signal, voice)),
    );
};

async function explainOnce(
  path: string,
  options: ExplainArguments,
  signal: AbortSignal,
  voice: Voice,
): Promise<Outcome> {
  const ids = options.method.split(',').map((id) => id.trim());
  const requests = requestsFrom(ids, pairsOf(options.param, '--param'), options.layer, options.seed);
  const draws = readDraws(pairsOf(options.draws, '--draws'));
  const file = await readModelFile(options.model);
  const opened = await openModel(file, { ...options, own: await ownSize(file, path) });
  try {
    const { model, input } = await openInput(opened, path);
    const predicted = await predict(model, input, { signal });
    const places = predicted.boxes && (await imageBoxes(path, model.recipe));
    const asked = namedTarget(options, predicted, model, places);
    const target = await requestedTarget(model, input, asked, predicted, { signal });
    const object = options.trust && !isArray(path) ? (await readObject(model, path))?.mask : undefined;
    const { written, failed, failure } = await explainMethods(
      {
        target,
        explained: { model, input, asked, predicted },
        out: options.out,
        ...(options.trust && {
          check: (request, result) => trustOf({ model, input, predicted, asked, request, result, object }, { signal }),
        }),
      },
      requests,
      { signal, draws },
      voice,
    );
    const json = {
      model: resolve(options.model),
      modelHash: model.file.hash,
      input: resolve(path),
      predictions: predicted.predictions
        .slice(0, 5)
        .filter(({ probability }) => !predicted.boxes || probability > 0)
        .map(({ index: i, label, probability, unit, threshold }) => ({
          index: i,
          label,
          score: probability,
          ...(unit !== undefined && { unit }),
          ...(threshold !== undefined && { threshold, given: probability >= threshold }),
        })),
      task: model.task,
      ...(predicted.boxes && places && { boxes: shownBoxes(predicted.boxes, places) }),
      target: targetEntry(asked, target, predicted, places),
      recipe: preprocessingOf(model.recipe),
      output: model.logits.tensor,
      outputReason: model.logits.reason,
      warnings: [...model.warnings, ...assumed(model)],
      device: { id: model.device.device, reason: model.device.reason },
      methods: written,
      ...(failure && { failed, error: failure.toReport() }),
    };
    writeWhole(join(options.out, 'result.json'), JSON.stringify(json, null, 2));
    if (options.notebook) {
      const { model: file, out } = options;
      const shown = { out, model: file, input: path, target: json.target.label, predicted, written };
      writeWhole(join(out, 'notebook.json'), JSON.stringify(await notebookResult(shown)));
    }
    if (!isArray(path)) tellGuesses(voice, options.model, model.recipe);
    return { json, text: textOf(json, written, options.out), failure };
  } finally {
    await opened.network.close();
  }
}

/** The boxes that are shown, in pixels of the image. */
const shownBoxes = (
  { candidates, scoreThreshold, overlapThreshold }: DetectedBoxes,
  { inImage }: ImageBoxes,
): DetectedBox[] =>
  visibleBoxes(candidates, scoreThreshold, overlapThreshold).map((box) => ({ ...box, corners: inImage(box.corners) }));

/** That a bare number is read as two classes, which no Sigmoid of the graph says. */
const assumed = ({ logits: { activation, kind, reason } }: OpenedModel): string[] =>
  kind === 'binary' && activation === 'none' ? [reason] : [];

/** NAME=VALUE pairs of a repeated option. */
function pairsOf(texts: readonly string[], option: string): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
      throw new LensError({ code: 'invalid-argument', what: `${option} ${text} is not NAME=VALUE` });
    }),
  );
}

/** A check of a map. */
const trustText = ({ passed, label, said, passes, why }: TrustMark): string =>
  `  ${passed ? '✓' : '✗'} ${label.padEnd(12)} ${said.padEnd(14)} ${passes.toFixed(1).padStart(8)} u${why ? `  ${why}` : ''}`;

/** A class, a label, an estimate or a box. */
type Said = Pick<DetectedBox, 'label' | 'score'> &
  Partial<Pick<DetectedBox, 'corners'>> & {
    readonly unit?: string;
    readonly threshold?: number;
    readonly given?: boolean;
  };

const saidText = (said: Said): string =>
  `${said.score.toFixed(4)}${said.unit ? ` ${said.unit}` : ''}  ${said.label}${givenText(said)}${placeText(said)}`;

/** Which of several labels count as given. */
const givenText = ({ given, threshold }: Said): string =>
  given === undefined ? '' : given ? `  ✓ from ${threshold} on` : `  – below ${threshold}`;

const placeText = ({ corners }: Said): string => (corners ? `  ${corners.map(Math.round).join(', ')}` : '');

function textOf(
  {
    predictions,
    boxes,
    target,
    warnings,
  }: {
    readonly predictions: readonly Said[];
    readonly boxes?: readonly Said[];
    readonly target: { readonly label: string };
    readonly warnings: readonly string[];
  },
  methods: readonly WrittenEntry[],
  out: string,
): string {
  const lines = (boxes ?? predictions).map(saidText);
  const done = methods.flatMap((m) => {
    const spent = m.forwardPasses + m.backwardPasses + m.sharedPasses;
    const cost = `${spent.toFixed(1).padStart(8)} u of ${m.leastPasses.toFixed(1)}   ${m.seconds.toFixed(2)} s`;
    const basis = m.basis ? [`  ${m.basis.said}`] : [];
    const trust = m.trust?.marks.map(trustText) ?? [];
    return [
      `${m.method.padEnd(26)} ${cost}`,
      ...basis,
      ...trust,
      ...m.warnings.map((warning) => `  warning: ${warning}`),
    ];
  });
  const warned = warnings.map((warning) => `warning: ${warning}`);
  return [...lines, `target: ${target.label}`, ...warned, ...done, `written to ${out}`].join('\n');
}
