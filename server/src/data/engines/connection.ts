/** Where an engine is and who asks, from its connection string. */
import { TableProblem } from '../tableProblem.ts';

export interface EngineConnection {
  /** Scheme, host and port, without user and password: fit to be shown. */
  readonly server: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly catalog: string | undefined;
  readonly schema: string | undefined;
}

/**
 * Reads `https://user:password@host:8443/catalog/schema`.
 *
 * @param variable the variable that holds the text, for sentences; the text itself is never part of one
 * @throws {TableProblem} when it is no such address
 */
export function readConnection(text: string, variable: string): EngineConnection {
  if (!URL.canParse(text)) throw wrong(variable);
  const url = new URL(text);
  const [catalog, schema, ...rest] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const isAddress = (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' && rest.length === 0;
  if (!isAddress) throw wrong(variable);
  const password = url.password === '' ? undefined : decode(url.password);
  if (password !== undefined && url.protocol === 'http:' && !isLocal(url.hostname)) {
    throw new TableProblem(
      `The variable ${variable} would send a password over http, where everybody on the way can read it; use https.`,
    );
  }
  return { server: url.origin, user: decode(url.username) || 'plumbline', password, catalog, schema };
}

function wrong(variable: string): TableProblem {
  return new TableProblem(
    `The variable ${variable} holds no connection; write it like https://user:password@host:8443/catalog/schema.`,
  );
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
