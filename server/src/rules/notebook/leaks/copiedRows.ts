/** Copies of rows that are made before a split, and end on both sides of it. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { NotebookFinding, NotebookRule } from '../notebookRule.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import type { PlacedCall } from './rowGraph.ts';
import { joinsOfCopies } from './joinedCopies.ts';
import { rowGraphOf } from './rowGraph.ts';
import { resampleFix } from './resampleFix.ts';
import { rowSetsOf } from './rowSets.ts';
import { evaluatedOf } from './testData.ts';
import type { Training } from './trainings.ts';
import { callName, cellName, dataName } from './wording.ts';
import type { Data } from './rowGraph.ts';

/** A call that copies rows, with a training and a test that both have copies. */
export interface CopiedRows {
  readonly call: PlacedCall;
  /** The first training that learns from its copies. */
  readonly training: Training;
  /** All trainings that do, and are tested on others of them. */
  readonly trainings: readonly Training[];
  readonly trained: Data;
  readonly test: Data;
  readonly testedAt: CellRange;
}

/** Each call once, in the order of the run. */
export const copiedRowsOf: (analysis: NotebookAnalysis) => readonly CopiedRows[] = oncePerAnalysis((analysis) => {
  const rowSets = rowSetsOf(analysis);
  const graph = rowGraphOf(analysis);
  // Variants that were joined to their rows have no row as such in common.
  const copyingCalls = (rows: Data, haveCommonRows: boolean): readonly PlacedCall[] => [
    ...(haveCommonRows ? rowSets.duplications(rows) : []),
    ...joinsOfCopies(graph, rowSets, rows),
  ];
  const found = new Map<PlacedCall, CopiedRows>();
  for (const { training, evaluation, data } of evaluatedOf(analysis)) {
    for (const trained of training.data) {
      if (rowSets.sameRows(trained, data)) continue;
      const haveCommonRows = rowSets.overlap(trained, data);
      const copies = copyingCalls(trained, haveCommonRows);
      for (const call of copyingCalls(data, haveCommonRows)) {
        if (!copies.includes(call)) continue;
        const start = { call, training, trainings: [], trained, test: data, testedAt: evaluation.at };
        const known: CopiedRows = found.get(call) ?? start;
        if (!known.trainings.includes(training)) {
          found.set(call, { ...known, trainings: [...known.trainings, training] });
        }
      }
    }
  }
  return [...found.values()].toSorted((left, right) => left.call.order - right.call.order);
});

/** Whether variants of rows are made: by augmentation, or by hand, and joined to them. */
function augments({ effect }: PlacedCall): boolean {
  const copies = effect?.role === 'resample' || effect?.rows.some(({ relation }) => relation === 'duplicates') === true;
  return effect?.role === 'augment' || !copies;
}

function findingOf(
  analysis: NotebookAnalysis,
  { call, training, trained, test, testedAt }: CopiedRows,
  advice: string,
): NotebookFinding {
  return {
    at: call.at,
    message: `\`${callName(call)}\` copies rows before they are split, so copies of one row are both trained on and tested on as ${dataName(analysis, test, 'the test')} in ${cellName(testedAt)}: ${advice}.`,
    related: [
      { at: call.at, message: 'Makes copies of rows, or new rows out of several.' },
      { at: training.at, message: `Trains on ${dataName(analysis, trained, 'some of them')}.` },
      { at: testedAt, message: `Tests on ${dataName(analysis, test, 'others of them')}.` },
    ],
  };
}

export const copiedRowRules: readonly NotebookRule[] = [
  {
    id: 'leak/resample-before-split',
    severity: 'W/E/E',
    finds: 'rows that are over-sampled before they are split',
    why: 'A copy of a row, or a new row made out of it, then lies on each side of the split, so the model is tested on what it has seen, and on more of the rare class than there will be. Split first, and over-sample the training rows alone.',
    supersedes: ['leak/cv-preprocessing'],
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      for (const copied of copiedRowsOf(analysis)) {
        if (augments(copied.call)) continue;
        yield {
          ...findingOf(analysis, copied, 'split first, and copy training rows alone'),
          tryFixes: () => [resampleFix(context, copied)],
        };
      }
    },
  },
  {
    id: 'leak/augment-before-split',
    severity: 'I/W/E',
    finds: 'rows that are augmented before they are split',
    why: 'Variants of one row, or windows that overlap, then lie on each side of the split, so the model is tested on what it has nearly seen. Split first, and augment the training rows alone.',
    *check({ analysis }) {
      if (analysis === undefined) return;
      for (const copied of copiedRowsOf(analysis)) {
        if (augments(copied.call)) yield findingOf(analysis, copied, 'split first, and augment training rows alone');
      }
    },
  },
];
