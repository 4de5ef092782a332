/** Figures in Markdown: one in full, or many as a table; every input leads to its line. */
import { formulas, formulaSymbols } from '../../spec/economicsFormulas.ts';
import type { Project } from '../../spec/project.ts';
import type { TracedFigure, TracedInput } from '../../rules/money/tracedFigure.ts';
import { code, escapeText, paragraphs, sentences } from '../markdown.ts';
import { placeLink } from '../placeLink.ts';

/** One figure: its value, its formula in words, and what went in. */
export function explainFigure(project: Project, figure: TracedFigure): string {
  const { label, result } = figure;
  if (result.kind === 'undefined') {
    return `**${escapeText(label)}** · _not known because ${sentences(result.because)}_`;
  }
  return paragraphs([
    `**${escapeText(label)}** · ${code(result.value.text)}`,
    describeFormula(figure),
    inputList(project, figure.inputs),
  ]);
}

/** Figures with a result as a table; those without in one sentence each reason. */
export function figureTable(project: Project, figures: readonly TracedFigure[]): string {
  const known = figures.flatMap(({ label, formula, result }) =>
    result.kind === 'known' ? [`| ${escapeText(label)} | **${escapeText(result.value.text)}** | ${formula} |`] : [],
  );
  const inputs = new Map(figures.flatMap((figure) => figure.inputs).map((input) => [inputKey(input), input]));
  const numbers = [...new Set(figures.flatMap(({ formula, result }) => (result.kind === 'known' ? [formula] : [])))];
  return paragraphs([
    known.length === 0 ? undefined : ['| | | Formula |', '|---|---|---|', ...known].join('\n'),
    inputs.size === 0
      ? undefined
      : `From ${[...inputs.values()].map((input) => inputText(project, input)).join(' · ')}`,
    numbers.length === 0
      ? undefined
      : numbers
          .map((number) => `- ${number}, ${formulas[number].name}: ${escapeText(formulas[number].text)}`)
          .join('\n'),
    reasons(figures),
  ]);
}

/** "Not known because the costs are not known: break-even, payback." */
function reasons(figures: readonly TracedFigure[]): string | undefined {
  const labels = new Map<string, string[]>();
  for (const { label, result } of figures) {
    if (result.kind === 'known') continue;
    const same = labels.get(result.because) ?? [];
    same.push(label.charAt(0).toLowerCase() + label.slice(1));
    labels.set(result.because, same);
  }
  if (labels.size === 0) return undefined;
  return [...labels]
    .map(([because, of]) => `_Not known because ${sentences(because)}: ${escapeText(of.join('; '))}._`)
    .join('  \n');
}

function describeFormula({ formula }: TracedFigure): string {
  const { name, text } = formulas[formula];
  const symbols = Object.entries(formulaSymbols)
    .filter(([symbol]) => hasSymbol(text, symbol))
    .map(([symbol, meaning]) => `${symbol}: ${escapeText(meaning)}`);
  const legend = symbols.length === 0 ? '' : `  \n${symbols.join(' · ')}`;
  return `Formula ${formula}, ${name}: ${escapeText(text)}${legend}`;
}

/** Whether a letter stands alone in a formula, and not inside a word such as `tp`. */
function hasSymbol(text: string, symbol: string): boolean {
  return new RegExp(`(?<![\\p{L}_])${symbol}(?![\\p{Ll}\\p{Lu}])`, 'u').test(text);
}

function inputList(project: Project, inputs: readonly TracedInput[]): string | undefined {
  return inputs.length === 0 ? undefined : `From ${inputs.map((input) => inputText(project, input)).join(' · ')}`;
}

function inputText(project: Project, { name, text, place }: TracedInput): string {
  return placeLink(project, text === '' ? name : `${name} ${text}`, place);
}

function inputKey({ name, text, place }: TracedInput): string {
  return `${name} ${text} ${place?.start ?? ''}`;
}
