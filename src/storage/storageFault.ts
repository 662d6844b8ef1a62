import { Fault } from '../domain/errors.ts';

const UNIQUE_VIOLATION = '23505';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const LOCK_NOT_AVAILABLE = '55P03';
const CONFLICTS: ReadonlySet<string> = new Set([UNIQUE_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE]);
const QUERY_CANCELED = '57014';

const CONNECTION_EXCEPTIONS = '08';
const TOO_MANY_CONNECTIONS = '53300';
const ADMIN_SHUTDOWN = '57P01';
const CRASH_SHUTDOWN = '57P02';
const CANNOT_CONNECT_NOW = '57P03';
const IDLE_IN_TRANSACTION = '25P03';
const UNREACHABLE: ReadonlySet<string> = new Set([TOO_MANY_CONNECTIONS, ADMIN_SHUTDOWN, CRASH_SHUTDOWN, CANNOT_CONNECT_NOW, IDLE_IN_TRANSACTION]);
const LOGIN_REFUSED = '28';
const NO_SUCH_DATABASE = '3D000';
const INSUFFICIENT_PRIVILEGE = '42501';

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Codes of the operating system, `ECONNREFUSED` and the like. */
const SYSTEM_CODE = /^E[A-Z_]+$/;

/** What a driver's error says that may be repeated: its code and the constraint; never its text, query or parameters. */
export interface DriverSigns {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
}

export function signsOf(error: unknown): DriverSigns {
  if (typeof error !== 'object' || error === null) return { code: undefined, constraint: undefined };
  const code =
    'code' in error && typeof error.code === 'string' && (SQLSTATE.test(error.code) || SYSTEM_CODE.test(error.code)) ? error.code : undefined;
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  return { code, constraint };
}

/** Whether the connection was lost or could not be made, so that a new one may do. A driver's error without a code is one. */
export function isConnectionLoss({ code }: DriverSigns): boolean {
  return code === undefined || code.startsWith(CONNECTION_EXCEPTIONS) || UNREACHABLE.has(code) || (SYSTEM_CODE.test(code) && !SQLSTATE.test(code));
}

/** Whether waiting will not help: wrong user or password, no such database. */
export function isLoginRefused({ code }: DriverSigns): boolean {
  return code !== undefined && (code.startsWith(LOGIN_REFUSED) || code === NO_SUCH_DATABASE);
}

/** The fault for a driver's error. The error itself is not attached, for it carries the query's parameters. */
export function storageFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const signs = signsOf(error);
  const said = `SQLSTATE ${signs.code ?? 'none'}${signs.constraint === undefined ? '' : `, constraint ${signs.constraint}`}`;
  if (signs.code !== undefined && CONFLICTS.has(signs.code))
    return new Fault('storage-conflict', `another writer came first (${said}); run it again`);
  if (signs.code === QUERY_CANCELED)
    return new Fault(
      'storage-failed',
      `the server ended a statement that took too long or was cancelled (${said}); look what keeps it busy, then run it again`,
    );
  if (signs.code === INSUFFICIENT_PRIVILEGE)
    return new Fault(
      'storage-failed',
      `the database's user may not do what was needed (${said}); it has to own the tables, so let one user of DATABASE_URL migrate and run the coach`,
    );
  if (isConnectionLoss(signs) || isLoginRefused(signs))
    return new Fault(
      'storage-unavailable',
      `the connection to the database was lost or refused (${said}); check that it runs and that DATABASE_URL names it`,
    );
  return new Fault('storage-failed', `the database did not do what was asked (${said}); this is a fault of the program or of the database's state`);
}
