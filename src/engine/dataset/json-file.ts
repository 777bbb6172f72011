import { readFileSync } from 'node:fs';

/**
 * What a JSON file holds, perhaps behind a byte-order mark; null where it cannot be read, which is the same as JSON
 * about something else.
 */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}
