import type { LabelEntry, LabelReader } from './entry';
import { nameFrom } from './scalar';

const TOKEN =
  /\b(id|name|display_name)\s*:\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|(\d{1,9}))|\bitem\s*:?\s*\{/g;

/** The label map of TensorFlow's object detection: `item { id: 1 name: "tench" }`. */
export const labelMap: LabelReader = {
  form: 'a label map of TensorFlow (.pbtxt)',
  read({ text, ending }) {
    if (ending !== '.pbtxt' && !/^\s*item\s*:?\s*\{/.test(text)) return null;
    const items: Map<string, string>[] = [];
    for (const [, key, double, single, number] of text.matchAll(TOKEN)) {
      if (key === undefined) items.push(new Map());
      else items.at(-1)?.set(key, double ?? single ?? number);
    }
    const entries = items.map(entryOf).filter((entry) => entry !== null);
    return entries.length === items.length ? entries : [];
  },
};

function entryOf(item: ReadonlyMap<string, string>): LabelEntry | null {
  const [id, name, display] = ['id', 'name', 'display_name'].map((key) => item.get(key));
  const called = display ?? name;
  if (called === undefined || id === undefined) return null;
  return { index: Number(id), name: nameFrom(called)!, aliases: name === undefined ? [] : [nameFrom(name)!] };
}
