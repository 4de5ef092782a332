/** Notes beside splits: the rows that the data has in each. */
import type { SplitFact } from '../../../../schemas/facts.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { describeEntity } from '../hover/entityText.ts';
import { counted } from '../../spec/words.ts';
import { afterEntry, pathText } from './note.ts';
import type { NotePart, NotePlace } from './note.ts';

/** A place for a note behind each split. */
export function* countNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  for (const [id, node] of snapshot.project.spec.fields.splits?.entries ?? []) {
    yield { path: pathText(node.path), after: afterEntry(node), find: () => splitParts(snapshot, id) };
  }
}

function splitParts(snapshot: ProjectSnapshot, splitId: string): readonly NotePart[] {
  const fact = snapshot.facts.split(splitId);
  if (fact.state !== 'known') return [];
  return [
    {
      category: 'counts',
      text: countWords(fact.value),
      explain: () => {
        const entity = snapshot.project.entity('split', splitId);
        return entity === undefined ? '' : describeEntity(snapshot, entity);
      },
      opens: () => undefined,
    },
  ];
}

/** `480,000 rows, 21 % positive` */
function countWords({ rows, positives }: SplitFact): string {
  if (positives === undefined || rows === 0) return counted(rows, 'row');
  const share = ((positives / rows) * 100).toLocaleString('en', { maximumSignificantDigits: 3 });
  return `${counted(rows, 'row')}, ${share} % positive`;
}
