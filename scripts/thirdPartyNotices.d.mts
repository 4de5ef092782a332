/** Types of thirdPartyNotices.mjs, which the build runs in plain Node. */
export function writeNotices(root: string, files: Iterable<string>): string;
