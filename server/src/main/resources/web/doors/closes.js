/** Why connections end: the stable word that a Close's reason starts with, what it means, and when to come back. */
export const closes = [
  { label: 'shutdown', code: 1001, says: 'The server stops or restarts.', back: 'after a pause' },
  { label: 'gone', code: 1001, says: 'Not a sign of life for too long, though pings went out.', back: 'at once' },
  { label: 'room-closed', code: 1001, says: 'The room was deleted, or its time is over.', back: 'not to this room' },
  { label: 'protocol-error', code: 1002, says: 'A frame breaks RFC 6455.', back: 'not with the same bytes' },
  { label: 'invalid-data', code: 1007, says: 'Text that is not UTF-8, or compressed data that does not inflate.', back: 'not with the same bytes' },
  { label: 'not-admitted', code: 1008, says: 'The name or the first message was refused; an error that says why came before.', back: 'with another name' },
  { label: 'identify-timeout', code: 1008, says: 'The first message did not come in time.', back: 'at once' },
  { label: 'rate-limited', code: 1008, says: 'Too many messages or errors in a second.', back: 'after a pause' },
  { label: 'kicked', code: 1008, says: 'An operator removed the client from its room.', back: 'no' },
  { label: 'replaced', code: 1008, says: 'The session goes on over another connection, which took the place of this one.', back: 'it is back already' },
  { label: 'session-over', code: 1008, says: 'The session to go on with ended at the same moment.', back: 'at once, without the key' },
  { label: 'too-big', code: 1009, says: 'A message larger than this door allows.', back: 'not with the same bytes' },
  { label: 'too-many-fragments', code: 1009, says: 'A message in too many pieces.', back: 'not with the same bytes' },
  { label: 'internal-error', code: 1011, says: 'A fault of the server’s own.', back: 'after a pause' },
  { label: 'room-full', code: 1013, says: 'The room has as many clients as it takes.', back: 'after a pause' },
];

/** Rows that any WebSocket door may end a connection with. */
export const common = ['shutdown', 'gone', 'protocol-error', 'invalid-data', 'rate-limited', 'too-big', 'too-many-fragments', 'internal-error'];

/** What a close means, in a sentence or two. */
export function explain({ code, reason, opened }) {
  const row = closes.find(({ label, code: known }) => known === code && reason.startsWith(`${label}:`));
  if (row) return `${row.says} Come back: ${row.back}.`;
  switch (code) {
    case 0: return reason;
    case 1000: return 'A normal end: one side had nothing more to say.';
    case 1005: return 'A Close without a code.';
    case 1006: return opened
      ? 'The connection was cut without a Close: the server or the way to it is gone, or it did not wait for a slow reader.'
      : 'The server refused the handshake, or is not there. A browser is not told which.';
    default: return reason || 'No reason was given.';
  }
}
