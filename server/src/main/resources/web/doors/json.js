/** What the doors that speak JSON have in common. */

/** A message laid out as one would type it: an object over several lines only when it holds another. */
export function json(message) {
  const nested = Object.values(message).some((value) => value !== null && typeof value === 'object');
  return nested ? JSON.stringify(message, null, 2) : JSON.stringify(message).replaceAll('","', '", "').replaceAll('":"', '": "');
}

export function parsed(text) {
  try {
    const message = JSON.parse(text);
    return message !== null && typeof message === 'object' ? message : {};
  } catch {
    return {};
  }
}

/** A message by its `type`, or by its beginning if it has none. */
export function typeOf(text) {
  const { type } = parsed(text);
  return typeof type === 'string' ? type : text.slice(0, 40);
}

/** What the doors' clients get wrong most. */
export const mistakes = [
  { name: 'not JSON', text: () => '{"type":', says: 'Malformed: an error says so and the connection stays.' },
  { name: 'unknown type', text: () => json({ type: 'SING' }), says: 'A type that this door does not have.' },
  { name: 'no type', text: () => json({ hello: 'there' }), says: 'Without a type nothing can be done with it.' },
  { name: 'binary', binary: true, says: 'These doors speak text. A binary message is answered with an error and ignored.' },
];

/** An SDP of the right form that no one could connect with. */
export const sdp = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n';
export const candidate = 'candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host';
