/** Messages to PostgreSQL, as https://www.postgresql.org/docs/current/protocol-message-formats.html says; text in UTF-8. */

const HEADER = 5;
const LENGTH = 4;
const COUNT = 2;
const ENDED = 1;

/** Asks for a statement to be parsed and kept under a name. */
export function parseMessage(name: string, text: string): Buffer {
  const message = started('P', Buffer.byteLength(name) + ENDED + Buffer.byteLength(text) + ENDED + COUNT);
  const at = addEnded(message, text, addEnded(message, name, HEADER));
  message.writeInt16BE(0, at); // the types of parameters are left to the database
  return message;
}

/** Gives a kept statement its parameters, as text; answers are to come as text. */
export function bindMessage(statement: string, values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const room = lengths.reduce((sum, length) => sum + LENGTH + Math.max(length, 0), 0);
  const message = started('B', ENDED + Buffer.byteLength(statement) + ENDED + COUNT + COUNT + room + COUNT);
  let at = addEnded(message, statement, addEnded(message, '', HEADER));
  at = message.writeInt16BE(0, at);
  at = message.writeUInt16BE(values.length, at);
  for (const [place, value] of values.entries()) {
    at = message.writeInt32BE(lengths[place] ?? -1, at);
    if (value !== null) at += message.write(value, at);
  }
  message.writeInt16BE(0, at);
  return message;
}

/** Asks what columns the rows of a bound statement have. */
export const DESCRIBE = whole('D', 'P\0');
/** Asks for all rows. */
export const EXECUTE = whole('E', '\0\0\0\0\0');
/** Ends what belongs together: after an error everything up to it is passed over. */
export const SYNC = whole('S', '');

/** Lets go of a kept statement; none of that name is no error. */
export const closeMessage = (statement: string): Buffer => whole('C', `S${statement}\0`);

/** One command without parameters. */
export const queryMessage = (text: string): Buffer => whole('Q', `${text}\0`);

function whole(kind: string, body: string): Buffer {
  const message = started(kind, Buffer.byteLength(body));
  message.write(body, HEADER);
  return message;
}

function started(kind: string, room: number): Buffer {
  const message = Buffer.allocUnsafe(HEADER + room);
  message.write(kind, 'latin1');
  message.writeInt32BE(LENGTH + room, 1);
  return message;
}

/** Text with a zero behind it; gives the place after it. */
function addEnded(message: Buffer, text: string, at: number): number {
  const end = at + message.write(text, at);
  return message.writeUInt8(0, end);
}
