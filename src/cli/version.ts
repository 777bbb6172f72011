import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What says it: above the bundle, or above the sources. */
const MANIFEST = ['..', '../..'].map((up) => join(__dirname, up, 'package.json')).find(existsSync);

/** The version of the program. */
export const version = (): string =>
  (JSON.parse(readFileSync(MANIFEST!, 'utf8')) as { readonly version: string }).version;
