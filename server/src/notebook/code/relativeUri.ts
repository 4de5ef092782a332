/** Names of files beside a notebook, as a person would write them in it. */

/** The path of a file seen from another file, with slashes: `../server/util.py`. */
export function relativeUri(fromFile: string, uri: string): string {
  const from = partsOf(fromFile).slice(0, -1);
  const to = partsOf(uri);
  const differs = from.findIndex((part, index) => part !== to[index]);
  const shared = differs < 0 ? from.length : differs;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

function partsOf(uri: string): readonly string[] {
  const path = uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '');
  return path.split('/').flatMap((part) => (part === '' ? [] : [decode(part)]));
}

/** Text that is no escaped address stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
