import { Fault, type FaultCode } from '../domain/errors.ts';

/** What kept one file from being read; the text names the file and, where it was read at all, line and column. */
export interface ReadProblem {
  readonly code: FaultCode;
  readonly text: string;
}

/** Faults that concern one file: it is malformed or cut off, or the service does not give it now. */
const OF_ONE_FILE: ReadonlySet<FaultCode> = new Set(['invalid-report', 'graph-unavailable']);

/** The problem of one file, with which the others can go on. Anything else, a missing permission for instance, is thrown on. */
export function problemOf(fault: unknown): ReadProblem {
  if (fault instanceof Fault && OF_ONE_FILE.has(fault.code)) return { code: fault.code, text: fault.message };
  throw fault;
}
