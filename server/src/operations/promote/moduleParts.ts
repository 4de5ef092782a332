/** A Python module as the parts that a merge moves as one: its head, then each function and class. */

export interface ModulePart {
  /** Of the function or class; undefined for the head of the module. */
  readonly name: string | undefined;
  /** Whole lines; the parts of a module joined are the module. */
  readonly lines: readonly string[];
}

const definition = /^(?:async\s+def|def|class)\s+([\p{L}\p{N}_]+)/u;

/** Comments and decorators directly above a definition belong to it; what follows one belongs to it, too. */
export function splitModule(text: string): readonly ModulePart[] {
  const lines = text.split('\n');
  const inText = linesInText(lines);
  const parts: { name: string | undefined; lines: string[] }[] = [{ name: undefined, lines: [] }];
  for (const [index, line] of lines.entries()) {
    const current = parts.at(-1);
    const name = inText.has(index) ? undefined : definition.exec(line)?.[1];
    if (current === undefined) break;
    if (name === undefined) {
      current.lines.push(line);
      continue;
    }
    let begin = current.lines.length;
    while (begin > 0 && isAboveDefinition(current.lines[begin - 1])) begin -= 1;
    parts.push({ name, lines: [...current.lines.splice(begin), line] });
  }
  return parts;
}

export function joinParts(parts: readonly Pick<ModulePart, 'lines'>[]): string {
  return parts.flatMap(({ lines }) => lines).join('\n');
}

function isAboveDefinition(line: string | undefined): boolean {
  return line !== undefined && /^[@#]/u.test(line);
}

/** Indices of lines that begin inside a text in triple quotes, where `def` is a word. */
function linesInText(lines: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>();
  let quotes: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (quotes !== undefined) inside.add(index);
    for (const [mark] of line.matchAll(/"""|'''/gu)) {
      if (quotes === undefined) quotes = mark;
      else if (quotes === mark) quotes = undefined;
    }
  }
  return inside;
}
