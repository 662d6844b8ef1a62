/** The fault's code and text are ours and hold no personal data; anything else only gives its name. */
export function faultName(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  return 'code' in fault && fault.name === 'Fault' ? `${String(fault.code)}: ${fault.message}` : fault.name;
}
