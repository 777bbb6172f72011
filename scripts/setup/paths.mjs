import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Everything that set-up makes and that may be deleted at any time. */
export const cache = path.join(root, '.cache');
export const dist = path.join(root, 'dist');
/** Screenshots, packages and logs for people to look at. */
export const out = path.join(root, 'out');
