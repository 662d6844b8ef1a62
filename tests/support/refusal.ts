import { Fault } from '../../src/domain/errors.ts';

/** The fault the work ends with. Throws when it ends well, or with anything else. */
export async function refusal(work: Promise<unknown>): Promise<Fault> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof Fault)) throw new Error(`expected a fault, got ${String(fault)}`);
  return fault;
}
