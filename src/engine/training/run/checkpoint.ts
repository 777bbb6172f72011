import { existsSync, rmSync } from 'node:fs';
import { FileRanges } from '../../format/file-ranges';
import { safetensorsFormat } from '../../format/safetensors';
import { readMetadata } from '../../format/safetensors/header';
import { encodeSafetensors } from '../../format/safetensors/writer';
import { floatsOf } from '../../graph/weight';
import { writeWhole } from '../../report/whole-file';
import type { FloatTensor } from '../../tensor/tensor';
import type { TrainingState } from '../update';
import type { EpochMeasures } from '../../../protocol/training-result';

/** The network as it was after the epoch that is kept. */
export interface Kept {
  readonly epoch: number;
  readonly state: TrainingState;
}

/** All that a run needs to go on after an epoch. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly kept: Kept;
  readonly history: readonly EpochMeasures[];
}

interface Metadata {
  readonly key: string;
  readonly step: number;
  readonly keptEpoch: number;
  readonly keptStep: number;
  readonly history: readonly EpochMeasures[];
}

/** A checkpoint in a file of its own, which is written whole or not at all. */
export class CheckpointFile {
  /** @param key of everything the run depends on: a file of another run is none of this one */
  constructor(
    private readonly path: string,
    private readonly key: string,
  ) {}

  /** @throws LensError `disk` */
  write({ state, kept, history }: Checkpoint): void {
    const metadata: Metadata = {
      key: this.key,
      step: state.step,
      keptEpoch: kept.epoch,
      keptStep: kept.state.step,
      history,
    };
    const tensors = new Map([
      ['weights', state.weights],
      ['statistics', state.statistics],
      ...state.slots.map((slot, k): [string, FloatTensor] => [`slot.${k}`, slot]),
      ['kept.weights', kept.state.weights],
      ['kept.statistics', kept.state.statistics],
    ]);
    writeWhole(this.path, encodeSafetensors(tensors, { training: JSON.stringify(metadata) }));
  }

  /** The checkpoint of this run, if there is one; a damaged file is none. */
  read(): Checkpoint | null {
    if (!existsSync(this.path)) return null;
    try {
      const metadata = JSON.parse(readMetadata(new FileRanges(this.path)).training) as Metadata;
      if (metadata.key !== this.key) return null;
      const file = safetensorsFormat.open(this.path);
      const tensor = (name: string): FloatTensor => floatsOf(file.read(name));
      const slots = file.tensors.filter(({ name }) => name.startsWith('slot.')).map(({ name }) => tensor(name));
      const [weights, statistics] = ['weights', 'statistics'].map(tensor);
      const kept = { weights: tensor('kept.weights'), statistics: tensor('kept.statistics') };
      return {
        state: { step: metadata.step, weights, statistics, slots },
        kept: { epoch: metadata.keptEpoch, state: { step: metadata.keptStep, ...kept, slots: [] } },
        history: metadata.history,
      };
    } catch {
      return null;
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}
