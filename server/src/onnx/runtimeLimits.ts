/** What the runtime that Plumbline ships can load. A test asks the runtime itself, so the numbers follow its version. */

/** Newest version of the file format. */
export const newestIrVersion = 13;

/** Domain of operators → newest version; the empty one is that of the standard operators. */
export const newestOperatorSets: ReadonlyMap<string, number> = new Map([
  ['', 26],
  ['ai.onnx.ml', 5],
]);

/** Domains whose operators are part of the runtime. */
export const runtimeDomains: ReadonlySet<string> = new Set([
  '',
  'ai.onnx.ml',
  'ai.onnx.preview.training',
  'ai.onnx.training',
  'com.microsoft',
  'com.microsoft.experimental',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
  'org.pytorch.aten',
]);
