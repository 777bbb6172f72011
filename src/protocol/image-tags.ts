/** Words that people have put on inputs of an evaluation, by the input's name. */
export type ImageTags = Readonly<Record<string, readonly string[]>>;

/** Tags as they are written in one line, between commas; each once. */
export function tagsIn(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim().replace(/\s+/g, ' '));
  return [...new Set(words.filter(Boolean))];
}

/** Every tag there is with how many inputs bear it, by the alphabet. */
export function tagCounts(tags: ImageTags): readonly { readonly tag: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const tag of Object.values(tags).flat()) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => a.tag.localeCompare(b.tag));
}
