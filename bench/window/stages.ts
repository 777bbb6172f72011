/** Where the time of an explanation goes, from the lines of the extension's log at level `debug`. */
const STAGES: readonly { readonly stage: string; readonly from: RegExp; readonly to: RegExp }[] = [
  { stage: 'command to page: asking for the model', from: /command: explainImage/, to: /page: explain is loaded/ },
  { stage: 'page: VS Code loads it', from: /page: explain is loaded/, to: /page: explain is there/ },
  { stage: 'engine: fork and import', from: /engine: method\.list asked/, to: /engine \S+ is ready/ },
  { stage: 'engine: reading, compiling, predicting', from: /input\.predict asked/, to: /input\.predict took/ },
  { stage: 'engine: first map', from: /input\.explain asked/, to: /input\.explain took/ },
  { stage: 'command to first map', from: /command: explainImage/, to: /input\.explain took/ },
];

/** Begins each explanation. */
const START = /command: explainImage/;

/** The lines of each explanation. */
export function explanations(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const line of lines) {
    if (START.test(line)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}

/** Milliseconds of every stage that an explanation went through. */
export function stagesOf(lines: readonly string[]): { readonly stage: string; readonly milliseconds: number }[] {
  const first = (words: RegExp): number | undefined => {
    const found = lines.find((line) => words.test(line));
    return found === undefined ? undefined : momentOf(found);
  };
  return STAGES.flatMap(({ stage, from, to }) => {
    const [start, end] = [first(from), first(to)];
    return start === undefined || end === undefined ? [] : [{ stage, milliseconds: end - start }];
  });
}

/** When a line was written, in milliseconds. */
export const momentOf = (line: string): number => Date.parse(`${line.slice(0, 23).replace(' ', 'T')}`);
