import type { Command } from 'commander';

/** A sub-command of `saliency-lens`: one file each. */
export type AddCommand = (program: Command) => void;
