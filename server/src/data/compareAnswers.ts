/** The job that compares two runs row by row. */
import type { JobHandler } from '../../../schemas/jobs.ts';
import { decodeAnswers } from '../evaluation/comparison/answersFile.ts';
import { compareMoney } from '../evaluation/comparison/compareMoney.ts';
import { compareMetric } from '../evaluation/comparison/compareMetric.ts';
import { pairAnswers } from '../evaluation/comparison/pairAnswers.ts';
import { plainValue } from '../evaluation/plainValue.ts';
import { readKeptAnswers } from './answersFiles.ts';
import { answerWith } from './tableProblem.ts';

const resamples = 1000;
const confidence = 0.95;

export const compareAnswers: JobHandler<'compareAnswers'> = (request, { report }) =>
  answerWith<'compareAnswers'>(async () => {
    const [one, other] = await Promise.all([
      readKeptAnswers(request, request.first),
      readKeptAnswers(request, request.second),
    ]);
    if (one === undefined || other === undefined) {
      return { state: 'apart', because: 'the answers of a run are not kept on this machine' };
    }
    const [first, second] = [decodeAnswers(one), decodeAnswers(other)];
    if ('because' in first) return { state: 'apart', because: first.because };
    if ('because' in second) return { state: 'apart', because: second.because };
    const paired = pairAnswers(first, second);
    if ('because' in paired) return { state: 'apart', because: paired.because };
    const metrics = request.metrics.map((metric, at) => {
      report({ doing: `Comparing ${metric.id}`, share: at / request.metrics.length });
      const compared = compareMetric(metric, paired, { seed: request.seed, resamples, confidence });
      const { comparison } = compared;
      const interval = comparison?.interval;
      return {
        id: metric.id,
        first: plainValue(compared.first),
        second: plainValue(compared.second),
        ...(comparison === undefined
          ? {}
          : {
              difference: {
                value: comparison.difference,
                p: comparison.p,
                method: comparison.method,
                ...(interval === undefined ? {} : { low: interval.low, high: interval.high }),
              },
            }),
      };
    });
    const money = request.money.flatMap(({ id, ...wanted }) => {
      const gain = compareMoney(wanted, paired, { seed: request.seed, resamples, confidence });
      if (gain.state === 'undefined') return [];
      const { value, interval } = gain;
      if (interval === undefined) return [{ id, difference: { value, method: 'paired rows without an interval' } }];
      const { low, high, method } = interval;
      return [{ id, difference: { value, low, high, method: `rows compared one by one, ${method}` } }];
    });
    return { state: 'paired', rows: paired.rows, metrics, money };
  });
