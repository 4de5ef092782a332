/** What the runtime says, without its file names and line numbers. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = ''] = text.split('\n', 1);
  return first
    .replace(/^.*?\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : /, '')
    .replace(/\S*\/onnxruntime\/\S+ /g, '')
    .replace(/[.\s]+$/, '')
    .slice(0, 400);
}
