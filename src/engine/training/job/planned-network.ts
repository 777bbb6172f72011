import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, parse, resolve } from 'node:path';
import { MODEL_ENDINGS } from '../../../protocol/model-files';
import type { TrainingRequest } from '../../../protocol/training';
import { entryOf } from '../../parameter/entries';
import { entryFromText, split } from '../../parameter/notation';
import type { Schema } from '../../parameter/schema';
import { completed } from '../../parameter/values';
import { guessText } from '../../image/recipe-text';
import type { ImageRecipe } from '../data/image-recipe';
import { NETWORKS } from '../networks';
import type { FreshNetwork, NetworkFacts } from '../networks/network';
import { params } from '../workspace/modes';
import { workspaceNetwork } from '../workspace/workspace-network';

/** A network with its values, and the name its files have. */
export interface PlannedNetwork {
  /** What was asked for, without places. */
  readonly text: string;
  readonly name: string;
  /** Inputs it takes. */
  readonly of: 'images' | 'signals' | 'any';
  /** How its images are made, where it says so itself. */
  readonly images: ImageRecipe | null;
  /** The model it begins with, if there is one. */
  readonly from: { readonly path: string; readonly hash: string } | null;
  build(facts: NetworkFacts): FreshNetwork;
}

/** What of its images was guessed, in words; '' where nothing was. */
export const guessedOf = ({ images }: Pick<PlannedNetwork, 'images'>): string =>
  guessText({ guessed: images?.guessed ?? [] });

type Named = Omit<PlannedNetwork, 'name'> & { readonly title: string };

/** The networks of a request; those of one name are numbered. @throws LensError naming what there is */
export async function plannedNetworks({
  networks,
  size,
}: Pick<TrainingRequest, 'networks' | 'size'>): Promise<PlannedNetwork[]> {
  const counts = new Map<string, number>();
  const planned: PlannedNetwork[] = [];
  for (const text of networks) {
    const { title, ...network } = isModel(split(text).id) ? await modelOf(text, size) : kindOf(text);
    const count = (counts.get(title) ?? 0) + 1;
    counts.set(title, count);
    planned.push({ ...network, name: count === 1 ? title : `${title}-${count}` });
  }
  return planned;
}

/** Whether it is a file and no network of the registry. */
const isModel = (id: string): boolean =>
  !NETWORKS.some((kind) => kind.id === id) &&
  (MODEL_ENDINGS.some((ending) => id.toLowerCase().endsWith(ending)) || existsSync(id));

function kindOf(text: string): Named {
  const { entry: kind, given } = entryFromText(text, (id) => entryOf(NETWORKS, id, 'network'));
  const values = completed<Schema>(kind.params, given);
  const { id, of } = kind;
  return { text, title: id, of, images: null, from: null, build: (facts) => kind.build(values, facts) };
}

async function modelOf(text: string, size: TrainingRequest['size']): Promise<Named> {
  const { entry, given } = entryFromText(text, (id) => ({ id, params }));
  const values = completed(params, given);
  const { hash, ...model } = await workspaceNetwork(entry.id, values, size);
  return {
    ...model,
    text: `${basename(entry.id)}:mode=${values.mode}`,
    title: titleOf(entry.id),
    from: { path: resolve(entry.id), hash: createHash('sha256').update(hash).digest('hex').slice(0, 32) },
  };
}

/** The file's name as that of a folder; of files that are all called the same, their folder's. */
function titleOf(path: string): string {
  const { dir, name } = parse(path);
  const own = name === 'model' ? basename(dir) || name : name;
  return own.replace(/[^\w.-]+/g, '-');
}
