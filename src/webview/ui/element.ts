type Attribute = string | number | boolean | null | undefined | ((event: never) => void);
type Child = Node | string | null | undefined | false;

/**
 * An element with attributes and children. `on…` attributes are listeners, `true` sets an empty attribute, and `false`,
 * null and undefined set none.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Readonly<Record<string, Attribute>>,
  ...children: Child[]
): HTMLElementTagNameMap[K];
export function element(
  tag: string,
  attributes?: Readonly<Record<string, Attribute>>,
  ...children: Child[]
): HTMLElement;
export function element(
  tag: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: Child[]
): HTMLElement {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      node.addEventListener(name.slice(2).toLowerCase(), value as (event: Event) => void);
    else setAttribute(node, name, value);
  }
  node.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return node;
}

export function setAttribute(node: Element, name: string, value: string | number | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? '' : String(value));
}

/** Sets text only where it differs, so that a selection inside it and the screen reader's place stay. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes the children of `parent` be the elements of `items`, reusing those made before for the same key, in order.
 * `make` builds an element once; `update` brings it up to date.
 */
export function keyed<T, E extends Element>(
  parent: Element,
  items: readonly T[],
  key: (item: T) => string,
  make: (item: T) => E,
  update?: (node: E, item: T) => void,
): void {
  const old = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset.key, child as E]));
  const nodes = items.map((item) => {
    const node = old.get(key(item)) ?? make(item);
    (node as unknown as HTMLElement).dataset.key = key(item);
    update?.(node, item);
    return node;
  });
  for (const child of old.values()) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, i) => {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}
