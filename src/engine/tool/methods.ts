import type { MethodRequest } from '../../protocol/method';
import { methodFromText } from '../evaluation/notation';
import { methodOf, parametersOf } from '../explanation/methods';
import { insideWorkspace } from '../file/workspace';

/** Methods from what a language model wrote; files among their parameters must lie in the open folders. @throws LensError */
export function methodsFrom(texts: readonly string[]): MethodRequest[] {
  return texts.map((text) => {
    const request = methodFromText(text);
    const files = parametersOf(methodOf(request.method)).filter(
      ({ kind, name }) => kind === 'file' && typeof request.params[name] === 'string',
    );
    const inside = files.map(({ name, label }) => [name, insideWorkspace(String(request.params[name]), label)]);
    return { ...request, params: { ...request.params, ...Object.fromEntries(inside) } };
  });
}
