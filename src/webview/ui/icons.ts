/** Icons as strokes on a 16 × 16 grid, in the colour of the text around them. */
const strokes = Object.freeze({
  run: 'M5 3.5v9l7-4.5z',
  cancel: 'M4 4l8 8M12 4l-8 8',
  retry: 'M12.5 8a4.5 4.5 0 1 1-1.4-3.2M11.5 2v3h-3',
  gear: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M12.2 3.8l-1.4 1.4M5.2 10.8l-1.4 1.4',
  copy: 'M6 5.5h7v8H6zM3 10.5v-8h7',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  zoomIn: 'M7 3.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM9.8 9.8l3.4 3.4M7 5.5v3M5.5 7h3',
  zoomOut: 'M7 3.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM9.8 9.8l3.4 3.4M5.5 7h3',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  segments: 'M3 3h10v10H3zM7 3v4l-4 2M7 7l6 2M9 7.7V13',
  spread: 'M8 2.5v6M5 5.5h6M5 12.5h6',
  maps: 'M8 2.5 14 6 8 9.5 2 6zM2.5 9 8 12.5 13.5 9',
  shrink: 'M3 6h3V3M13 6h-3V3M3 10h3v3M13 10h-3v3',
  check: 'M3 8.5 6.5 12 13 4.5',
  previous: 'M10 3.5 5.5 8l4.5 4.5',
  next: 'M6 3.5 10.5 8 6 12.5',
  masks: 'M3 3h4v4H3zM9 9h4v4H9zM9 3h4M9 7h4M3 9h4M3 13h4',
  judge: 'M2.5 13h11M4.5 13V9M8 13V3.5M11.5 13V6.5',
  warning: 'M8 2.8 14 13H2zM8 6.5v3M8 11.2v.2',
});

export type IconName = keyof typeof strokes;

export function icon(name: IconName): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', strokes[name]);
  svg.append(path);
  return svg;
}
