/** A text as Python writes it. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, escaped);
const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A Python expression that saves the values of a variable with numpy: of arrays, of tensors of PyTorch and TensorFlow
 * wherever they lie, and of images of PIL. It changes nothing of the program.
 * @param variable an expression of the program
 */
export function savingExpression(variable: string, path: string): string {
  const tensor = '(v.detach().cpu().float() if v.is_floating_point() else v.detach().cpu()).numpy()';
  const values = [
    `v.convert("RGB") if hasattr(v, "convert") and hasattr(v, "mode")`,
    `${tensor} if hasattr(v, "detach")`,
    `v.numpy() if hasattr(v, "numpy")`,
    'v',
  ].join(' else ');
  const kept = 'a if a.dtype in ("uint8", "bool") else a.astype("float32")';
  return `(lambda v, np: np.save(${quoted(path)}, (lambda a: ${kept})(np.ascontiguousarray(${values}))))(${variable}, __import__("numpy"))`;
}
