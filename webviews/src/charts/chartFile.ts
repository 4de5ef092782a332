/** A drawing as a file of its own: what the style sheets and the theme give it is written into it. */

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

/** @returns the text of an SVG file, on the background of the page */
export function chartFile(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
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
  const { width, height, x, y } = drawing.viewBox.baseVal;
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = { x, y, width, height, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(place)) background.setAttribute(name, String(value));
  copy.prepend(background);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}
