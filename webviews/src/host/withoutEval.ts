/**
 * Tells zod not to compile its schemas with `new Function`, which the page's content policy forbids.
 *
 * zod probes for it as soon as a schema is made, and the probe alone is a policy violation: import this file first.
 */
import * as z from 'zod';

z.config({ jitless: true });
