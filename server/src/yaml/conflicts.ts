/** Merge conflicts that were not resolved, and the text without what would mislead a parser about them. */

/** Offsets of a stretch of text, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a merge left in a text: a conflict, or a line of one that was resolved by half. */
export interface Conflict extends Span {
  /** One sentence. */
  readonly message: string;
  /** Ways to get rid of it, each as the stretches to delete. */
  readonly ways: readonly { readonly title: string; readonly deletes: readonly Span[] }[];
}

const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)[^\r\n]*/gm;

/** Whether a line, without its line break, is one that a merge left. */
export function isConflictMarker(line: string): boolean {
  return line.search(conflictMarker) === 0;
}

/** A line that a merge writes around a side. */
interface Marker extends Span {
  readonly sign: string;
  /** What it says of the side: a branch or a commit; empty where it says nothing. */
  readonly name: string;
  /** Behind its line break. */
  readonly next: number;
}

/**
 * Keeps our side of each merge conflict and blanks its markers and the other sides, length for length. Of a conflict
 * that was resolved by half, each marker that is left is blanked, and everything else stays.
 *
 * @returns conflicts in file order
 */
export function maskConflicts(text: string): { readonly masked: string; readonly conflicts: readonly Conflict[] } {
  const { conflicts, hidden } = findConflicts(text);
  let masked = '';
  let copied = 0;
  for (const { start, end } of hidden) {
    masked += text.slice(copied, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    copied = end;
  }
  return { masked: masked + text.slice(copied), conflicts };
}

/** Markers are looked at in order: a conflict is one where each of its signs comes in its turn. */
function findConflicts(text: string): { readonly conflicts: readonly Conflict[]; readonly hidden: readonly Span[] } {
  const conflicts: Conflict[] = [];
  const hidden: Span[] = [];
  let open: Marker[] = [];
  const giveUp = (markers: readonly Marker[]): void => {
    for (const { start, end, next } of markers) {
      const ways = [{ title: 'Delete the line', deletes: [{ start, end: next }] }];
      conflicts.push({ start, end, message: 'This line is left of a merge conflict: delete it.', ways });
      hidden.push({ start, end });
    }
  };
  for (const marker of markersIn(text)) {
    if (marker.sign === '<') {
      giveUp(withoutHeading(open));
      open = [];
    }
    open.push(marker);
    if (marker.sign !== '>') continue;
    const conflict = conflictOf(open);
    if (conflict === undefined) giveUp(open);
    else {
      conflicts.push(conflict.conflict);
      hidden.push(...conflict.hidden);
    }
    open = [];
  }
  giveUp(withoutHeading(open));
  return { conflicts, hidden };
}

/** Seven equals signs alone are no marker: they count between other signs of a conflict. */
function withoutHeading(markers: readonly Marker[]): readonly Marker[] {
  return markers.some(({ sign }) => sign !== '=') ? markers : [];
}

function conflictOf(
  markers: readonly Marker[],
): { readonly conflict: Conflict; readonly hidden: readonly Span[] } | undefined {
  const signs = markers.map(({ sign }) => sign).join('');
  const [first, second] = markers;
  const middle = markers.at(-2);
  const last = markers.at(-1);
  if (first === undefined || second === undefined || middle === undefined || last === undefined) return undefined;
  if (signs !== '<=>' && signs !== '<|=>') return undefined;
  const keep = (side: string, { name }: Marker, start: number, end: number): Conflict['ways'][number] => ({
    title: `Keep ${side}${name === '' ? '' : ` (${name})`}`,
    deletes: [
      { start: first.start, end: start },
      { start: end, end: last.next },
    ],
  });
  const names = [first.name, last.name].filter((name) => name !== '').map((name) => `\`${name}\``);
  const between = names.length === 2 ? ` between ${names.join(' and ')}` : '';
  const message = `This merge conflict${between} is not resolved: keep one side, or write what both mean. Until then only the upper side is checked.`;
  return {
    conflict: {
      start: first.start,
      end: last.end,
      message,
      ways: [keep('ours', first, first.next, second.start), keep('theirs', last, middle.next, last.start)],
    },
    hidden: [
      { start: first.start, end: first.end },
      { start: second.start, end: last.end },
    ],
  };
}

function* markersIn(text: string): Generator<Marker> {
  for (const match of text.matchAll(conflictMarker)) {
    const [line] = match;
    const end = match.index + line.length;
    const lineBreak = /^\r?\n/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
    yield { start: match.index, end, sign: line.charAt(0), name: line.slice(7).trim(), next: end + lineBreak };
  }
}
