/** Why the system did not write a file. */

export interface WriteFault {
  readonly kind: 'full' | 'read-only' | 'taken' | 'missing' | 'too-long' | 'other';
  /** The end of "… because". */
  readonly because: string;
}

/** @param error what writing threw */
export function writeFaultOf(error: unknown): WriteFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { kind: 'full', because: 'the disk is full' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'read-only', because: 'the folder is read-only' };
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return { kind: 'taken', because: 'a file stands where a folder is needed, or a folder where a file is' };
    case 'ENOENT':
      return { kind: 'missing', because: 'no folder can be made there' };
    case 'ENAMETOOLONG':
      return { kind: 'too-long', because: 'a path would be longer than the system allows' };
    default:
      return { kind: 'other', because: error instanceof Error ? error.message : String(error) };
  }
}
