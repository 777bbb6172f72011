import { LensError } from '../../protocol/error';
import type { ToolAnswer, ToolRequest } from '../../protocol/tool';
import { compareRuns } from './compare-runs';
import { describeModel } from './describe-model';
import { evaluateFolder } from './evaluate-folder';
import { explainImage } from './explain-image';
import { toldText } from './figures';
import { findWrongImages } from './find-wrong-images';
import { listModels } from './list-models';
import { predict } from './predict';
import type { Tool, ToolContext } from './tool';

/** What language models may ask for, of the command line's server and of VS Code alike. */
export const TOOLS: readonly Tool[] = Object.freeze([
  listModels,
  describeModel,
  predict,
  explainImage,
  evaluateFolder,
  compareRuns,
  findWrongImages,
]);

/** Runs a tool by its id. @throws LensError `invalid-argument` for one that is not there, or arguments that are none */
export async function runTool({ tool: id, arguments: args }: ToolRequest, context: ToolContext): Promise<ToolAnswer> {
  const tool = TOOLS.find((one) => one.id === id);
  if (!tool)
    throw new LensError({
      code: 'invalid-argument',
      what: `there is no tool ${id}`,
      next: `Tools: ${TOOLS.map((one) => one.id).join(', ')}`,
    });
  const { told, images = [] } = await tool.run(args, context);
  return { text: toldText(told), images };
}
