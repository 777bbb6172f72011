/** A volume or a clip as it is stored. */
export interface Volume {
  readonly channels: number;
  /** Slices, or frames of a clip. */
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** [channels, depth, height, width]. */
  readonly values: Float32Array;
  /** The values of black and white; null where nothing says them. */
  readonly levels: readonly [black: number, white: number] | null;
  /** Large values are dark. */
  readonly isInverted?: boolean;
}

/** Values of one volume: a gigabyte of them. */
const MOST_VOLUME_VALUES = 2 ** 28;

/** A kind of files that hold volumes. */
export interface VolumeFormat {
  readonly id: string;
  readonly label: string;
  /** By the first bytes, whatever the name says. */
  recognises(bytes: Uint8Array): boolean;
  /**
   * @param path of the file, beside which others may belong to the volume
   * @throws ImageFault for one that cannot be read
   */
  read(bytes: Buffer, path: string): Promise<Volume>;
}

/** Why a volume of such lengths is not read; undefined where it is. */
export function lengthFault(lengths: readonly number[], most = MOST_VOLUME_VALUES): string | undefined {
  if (!lengths.every((length) => Number.isInteger(length) && length >= 1)) return 'it states lengths that are none';
  const values = lengths.reduce((a, b) => a * b, 1);
  if (values <= most) return undefined;
  return `it states ${lengths.join(' × ')} values, more than the ${most} that are read`;
}

/** Whether a model of such an input, [channels, depth, height, width], takes volumes. */
export const takesVolumes = ({ length }: readonly number[]): boolean => length === 4;
