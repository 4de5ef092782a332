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
    yield {
      path: pathText(node.path),
      after: afterEntry(node),
      find: () => splitParts(snapshot, id, node.fields.rows?.value),
    };
  }
}

function splitParts(snapshot: ProjectSnapshot, splitId: string, declaredRows: number | undefined): readonly NotePart[] {
  const fact = snapshot.facts.split(splitId);
  const text = fact.state === 'known' ? countWords(fact.value, declaredRows) : '';
  if (text === '') return [];
  return [
    {
      category: 'counts',
      text,
      explain: () => {
        const entity = snapshot.project.entity('split', splitId);
        return entity === undefined ? '' : describeEntity(snapshot, entity);
      },
      opens: () => undefined,
    },
  ];
}

/** `480,000 rows, 21 % positive`; without the rows that the spec states just so. */
function countWords({ rows, positives }: SplitFact, declaredRows: number | undefined): string {
  const share =
    positives === undefined || rows === 0
      ? undefined
      : `${((positives / rows) * 100).toLocaleString('en', { maximumSignificantDigits: 3 })} % positive`;
  const words = [rows === declaredRows ? undefined : counted(rows, 'row'), share];
  return words.filter((part) => part !== undefined).join(', ');
}
