import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Held by one process of this machine at a time; the kernel frees it when the holder dies, however it dies. */
export interface Mutex {
  free(): Promise<void>;
}

/**
 * The mutex of a folder, or undefined while another process holds it. Node has no file locks, so on Linux it is a name
 * in the abstract socket namespace, and on macOS a file opened with O_EXLOCK.
 */
export async function tryMutex(folder: string): Promise<Mutex | undefined> {
  return process.platform === 'linux' ? tryName(folder) : tryFile(join(folder, 'start.lock'));
}

async function tryName(folder: string): Promise<Mutex | undefined> {
  const { dev, ino } = await stat(folder);
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A sandbox may forbid such names: then PostgreSQL's own lock file and initdb's renaming must do.
      resolve(error.code === 'EADDRINUSE' ? undefined : { free: async () => {} });
    });
    server.listen({ path: `\0wirewatch/${dev}/${ino}` }, () => {
      server.unref();
      resolve({ free: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

// <fcntl.h> of macOS: open(2) takes the lock or answers EAGAIN.
const O_EXLOCK = 0x20;

async function tryFile(file: string): Promise<Mutex | undefined> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    const handle = await open(file, flags, 0o600);
    return { free: () => handle.close() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
