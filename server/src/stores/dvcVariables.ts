/** Templates of `dvc.yaml`: `${train.rate}` with the values of `vars`, parameter files and loops. */
import { isList, isMap } from './plainValue.ts';
import type { PlainMap, PlainValue } from './plainValue.ts';
import { valueAt } from './pointer.ts';

const pattern = /(?<!\\)\$\{\s*([^{}]+?)\s*\}/g;

/** A value with every template in it filled in; a template that no variable answers stays as it is. */
export function fillTemplates(value: PlainValue, variables: PlainMap): PlainValue {
  if (typeof value === 'string') return fillText(value, variables);
  if (isList(value)) return value.map((item) => fillTemplates(item, variables));
  if (!isMap(value)) return value;
  return new Map(
    [...value].map(([key, item]) => [fillInside(key, variables), fillTemplates(item, variables)] as const),
  );
}

/** A text that is one template becomes its value, which may be a map; any other stays text. */
function fillText(text: string, variables: PlainMap): PlainValue {
  const whole = /^\$\{\s*([^{}]+?)\s*\}$/.exec(text);
  if (whole !== null) return valueAt(variables, whole[1] ?? '') ?? text;
  return fillInside(text, variables);
}

function fillInside(text: string, variables: PlainMap): string {
  return text.replaceAll(pattern, (template, name: string) => {
    const value = valueAt(variables, name);
    return value === undefined || value === null || isMap(value) || isList(value) ? template : String(value);
  });
}

/** Later variables join earlier ones, map by map; where both have a value, the later one counts. */
export function joinVariables(left: PlainMap, right: PlainMap): PlainMap {
  const joined = new Map(left);
  for (const [key, value] of right) {
    const other = joined.get(key);
    joined.set(key, isMap(other) && isMap(value) ? joinVariables(other, value) : value);
  }
  return joined;
}
