/** Sees to it that a server learns of trust, also when it is given while that server starts. */

export interface TrustTeller {
  /** To be asked once by each server that starts: whether the workspace is trusted as far as it is told now. */
  tellStarting: () => boolean;
  /** To be called when a server runs, and when trust was given: says so where the server does not know it yet. */
  tellRunning: () => void;
}

export interface TrustTellerPorts {
  readonly isTrusted: () => boolean;
  /** Tells the server that runs, if one does; false: none does, so that it is told when one runs. */
  readonly tell: () => boolean;
}

export function createTrustTeller({ isTrusted, tell }: TrustTellerPorts): TrustTeller {
  // Trust is never taken away without a restart of the extension.
  let isKnown = true;
  return {
    tellStarting: () => {
      isKnown = isTrusted();
      return isKnown;
    },
    tellRunning: () => {
      if (!isKnown && isTrusted()) isKnown = tell();
    },
  };
}
