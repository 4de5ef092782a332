/** The version of Plumbline, as the manifest states it. */
import manifest from '../../../package.json' with { type: 'json' };

export const version: string = manifest.version;
