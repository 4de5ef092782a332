/** A drawing as a file of its own: what the style sheets, the theme and the page around it give it is written into it. */
import { chartHead, drawHead } from './chartHead.ts';

/** What decides how a shape or a text looks. */
const kept = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

export interface ChartFile {
  /** Of an SVG file, on the background of the page. */
  readonly text: string;
  /** In units of the drawing. */
  readonly width: number;
  readonly height: number;
}

/** The drawing below the title and the key that it has on the page. */
export function chartFile(drawing: SVGSVGElement): ChartFile {
  const { width, height, x, y } = drawing.viewBox.baseVal;
  const copy = drawing.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new TypeError('A copy of a drawing is a drawing.');
  const from = [drawing, ...drawing.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    const target = to[at];
    for (const name of kept) target?.setAttribute(name, style.getPropertyValue(name));
    target?.removeAttribute('class');
    target?.removeAttribute('style');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const figure = drawing.closest('figure') ?? drawing;
  const head = chartHead(figure);
  const { height: above } = drawHead(head, { x, top: y, width });
  const top = y - above;
  copy.setAttribute('viewBox', `${x} ${top} ${width} ${height + above}`);
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const fill = getComputedStyle(document.body).backgroundColor;
  const place = { x, y: top, width, height: height + above, fill };
  for (const [name, value] of Object.entries(place)) background.setAttribute(name, String(value));
  copy.prepend(background, ...drawHead(head, { x, top, width }).shapes);
  return { text: `${new XMLSerializer().serializeToString(copy)}\n`, width, height: height + above };
}
