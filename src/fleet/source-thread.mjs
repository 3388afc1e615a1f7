// The parse thread from its sources, for development and tests: a thread does not inherit the loader of TypeScript.
import { tsImport } from 'tsx/esm/api';

const thread = await tsImport('./parse-thread.ts', import.meta.url);

export const extract = thread.extract;
export const readFeed = thread.readFeed;
