/** A finding as a report writes it: names of files instead of addresses, lines instead of offsets. */
import type { ReportFinding } from '../../../schemas/checkReport.ts';
import type { TextPositions } from '../rules/notebook/notebookSnapshot.ts';
import type { ReportedFinding } from '../rules/reportedFinding.ts';

/** @param positionsOf those of a text that the finding names; places in other texts become its start */
export function describeFinding(
  finding: ReportedFinding,
  positionsOf: (uri: string) => TextPositions | undefined,
  { nameOf }: { readonly nameOf: (uri: string) => string },
): ReportFinding {
  const place = ({ uri, start, end }: { uri: string; start: number; end: number }) => {
    const positionAt = (offset: number) => positionsOf(uri)?.positionAt(offset) ?? { line: 0, character: 0 };
    return { file: nameOf(uri), range: { start: positionAt(start), end: positionAt(end) } };
  };
  return {
    rule: finding.rule,
    severity: finding.severity,
    ...place(finding),
    message: finding.message,
    related: finding.related.map((related) => ({
      ...place(related),
      ...(related.cell === undefined ? {} : { cell: related.cell }),
      message: related.message,
    })),
    // A fix that makes a file is for an editor: a report holds edits of what is there.
    fixes: finding.fixes
      .filter(({ creates }) => creates.length === 0)
      .map(({ title, isPreferred, edits }) => ({
        title,
        isPreferred,
        edits: edits.map((edit) => ({ ...place(edit), newText: edit.newText })),
      })),
  };
}
