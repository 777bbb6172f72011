import { readJson as read } from '../file/json';
import { ANNOTATIONS } from '../file/kind';

/**
 * What a JSON file holds, perhaps behind a byte-order mark; null where it cannot be read, which is the same as JSON
 * about something else.
 */
export function readJson(path: string): unknown {
  try {
    return read(path, ANNOTATIONS);
  } catch {
    return null;
  }
}
