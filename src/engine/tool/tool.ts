import * as z from 'zod';
import type { EngineCallName, EngineCalls } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { ToolImage, ToolProgress } from '../../protocol/tool';

/** What a tool works with: the calls of the engine, which end when the tool is cancelled. */
export interface ToolContext {
  call<N extends EngineCallName>(
    name: N,
    args: EngineCalls[N]['arguments'],
    emit?: (event: EngineCalls[N]['event']) => void,
  ): Promise<EngineCalls[N]['answer']>;
  progress(progress: ToolProgress): void;
}

/** What a tool has found: a value that JSON can hold, and images of it. */
export interface Told {
  readonly told: unknown;
  readonly images?: readonly ToolImage[];
}

/** Something a language model may ask for: one file each. */
export interface Tool {
  /** As it is called over the Model Context Protocol. */
  readonly id: string;
  readonly label: string;
  /** What it is for and what it tells, for a language model. */
  readonly description: string;
  /** The arguments as a JSON schema. */
  readonly schema: object;
  /** What is written where, as a question to the person; absent where nothing is. */
  readonly writes?: string;
  /** @throws LensError `invalid-argument` for arguments that are none */
  run(args: unknown, context: ToolContext): Promise<Told>;
}

interface Definition<S extends z.ZodObject> extends Omit<Tool, 'schema' | 'run'> {
  readonly arguments: S;
  run(args: z.infer<S>, context: ToolContext): Promise<Told>;
}

/** A tool whose code reads checked arguments. */
export function defineTool<S extends z.ZodObject>({ arguments: shape, run, ...rest }: Definition<S>): Tool {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', target: 'draft-7' });
  return Object.freeze({
    ...rest,
    schema,
    run: async (args: unknown, context: ToolContext) => {
      const read = shape.safeParse(args ?? {});
      if (read.success) return run(read.data, context);
      throw new LensError({
        code: 'invalid-argument',
        what: `the arguments of ${rest.id} are not right: ${faultsOf(read.error)}`,
        next: `They are ${Object.keys(shape.shape).join(', ') || 'none'}`,
      });
    },
  });
}

const faultsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
