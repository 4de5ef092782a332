/** Places inside plain values, in the two ways that people write them: `/test/recall` and `test.recall`. */
import { isList, isMap } from './plainValue.ts';
import type { PlainValue } from './plainValue.ts';

/**
 * The value at a pointer; undefined when nothing is there. The empty pointer means the whole.
 *
 * @param pointer a JSON Pointer (RFC 6901) when it begins with a slash, else keys joined by dots, with `[0]` or `.0` for
 *   items; a key that itself holds dots is found, too
 */
export function valueAt(value: PlainValue, pointer: string): PlainValue | undefined {
  return valueAtPointer<PlainValue>(value, pointer, childOf);
}

/** The same in a tree of any kind, whose children `child` gives by key or number. */
export function valueAtPointer<Value>(value: Value, pointer: string, child: ChildOf<Value>): Value | undefined {
  if (pointer === '') return value;
  if (pointer.startsWith('/')) {
    const keys = pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    return keys.reduce<Value | undefined>((current, key) => child(current, key), value);
  }
  return atDots(value, pointer.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^\./, ''), child);
}

type ChildOf<Value> = (value: Value | undefined, key: string) => Value | undefined;

/** The longest key that fits is taken first, because keys may hold dots. */
function atDots<Value>(value: Value | undefined, dotted: string, childOf: ChildOf<Value>): Value | undefined {
  const whole = childOf(value, dotted);
  if (whole !== undefined) return whole;
  for (let dot = dotted.lastIndexOf('.'); dot > 0; dot = dotted.lastIndexOf('.', dot - 1)) {
    const child = childOf(value, dotted.slice(0, dot));
    if (child !== undefined) return atDots(child, dotted.slice(dot + 1), childOf);
  }
  return undefined;
}

function childOf(value: PlainValue | undefined, key: string): PlainValue | undefined {
  if (isMap(value)) return value.get(key);
  return isList(value) && /^\d{1,9}$/.test(key) ? value[Number(key)] : undefined;
}

/** Numbers that one file gives at most: a metrics file has dozens. */
const leafLimit = 5000;

/** How the keys of a leaf become one text. */
interface LeafNames {
  readonly join: (keys: readonly string[]) => string;
}

/** Keys as a JSON Pointer (RFC 6901). */
export function pointerText(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const withDots: LeafNames = { join: (keys) => keys.join('.') };

/** Every number or text below a value, in file order, by its keys: joined with dots, unless another way is given. */
export function leavesOf(value: PlainValue, { join }: LeafNames = withDots): ReadonlyMap<string, number | string> {
  const leaves = new Map<string, number | string>();
  const visit = (current: PlainValue, path: readonly string[]): void => {
    if (leaves.size >= leafLimit) return;
    if (typeof current === 'number' || typeof current === 'string') leaves.set(join(path), current);
    else if (typeof current === 'boolean') leaves.set(join(path), String(current));
    else if (isMap(current)) for (const [key, child] of current) visit(child, [...path, key]);
    else if (isList(current)) current.forEach((child, index) => visit(child, [...path, String(index)]));
  };
  visit(value, []);
  return leaves;
}
