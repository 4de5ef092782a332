/** Sends the errors of a model through every detector, in the order in which labels came. */
import type { DetectorFinding, DetectorName } from '../../../../schemas/driftAnswers.ts';
import { createAdwin } from '../detectors/adwin.ts';
import { createDdm, createEddm } from '../detectors/ddm.ts';
import type { DetectorSignal } from '../detectors/detector.ts';
import { createHddmA, createHddmW } from '../detectors/hddm.ts';
import { createKswin } from '../detectors/kswin.ts';
import { createPageHinkley } from '../detectors/pageHinkley.ts';
import { withLabel, pickRows, type AnsweredRows } from './answeredRows.ts';

type Update = (x: number) => DetectorSignal;

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
  const anyLoss: readonly (readonly [DetectorName, Update])[] = [
    ['adwin', createAdwin().update],
    ['page-hinkley', createPageHinkley().update],
    ['kswin', createKswin().update],
  ];
  const errors: readonly (readonly [DetectorName, Update])[] = [
    ['ddm', createDdm().update],
    ['eddm', createEddm().update],
    ['hddm-a', createHddmA().update],
    ['hddm-w', createHddmW().update],
  ];
  return [...anyLoss, ...(isError ? errors : [])].map(([detector, update]) => {
    const alarms: DetectorFinding['alarms'] = [];
    let [alarmCount, warnings] = [0, 0];
    for (const [place, row] of order.entries()) {
      const signal = update(loss(row));
      if (signal === 'warning') warnings += 1;
      if (signal !== 'drift') continue;
      alarmCount += 1;
      if (alarms.length < mostAlarms) {
        const window = rows.windows[row] ?? -1;
        alarms.push({ row: place, window: window < 0 ? null : window, at: rows.at(row) });
      }
    }
    return { detector, rows: order.length, alarms, alarmCount, warnings };
  });
}
