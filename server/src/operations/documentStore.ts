/** Files of one language: what the disk holds, and open documents over it, read again only where they changed. */
import { yamlSizeLimit } from '../yaml/yamlFile.ts';
import type { WorkspaceFiles } from './ports.ts';

/** Bytes beyond which a file is not read from the disk: no text within the limit of characters takes more. */
export const specSizeLimit = yamlSizeLimit * 4;

/** Stands for a text that is too large to be read. Its first line is empty, so that a finding there is at its start. */
const tooLargeText = `\n${' '.repeat(yamlSizeLimit)}`;

export interface DocumentStore<File> {
  /** The editor shows a document: its text counts instead of the file's, until `close`. */
  open(uri: string, text: string): void;
  close(uri: string): void;
  isOpen(uri: string): boolean;
  /** Addresses of the open documents. */
  opened(): readonly string[];
  /** Files were changed on disk; no addresses means that any may have been. */
  changed(uris: readonly string[]): void;
  /** The newest version of a file: the same object for the same text. Undefined when there is nothing to read. */
  read(uri: string): Promise<File | undefined>;
}

interface KnownFile<File> {
  readonly reader: { read(text: string): File };
  /** Text of an open document. */
  overlay: string | undefined;
  /** What the disk holds; undefined until read, and after a change. */
  disk: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unreadable' } | undefined;
}

export function createDocumentStore<File>(
  files: Pick<WorkspaceFiles, 'readFile'>,
  createReader: (uri: string) => { read(text: string): File },
): DocumentStore<File> {
  const known = new Map<string, KnownFile<File>>();

  function fileOf(uri: string): KnownFile<File> {
    const file: KnownFile<File> = known.get(uri) ?? { reader: createReader(uri), overlay: undefined, disk: undefined };
    known.set(uri, file);
    return file;
  }

  async function read(uri: string): Promise<File | undefined> {
    const file = fileOf(uri);
    if (file.overlay !== undefined) return file.reader.read(file.overlay);
    if (file.disk === undefined) {
      const content = await files.readFile(uri, specSizeLimit);
      if (content.kind === 'content') file.disk = { kind: 'text', text: content.text };
      // The reader says what is wrong with a file that is too large; its length is all that it needs to know.
      else if (content.kind === 'too-large') file.disk = { kind: 'text', text: tooLargeText };
      else file.disk = { kind: 'unreadable' };
    }
    return file.disk.kind === 'text' ? file.reader.read(file.disk.text) : undefined;
  }

  return {
    open: (uri, text) => {
      fileOf(uri).overlay = text;
    },
    close: (uri) => {
      const file = fileOf(uri);
      file.overlay = undefined;
      file.disk = undefined;
    },
    isOpen: (uri) => known.get(uri)?.overlay !== undefined,
    opened: () => [...known].filter(([, file]) => file.overlay !== undefined).map(([uri]) => uri),
    changed: (uris) => {
      for (const [uri, file] of known) if (uris.length === 0 || uris.includes(uri)) file.disk = undefined;
    },
    read,
  };
}
