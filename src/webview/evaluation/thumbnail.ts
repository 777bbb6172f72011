import { element } from '../ui/element';
import { imageOf, type EvaluationApp } from './app';

/** An input small; the ending of its name where a browser does not draw it. */
export function thumbnail(app: EvaluationApp, name: string): HTMLElement {
  const source = imageOf(app, name);
  return source
    ? element('img', { src: source, alt: '', loading: 'lazy', decoding: 'async', class: 'thumb' })
    : element('span', { class: 'thumb thumb-ending', 'aria-hidden': 'true' }, name.slice(name.lastIndexOf('.') + 1));
}
