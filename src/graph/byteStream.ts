import type { Deadline } from './deadline.ts';

/** A body that ended before its end: reset, closed early, or silent for too long. */
export class BrokenStream extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'BrokenStream';
  }
}

/**
 * A body, piece by piece. `limit` counts only while a piece is waited for, not while the reader is busy with one. Rejects
 * with `BrokenStream` when the body breaks off, with the program's own reason when it stops. Ending early closes the connection.
 */
export async function* bytesOf(response: Response, limit: Deadline, stop: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let isOpen = true;
  try {
    for (;;) {
      limit.restart();
      const piece = await reader.read().catch((cause: unknown) => {
        isOpen = false;
        stop?.throwIfAborted();
        throw new BrokenStream(cause);
      });
      limit.stop();
      if (piece.done) {
        isOpen = false;
        return;
      }
      yield piece.value;
    }
  } finally {
    limit.stop();
    if (isOpen) await reader.cancel();
  }
}
