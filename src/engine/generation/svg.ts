type Attribute = string | number | undefined;

const rounded = (value: Attribute) =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : (value ?? '');

/**
 * One SVG element; camelCase attributes become kebab-case, numbers are rounded to 1/100 px, undefined ones are left
 * out.
 */
export function element(name: string, attributes: Record<string, Attribute>, ...children: string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key === 'viewBox' ? key : key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="${rounded(value)}"`,
    )
    .join('');
  return `<${name}${text}>${children.join('')}</${name}>`;
}

export const group = (attributes: Record<string, Attribute>, ...children: string[]) =>
  element('g', attributes, ...children);
export const ellipse = (cx: number, cy: number, rx: number, ry: number, paint: Record<string, Attribute>) =>
  element('ellipse', { cx, cy, rx, ry, ...paint });
export const circle = (cx: number, cy: number, r: number, paint: Record<string, Attribute>) =>
  ellipse(cx, cy, r, r, paint);
export const box = (x: number, y: number, width: number, height: number, paint: Record<string, Attribute>) =>
  element('rect', { x, y, width, height, ...paint });
export const path = (d: string, paint: Record<string, Attribute>) => element('path', { d, ...paint });
export const line = (d: string, stroke: string, strokeWidth: number, more: Record<string, Attribute> = {}) =>
  path(d, { fill: 'none', stroke, strokeWidth, strokeLinecap: 'round', strokeLinejoin: 'round', ...more });

/** Path data as a template that may run over several lines, its numbers rounded to 1/100 px. */
export function d(strings: TemplateStringsArray, ...values: number[]): string {
  return strings.reduce((text, part, i) => text + rounded(values[i - 1]) + part).replace(/\s+/g, ' ');
}

/** A linear gradient from the top down, to be referred to as `url(#id)`. */
export function gradient(id: string, ...colours: string[]): string {
  const stops = colours.map((colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`);
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0.25" y2="1">${stops.join('')}</linearGradient>`;
}

/** `#rrggbb` moved towards white (amount > 0) or black (amount < 0). */
export function shade(colour: string, amount: number): string {
  const end = amount > 0 ? 255 : 0;
  const channel = (i: number) => {
    const value = parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    return Math.round(value + (end - value) * Math.abs(amount))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** Words about a point. */
export const text = (x: number, y: number, words: string) =>
  element('text', { x, y, dominantBaseline: 'middle' }, words);

/** A whole drawing. */
export const drawing = (width: number, height: number, ...content: string[]) =>
  element('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` }, ...content);
