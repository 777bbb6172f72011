import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export interface Environment {
  /** Chromium or Chrome. */
  browser: string;
  /** Script that Node runs to start code-server. */
  codeServer: string;
}

let found: Environment | undefined;

/** Where the browser and code-server are; sets the checkout up when that has not been done. */
export function environment(): Environment {
  found ??= JSON.parse(
    execFileSync(process.execPath, [path.join(root, 'scripts/setup.mjs')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  return found!;
}
