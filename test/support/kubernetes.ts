import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
/** "Object literal may only specify known properties", with and without a guess at what was meant. */
const UNKNOWN = new Set([2353, 2561]);

/**
 * Names of the fields of jobs that the schema published by Kubernetes has not, which its own validation lets pass and
 * an API server refuses: the compiler finds them against the types made from that schema.
 */
export function unknownFields(jobs: readonly object[]): string[] {
  const file = path.join(ROOT, 'test', 'jobs.ts');
  const literals = jobs.map((job, n) => `export const job${n}: IJob = ${JSON.stringify(job)};`);
  const text = ["import type { IJob } from 'kubernetes-models/batch/v1';", ...literals].join('\n');
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.Preserve, target: ts.ScriptTarget.ES2022 },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...how) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...how);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ code, messageText, start, length }) => {
    if (!UNKNOWN.has(code)) throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '));
    return text.slice(start, start! + length!).replaceAll('"', '');
  });
}
