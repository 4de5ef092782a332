/** Keeps report and map true when the files that they speak of are formatted or merged. */
import type { FileLines, GeneratedFile, PromotionMap, PromotionReport } from '../../../../schemas/promotion.ts';
import { followLines } from './followLines.ts';
import type { FollowedLines } from './followLines.ts';

interface Described {
  readonly report: PromotionReport;
  readonly map: PromotionMap;
}

/** @param before files as report and map know them; a file that is not in `after` keeps its lines */
export function moveLines(
  { report, map }: Described,
  before: readonly GeneratedFile[],
  after: readonly GeneratedFile[],
): Described {
  const texts = new Map(after.map(({ path, text }) => [path, text]));
  const followed = new Map<string, FollowedLines>();
  for (const { path, text } of before) {
    const now = texts.get(path);
    if (now !== undefined && now !== text) followed.set(path, followLines(text, now));
  }
  const move = (lines: FileLines): FileLines => {
    const file = followed.get(lines.file);
    if (file === undefined) return lines;
    const first = file.first[lines.first] ?? lines.first;
    return { file: lines.file, first, last: Math.max(first, file.last[lines.last] ?? first) };
  };
  const moveAny = (lines: FileLines | null): FileLines | null => (lines === null ? null : move(lines));
  return {
    report: {
      ...report,
      statements: report.statements.map((statement) => ({ ...statement, to: moveAny(statement.to) })),
      functions: report.functions.map((one) => ({ ...one, at: move(one.at) })),
      findings: report.findings.map((finding) => ({ ...finding, to: moveAny(finding.to) })),
    },
    map: { ...map, entries: map.entries.map((entry) => ({ ...entry, to: move(entry.to) })) },
  };
}
