import { isAbsolute, relative, resolve } from 'node:path';
import { split } from '../../parameter/notation';
import { NETWORKS } from '../networks';
import type { PlannedNetwork } from './planned-network';

/** A network as results name it: a model by its way from there, which is the same on every machine. */
export const placeless = ({ text, from }: PlannedNetwork, out: string): string =>
  from ? withId(text, relative(resolve(out), from.path).replaceAll('\\', '/')) : text;

/** The network that results name, as it can be asked for again. */
export function placed(text: string, out: string): string {
  const { id } = split(text);
  return NETWORKS.some((kind) => kind.id === id) || isAbsolute(id) ? text : withId(text, resolve(out, id));
}

const withId = (text: string, id: string): string =>
  [id, ...split(text).pairs.map(([name, value]) => `${name}=${value}`)].join(':');
