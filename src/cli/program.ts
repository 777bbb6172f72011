import { Command } from 'commander';
import { enterWorkspace } from '../engine/file/workspace';
import type { AddCommand } from './command';
import { addCompare } from './compare';
import { addDataset } from './dataset';
import { addEvaluate } from './evaluate';
import { addExplain } from './explain';
import { addFigure } from './figure';
import { addFilters } from './filters';
import { addInfo } from './info';
import { addLearn } from './learn';
import { addMcp } from './mcp';
import { addNearest } from './nearest';
import { gathered } from './options';
import { addRecipe } from './recipe';
import { addReplay } from './replay';
import { addScattering } from './scattering';
import { addTrain } from './train';
import { version } from './version';

const COMMANDS: readonly AddCommand[] = Object.freeze([
  addInfo,
  addExplain,
  addNearest,
  addEvaluate,
  addCompare,
  addFigure,
  addFilters,
  addScattering,
  addRecipe,
  addTrain,
  addLearn,
  addDataset,
  addMcp,
  addReplay,
]);

interface GlobalOptions {
  readonly allowFolder: readonly string[];
}

/** Wrong arguments end with status 2. */
const WRONG_ARGUMENTS = 2;

/** The `saliency-lens` command. */
export function program(): Command {
  const root: Command = new Command('saliency-lens')
    .description('See why an image model says what it says: attributions of any ONNX, Keras or TensorFlow.js model')
    .option(
      '--allow-folder <folder>',
      'a folder beside the current one into which links, suites, sidecars and tables may lead; may be repeated',
      gathered,
      [],
    )
    .version(version())
    .configureHelp({ showGlobalOptions: true })
    .hook('preAction', () => enterWorkspace([process.cwd(), ...root.opts<GlobalOptions>().allowFolder]))
    .showHelpAfterError('(--help lists the options)');
  for (const add of COMMANDS) add(root);
  for (const command of [root, ...root.commands])
    command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_ARGUMENTS));
  return root;
}
