import { Command } from 'commander';
import type { AddCommand } from './command';
import { addCompare } from './compare';
import { addEvaluate } from './evaluate';
import { addExplain } from './explain';
import { addFilters } from './filters';
import { addInfo } from './info';
import { addReplay } from './replay';
import { addScattering } from './scattering';

const COMMANDS: readonly AddCommand[] = Object.freeze([
  addInfo,
  addExplain,
  addEvaluate,
  addCompare,
  addFilters,
  addScattering,
  addReplay,
]);

/** Wrong arguments end with status 2. */
const WRONG_ARGUMENTS = 2;

/** The `saliency-lens` command. */
export function program(): Command {
  const root = new Command('saliency-lens')
    .description('See why an image model says what it says: attributions of any ONNX, Keras or TensorFlow.js model')
    .showHelpAfterError('(--help lists the options)');
  for (const add of COMMANDS) add(root);
  for (const command of [root, ...root.commands])
    command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_ARGUMENTS));
  return root;
}
