import { bootWorker } from '../src/fleet/boot.ts';

await bootWorker('deliver');
