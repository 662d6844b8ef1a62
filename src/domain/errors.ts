/** Why the program could not go on. The README lists each with its remedy; a test keeps the two in step. */
export const FAULT_CODES = [
  'invalid-config',
  'invalid-id',
  'invalid-time',
  'invalid-content',
  'invalid-report',
  'graph-refused',
  'graph-unavailable',
  'graph-throttled',
  'connector-token',
  'storage-conflict',
  'storage-unavailable',
  'storage-failed',
  'folder-owned',
  'not-migrated',
  'move-refused',
  'move-differs',
  'run-in-past',
  'needs-confirmation',
  'demo-refused',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** A bug, a bad setting or a broken dependency. Never an answer the domain expects. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}

/** Ends a switch over a union: a missing case does not compile, and one that arrives all the same is loud. */
export function absurd(value: never): never {
  throw new TypeError(`unhandled case: ${JSON.stringify(value)}`);
}
