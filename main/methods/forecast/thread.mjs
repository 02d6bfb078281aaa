/** Starts worker.ts from source, through the loader that runs it here; a bundle starts its own file instead. */
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
