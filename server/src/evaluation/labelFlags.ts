/** Which of the declared classes a row has. */
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import { labelsOfCell } from './labelsOfCell.ts';

type DeclaredClass = Pick<Extract<EvaluationRequest['truth'], { kind: 'labels' }>['classes'][number], 'name' | 'value'>;

/** For each text that stands for a class, its name and its value, the place of the class. */
export function placesOfClasses(classes: readonly DeclaredClass[]): ReadonlyMap<string, number> {
  return new Map([
    ...classes.flatMap(({ value }, place) => (value === undefined ? [] : [[value, place] as const])),
    ...classes.map(({ name }, place) => [name, place] as const),
  ]);
}

/**
 * Writes the classes of a cell into a row of flags.
 *
 * @param row a flag for each class
 * @returns why the cell cannot be read, as the end of "… because"; undefined when it was
 */
export function markLabels(cell: string, places: ReadonlyMap<string, number>, row: Uint8Array): string | undefined {
  const names = labelsOfCell(cell);
  if (names === undefined) return `${JSON.stringify(cell.slice(0, 40))} is no list`;
  for (const name of names) {
    const place = places.get(name);
    if (place === undefined) return `${JSON.stringify(name)} is none of the classes`;
    row[place] = 1;
  }
  return undefined;
}
