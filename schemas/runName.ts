/** What a run is called. */
import * as z from 'zod';

/** That of its file without `.json`, so never a path. */
export const runName = () => z.string().regex(/^[^/\\]{1,200}$/);
