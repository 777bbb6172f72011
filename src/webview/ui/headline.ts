import type { ErrorReport } from '../../protocol/error';
import { element } from './element';

/** An error's first line: the file's name (its path on hover), then what is wrong. */
export function headline({ where, what }: ErrorReport): HTMLElement {
  const name = where?.split(/[\\/]/).filter(Boolean).pop();
  const text = name ? `${name}: ${what}` : what.charAt(0).toUpperCase() + what.slice(1);
  return element('p', { class: 'strong', title: where }, text);
}
