/** What looks like a password, a key or a token, in specs and in notebooks. */
import { lineStartOf } from '../yaml/lines.ts';

export interface Secret {
  /** Offsets in the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** What it looks like, for the message; never the secret itself. */
  readonly looksLike: string;
}

/** The secret is the group of that name; every repetition is bounded, so that no text takes long. */
const patterns: readonly { readonly pattern: RegExp; readonly looksLike: string }[] = [
  {
    pattern: /:\/\/[^\s:@/'"]{0,200}:(?<secret>[^\s@/'"]{1,500})@/dg,
    looksLike: 'a password in a connection string',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?:password|passwd|pwd|passphrase)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?<secret>[^\s"',;}#]{4,500})/dgi,
    looksLike: 'a password',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?:secret|token|(?:api|access|account|private|secret|shared[_-]?access)[_-]?(?:key|token|signature)|(?:client|aws)[_-]?secret(?:[_-]?access[_-]?key)?)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?<secret>(?=[^\s"',;}#]{0,500}\d)[^\s"',;}#]{8,500})/dgi,
    looksLike: 'a secret key',
  },
  {
    pattern:
      /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abprs]-[\w-]{10,255}|AIza[\w-]{35}|[sr]k_live_[A-Za-z0-9]{16,255}|hf_[A-Za-z0-9]{30,64}|sk-(?:proj-|ant-)?[\w-]{20,255}|eyJ[\w-]{10,2000}\.eyJ[\w-]{10,2000}\.[\w-]{0,2000})/dg,
    looksLike: 'an access token',
  },
  { pattern: /(?<secret>-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)/dg, looksLike: 'a private key' },
];

const none: readonly Secret[] = [];

/** Names of places where the secret is, and texts that stand for one in examples. */
const placeholder = /^(?:env:|\$|<|\{|\[|\*|&|!|%|\.{3}|…|x{3,}$|true$|false$|null$|none$|required$|optional$)/i;

/** What every secret has in it or before it: most texts have none of that, and need no further look. */
const hint =
  /:\/\/|passw|pwd|passphrase|secret|token|key|signature|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|AIza|_live_|hf_|sk-|eyJ|-----BEGIN/i;

/** Never throws, and takes time in proportion to the text. */
export function findSecrets(text: string): readonly Secret[] {
  if (!hint.test(text)) return none;
  const secrets: Secret[] = [];
  for (const { pattern, looksLike } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.['secret'] ?? [0, 0];
      const secret = text.slice(start, end);
      if (start === end || placeholder.test(secret)) continue;
      // In prose a word behind "password:" says where it is, not what it is.
      if (looksLike === 'a password' && isInComment(text, start) && /^[\p{L}.]+$/u.test(secret)) continue;
      if (secrets.some((other) => start < other.end && other.start < end)) continue;
      secrets.push({ start, end, looksLike });
    }
  }
  return secrets;
}

/**
 * The text with a star for each character of a secret, so that places in it stay true.
 *
 * @param text also one in which quotes and line breaks are escaped, as in the JSON of a notebook
 */
export function maskSecrets(text: string): string {
  if (!hint.test(text)) return text;
  let masked = '';
  let end = 0;
  // Of the same length, so that places stay; a quote that ends a name stays next to it, and so does one before a value.
  const plain = text
    .replace(/\\(["'])(?=\s*[:=,)\]}])/g, '$1 ')
    .replace(/\\(["'])/g, ' $1')
    .replace(/\\[ntr]/g, '  ');
  for (const secret of findSecrets(plain).toSorted((left, right) => left.start - right.start)) {
    masked += text.slice(end, secret.start) + '*'.repeat(secret.end - secret.start);
    end = secret.end;
  }
  return masked + text.slice(end);
}

function isInComment(text: string, offset: number): boolean {
  return /(?:^|\s)#/.test(text.slice(lineStartOf(text, offset), offset));
}

/** What a value must be that stands at this name, such as `DB_PASSWORD`; undefined for names of other things. */
export function credentialName(name: string): 'a password' | 'a secret key' | undefined {
  if (!hint.test(name)) return undefined;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_');
  if (/(?:^|_)(?:password|passwd|pwd|passphrase)$/.test(words)) return 'a password';
  const isKey =
    /(?:^|_)(?:secret|token|apikey|(?:api|access|account|private|secret|auth)_(?:key|token|signature)|secret_access_key|client_secret)$/;
  return isKey.test(words) ? 'a secret key' : undefined;
}
