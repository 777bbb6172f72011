import { checkRecipe } from '../engine/recipe-check/check';
import { sidecarPath } from '../engine/image/sidecar';
import { readModelFile } from '../engine/model/model-file';
import { openModel } from '../engine/model/opening';
import { writeWhole } from '../engine/report/whole-file';
import type { CandidateFamily, CheckedCandidate, RecipeCheck } from '../protocol/recipe-check';
import type { DeviceChoice } from '../protocol/model';
import type { AddCommand } from './command';
import { deviceOption, jsonOption, threadsOption, wholeNumber } from './options';
import { runCommand } from './run';

interface RecipeArguments {
  readonly images: number;
  readonly labelling?: string;
  readonly write?: boolean;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly json?: boolean;
}

/** More images than these change a ranking seldom. */
const USUAL_IMAGES = 12;

/** `saliency-lens recipe MODEL FOLDER`: which preprocessing fits a model, by what it says of some images. */
export const addRecipe: AddCommand = (program) => {
  program
    .command('recipe')
    .argument('<model>', 'a classifier of images')
    .argument('<folder>', 'images, labelled where possible')
    .description('try the usual ways of making the input on a few images, and rank them; --write makes the sidecar')
    .option('--images <n>', 'at most so many images', wholeNumber, USUAL_IMAGES)
    .option('--labelling <id>', 'how labels are found; guessed by default')
    .option('--write', 'write the sidecar that is proposed')
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action((model: string, folder: string, { json, write, device, threads, ...options }: RecipeArguments) =>
      runCommand(json === true, async (signal) => {
        const opened = await openModel(await readModelFile(model), { device, threads });
        try {
          const check = await checkRecipe(opened, { model, folder, ...options }, { signal });
          if (write) writeWhole(sidecarPath(model), `${JSON.stringify(check.recipe, null, 2)}\n`);
          return { json: check, text: textOf(check, write ? sidecarPath(model) : null) };
        } finally {
          await opened.network.close();
        }
      }),
    );
};

function textOf(check: RecipeCheck, written: string | null): string {
  return [
    `${check.images.length} images, ${check.labelled} labelled. ${check.labelling}.`,
    ...check.families.flatMap((family) => tableOf(family, check.labelled)),
    '',
    check.verdict,
    ...check.notes,
    written === null ? 'Nothing was written: --write makes the sidecar.' : `written to ${written}`,
  ].join('\n');
}

const tableOf = ({ label, passes, candidates }: CandidateFamily, labelled: number): string[] => [
  '',
  `${label} (${passes} u)`,
  ...candidates.map((candidate) => rowOf(candidate, labelled)),
];

function rowOf(candidate: CheckedCandidate, labelled: number): string {
  const { label, share, right, loss, confidence, entropy, divergence, isCurrent } = candidate;
  const distance = divergence === null ? '' : `  divergence ${divergence.toPrecision(3)}`;
  const figures = right ? `${right.count}/${labelled} right  loss ${loss!.toFixed(3)}  ` : '';
  return `${isCurrent ? '>' : ' '} ${(100 * share).toFixed(1).padStart(5)} %  ${label.padEnd(56)} ${figures}confidence ${confidence.toFixed(3)}  entropy ${entropy.toFixed(3)}${distance}`;
}
