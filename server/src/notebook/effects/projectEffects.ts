/** A project's own entries of the table of effects: `.plumbline/effects.yaml`. */
import type { AttributeEffect, CallEffect, ClassEffect, EffectFile } from '../../../../schemas/effects.ts';
import { callEffect, classEffect } from '../../../../schemas/effects.ts';
import { nearest } from '../../spec/nearest.ts';
import type { YamlEntry, YamlNode } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';
import { parseYamlOnce } from '../../yaml/yamlFile.ts';
import type { EffectIssue } from './effectIssues.ts';
import { explainIssue } from './effectIssues.ts';
import { plainValue } from './plainValue.ts';

export interface ProjectEffectsProblem {
  /** Offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** One sentence: what, where, what next. */
  readonly message: string;
}

export interface ProjectEffects {
  /** The entries that can be used; one that cannot is left out, and the others still hold. */
  readonly file: EffectFile;
  readonly problems: readonly ProjectEffectsProblem[];
}

const keyForm = /^[A-Za-z_][\w-]*(\.[A-Za-z_]\w*)*(\.\*)?$/u;

/**
 * Reads the file, in which each key is a qualified name or `kind.method`, and each value what it does.
 *
 * @param text of the file; empty is no entry
 */
export function readProjectEffects(text: string): ProjectEffects {
  const yaml = parseYamlOnce(text);
  const problems: ProjectEffectsProblem[] = [];
  const report = (place: Place, message: string): void => {
    problems.push({ ...(yaml.rangeOf(place) ?? { start: 0, end: 0 }), message });
  };
  for (const problem of yaml.problems) report(problem.place, problem.message);

  const calls: Record<string, CallEffect> = {};
  const classes: Record<string, ClassEffect> = {};
  for (const entry of yaml.entries) {
    if (!keyForm.test(entry.key)) {
      report(
        entry.keyPlace,
        `"${entry.key}" is no name of a call; write it as \`package.function\` or \`kind.method\`.`,
      );
      continue;
    }
    const read = readEntry(entry, report);
    if (read?.kind === 'class') classes[entry.key] = read.effect;
    if (read?.kind === 'call') calls[entry.key] = read.effect;
  }
  const attributes: Record<string, AttributeEffect> = {};
  return { file: { library: 'project', aliases: {}, classes, calls, attributes }, problems };
}

type ReadEntry =
  { readonly kind: 'call'; readonly effect: CallEffect } | { readonly kind: 'class'; readonly effect: ClassEffect };

function readEntry(entry: YamlEntry, report: (place: Place, message: string) => void): ReadEntry | undefined {
  if (entry.value?.kind !== 'map') {
    report(entry.place, `"${entry.key}" says nothing about the call; write what it does, such as \`mutates: none\`.`);
    return undefined;
  }
  const plain = plainValue(entry.value);
  const explain = (issues: readonly EffectIssue[]): void => {
    for (const issue of issues) {
      report(placeAt(entry.value, issue.path) ?? entry.keyPlace, explainIssue(entry.key, issue, suggestKey));
    }
  };
  // An entry that says what its objects are speaks of a class.
  if (entry.value.entries.some(({ key }) => key === 'kind')) {
    const result = classEffect.safeParse(plain);
    if (result.success) return { kind: 'class', effect: result.data };
    explain(result.error.issues);
    return undefined;
  }
  const result = callEffect.safeParse(plain);
  if (result.success) return { kind: 'call', effect: result.data };
  explain(result.error.issues);
  return undefined;
}

function suggestKey(key: string): string | undefined {
  return nearest(key, Object.keys(callEffect.shape));
}

/** The deepest node on a path of keys and indexes; the key itself for a key that the schema does not know. */
function placeAt(node: YamlNode | undefined, path: readonly PropertyKey[]): Place | undefined {
  let current = node;
  let place = node?.place;
  for (const step of path) {
    if (current?.kind === 'map') {
      const entry = current.entries.findLast(({ key }) => key === step);
      if (entry === undefined) return place;
      place = entry.value?.place ?? entry.keyPlace;
      current = entry.value;
    } else if (current?.kind === 'list' && typeof step === 'number') {
      current = current.items[step];
      place = current?.place ?? place;
    } else return place;
  }
  return place;
}
