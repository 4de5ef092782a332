/** Sends the errors of a model through every detector, in the order in which labels came. */
import type { DetectorFinding, DetectorName } from '../../../../schemas/driftAnswers.ts';
import { createAdwin } from '../detectors/adwin.ts';
import { createDdm, createEddm } from '../detectors/ddm.ts';
import type { DetectorSignal } from '../detectors/detector.ts';
import { createHddmA, createHddmW } from '../detectors/hddm.ts';
import { createKswin } from '../detectors/kswin.ts';
import { createPageHinkley } from '../detectors/pageHinkley.ts';
import { expectAlarms } from './expectAlarms.ts';
import { withLabel, pickRows, type AnsweredRows } from './answeredRows.ts';

type Update = (x: number) => DetectorSignal;

/** A detector at its start. */
type NewDetector = readonly [name: DetectorName, create: () => { readonly update: Update }];

/** For any loss. */
const ofLosses: readonly NewDetector[] = [
  ['adwin', createAdwin],
  ['page-hinkley', createPageHinkley],
  ['kswin', createKswin],
];
const ofErrors: readonly NewDetector[] = [
  ['ddm', createDdm],
  ['eddm', createEddm],
  ['hddm-a', createHddmA],
  ['hddm-w', createHddmW],
];

/** Alarms of one detector that are told one by one. */
const mostAlarms = 100;

/**
 * @param loss of a labelled row: 1 for an error and 0 for none, or a distance
 * @param isError whether losses are errors, which some detectors need
 * @returns one finding per detector, none without labels; labels that came at the same time stay in the order of rows
 */
export function runDetectors(rows: AnsweredRows, loss: (row: number) => number, isError: boolean): DetectorFinding[] {
  const labelled = [...withLabel(rows, pickRows(rows))];
  if (labelled.length === 0) return [];
  const moment = (row: number): number => {
    const arrived = rows.arrived[row] ?? Number.NaN;
    return Number.isNaN(arrived) ? 0 : arrived;
  };
  const order = labelled.sort((a, b) => moment(a) - moment(b) || a - b);
  const losses = Float64Array.from(order, loss);
  const detectors = isError ? [...ofLosses, ...ofErrors] : ofLosses;
  const findings = detectors.map(([detector, create]) => {
    const alarms: DetectorFinding['alarms'] = [];
    let [alarmCount, warnings] = [0, 0];
    const { update } = create();
    for (const [place, row] of order.entries()) {
      const signal = update(losses[place] ?? 0);
      if (signal === 'warning') warnings += 1;
      if (signal !== 'drift') continue;
      alarmCount += 1;
      if (alarms.length < mostAlarms) {
        const window = rows.windows[row] ?? -1;
        alarms.push({ row: place, window: window < 0 ? null : window, at: rows.at(row) });
      }
    }
    return { finding: { detector, rows: order.length, alarms, alarmCount, warnings }, create };
  });
  const alarmed = findings.filter(({ finding }) => finding.alarmCount > 0);
  const chances = expectAlarms(
    losses,
    alarmed.map(({ create, finding }) => ({ create: () => create().update, seen: finding.alarmCount })),
  );
  return findings.map((found): DetectorFinding => {
    const { finding } = found;
    const chance = chances[alarmed.indexOf(found)];
    if (chance === undefined) return finding;
    const { expected, streams, p } = chance;
    return { ...finding, chance: { expected, streams, adjustedP: Math.min(1, p * detectors.length) } };
  });
}
