/** What stands around a drawing on the page, for a file in which it stands alone: its title, and what its lines mean. */

export interface ChartKey {
  readonly text: string;
  readonly color: string;
  readonly kind: 'line' | 'dashes' | 'area';
}

export interface ChartHead {
  /** Empty where the page has none. */
  readonly title: string;
  readonly keys: readonly ChartKey[];
  /** Of the words. */
  readonly color: string;
  readonly font: string;
}

/** @param figure with the drawing; a key of the whole section counts where it has none of its own */
export function chartHead(figure: Element): ChartHead {
  const section = figure.closest('section');
  const title = figure.querySelector('figcaption') ?? section?.querySelector('h2');
  const legend = figure.querySelector('.legend') ?? section?.querySelector('.section-aside .legend');
  const { color, fontFamily } = getComputedStyle(figure);
  return {
    title: wordsOf(title),
    keys: [...(legend?.children ?? [])].flatMap((entry) => keyOf(entry) ?? []),
    color,
    font: fontFamily,
  };
}

function wordsOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

function keyOf(entry: Element): ChartKey | undefined {
  const text = wordsOf(entry);
  const [sign] = entry.children;
  if (sign === undefined || text === '') return undefined;
  const style = getComputedStyle(sign);
  if (style.borderTopStyle === 'none') return { text, color: style.backgroundColor, kind: 'area' };
  return { text, color: style.borderTopColor, kind: style.borderTopStyle === 'dashed' ? 'dashes' : 'line' };
}

const lineHeight = 16;
const margin = 6;
const fontSize = 11;
/** Width of a letter, in sizes of the font: more than most have, so that no word is cut off. */
const letterWidth = 0.56;
const signWidth = 18;

/**
 * @param x left edge of the drawing
 * @param top upper edge of the head
 * @returns shapes, and the height that they take; no shape and 0 where there is nothing to say
 */
export function drawHead(
  { title, keys, color, font }: ChartHead,
  { x, top, width }: { readonly x: number; readonly top: number; readonly width: number },
): { readonly shapes: readonly SVGElement[]; readonly height: number } {
  const shapes: SVGElement[] = [];
  const most = Math.max(8, Math.floor((width - 2 * margin) / (fontSize * letterWidth)));
  let line = 0;
  const baseline = (): number => top + margin + line * lineHeight + fontSize;
  const write = (text: string, left: number, weight: string): void => {
    const words = shape('text', {
      x: left,
      y: baseline(),
      fill: color,
      'font-family': font,
      'font-size': `${fontSize}px`,
      'font-weight': weight,
    });
    words.textContent = text;
    shapes.push(words);
  };
  for (const part of wrap(title, most)) {
    write(part, x + margin, '600');
    line += 1;
  }
  let left = x + margin;
  for (const [index, key] of keys.entries()) {
    const needed = signWidth + margin + key.text.length * fontSize * letterWidth;
    if (index > 0 && left + needed > x + width - margin) {
      left = x + margin;
      line += 1;
    }
    shapes.push(drawSign(key, left, baseline() - fontSize / 3));
    write(key.text, left + signWidth + margin, '400');
    left += needed + 2 * margin;
    if (index === keys.length - 1) line += 1;
  }
  return { shapes, height: line === 0 ? 0 : line * lineHeight + 2 * margin };
}

function drawSign({ color, kind }: ChartKey, left: number, middle: number): SVGElement {
  if (kind === 'area') return shape('rect', { x: left, y: middle - 4, width: signWidth, height: 8, fill: color });
  return shape('path', {
    d: `M${left} ${middle}H${left + signWidth}`,
    stroke: color,
    'stroke-width': 2,
    'stroke-dasharray': kind === 'dashes' ? '4 3' : 'none',
  });
}

/** Cuts a text between words into lines of at most so many letters. */
function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== '') lines.push(word);
  }
  return lines;
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (!(element instanceof SVGElement)) throw new TypeError(`${name} is no shape.`);
  return element;
}
