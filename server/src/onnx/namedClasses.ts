/**
 * Reads the classes that exporters write into the metadata of a model.
 *
 * Ultralytics writes `{0: 'person', 1: 'bicycle'}` as Python prints it; others write the same as JSON.
 *
 * @param text the entry `names` of the metadata
 * @returns classes in the order of their numbers; undefined when the text is no such list
 */
export function readNamedClasses(text: string): readonly string[] | undefined {
  const inner = /^\s*\{(?<inner>.*)\}\s*$/s.exec(text)?.groups?.['inner'];
  if (inner === undefined) return undefined;
  const classes: string[] = [];
  let at = 0;
  while (at < inner.length) {
    entry.lastIndex = at;
    const found = entry.exec(inner)?.groups;
    if (found === undefined || Number(found['number']) !== classes.length) return undefined;
    const name = found['single'] ?? found['double'] ?? '';
    classes.push(name.replaceAll(/\\(?<sign>['"\\])/g, '$<sign>'));
    at = entry.lastIndex;
  }
  return classes.length === 0 ? undefined : classes;
}

/** A number and a name in quotes, and the comma behind them. */
const entry =
  /\s*["']?(?<number>\d{1,9})["']?\s*:\s*(?:'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\s*(?:,\s*|$)/sy;
