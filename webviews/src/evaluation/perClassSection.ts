/** Each of several classes against the rest, the worst ones first. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { linkButton } from '../ui/button.ts';
import type { Content } from '../ui/content.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { percent } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { saveButtons } from '../charts/saveButtons.ts';

type ClassView = NonNullable<RunView['perClass']>[number];
type Share = ClassView['recall'];

/** Of hundreds of classes the worst ones are what one looks for. */
const classesShown = 20;

export function perClassSection(
  { perClass }: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  if (perClass === undefined) return nothing;
  const sorted = perClass.toSorted((left, right) => rankOf(left) - rankOf(right));
  const isWhole = sorted.length <= classesShown || isUnfolded(context, 'all classes');
  const content = html`${table<ClassView>({
    label: t('Classes'),
    columns: columnsOf(other),
    groups: [{ rows: isWhole ? sorted : sorted.slice(0, classesShown) }],
    key: ({ name }) => name,
  })}
  ${
    isWhole
      ? nothing
      : linkButton(t('Show all {0} classes', sorted.length.toLocaleString('en')), () =>
          unfold(context, 'all classes', true),
        )
  }
  ${saveButtons({ id: 'classes', columns: headers, rows: sorted.map(cellsOf), isDrawn: false }, context)}`;
  return section({
    id: 'classes',
    title: t('Classes'),
    aside: t('each against the rest, the worst ones first'),
    content,
  });
}

/** A class without rows says nothing of the model, so it comes last. */
function rankOf({ n, f1 }: ClassView): number {
  return n === 0 ? 2 : (f1 ?? 2);
}

function columnsOf(other: RunView | undefined): readonly TableColumn<ClassView>[] {
  const before = new Map(other?.perClass?.map((one) => [one.name, one]));
  return [
    { header: t('Class'), isRowHeader: true, cell: ({ name }) => plainText(name) },
    { header: t('True rows'), align: 'end', cell: ({ n }) => n.toLocaleString('en') },
    { header: t('Answered'), align: 'end', cell: ({ answered }) => answered.toLocaleString('en') },
    {
      header: t('Found (recall)'),
      className: 'class-share',
      cell: ({ recall }) => shareView(recall, 'no row is of it'),
    },
    {
      header: t('Right when answered (precision)'),
      className: 'class-share',
      cell: ({ precision }) => shareView(precision, 'never answered'),
    },
    { header: 'F1', align: 'end', cell: ({ f1 }) => f1View(f1) },
    ...(before.size === 0
      ? []
      : [{ header: t('F1 of the other run'), align: 'end' as const, cell: otherCell(before) }]),
  ];
}

function otherCell(before: ReadonlyMap<string, ClassView>): (row: ClassView) => Content {
  return ({ name }) => {
    const found = before.get(name);
    return found === undefined ? html`<span class="quiet">not there</span>` : f1View(found.f1);
  };
}

function f1View(f1: number | null): Content {
  return f1 === null ? html`<span class="quiet">undefined</span>` : f1.toFixed(3);
}

function shareView(share: Share, because: string): TemplateResult {
  if (share === null) return html`<span class="quiet">undefined: ${because}</span>`;
  return html`${percent(share.share)}<span class="sub">${percent(share.low)} to ${percent(share.high)}</span
    ><span class="bar-track"><span class="bar" style="width:${(share.share * 100).toFixed(1)}%"></span></span>`;
}

const headers = [
  'Class',
  'True rows',
  'Answered',
  'Recall',
  'Recall low',
  'Recall high',
  'Precision',
  'Precision low',
  'Precision high',
  'F1',
];

function cellsOf({ name, n, answered, recall, precision, f1 }: ClassView): readonly string[] {
  return [
    name,
    String(n),
    String(answered),
    ...[recall, precision].flatMap((share) => [share?.share, share?.low, share?.high].map(numberText)),
    numberText(f1 ?? undefined),
  ];
}

/** An empty cell where there is no number. */
function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(8)));
}
