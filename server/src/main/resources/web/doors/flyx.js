import { openDoor } from './door.js';
import { root } from '../demo/site.js';
import { candidate, json, mistakes, parsed, sdp, typeOf } from './json.js';

const nobody = '00000000-0000-4000-8000-000000000000';
const roomUrl = ({ room }) => new URL(`rooms/${room ?? 'ROOM'}`, root);
const door = ({ place, room }) => place.socket + (room ?? 'ROOM');
const about = (facts, who, more) => ({ data: { client_id: facts[who].peer ?? '', ...more } });

function learn(facts, who, text) {
  const { type, data, id, path } = parsed(text);
  if (id && path) facts.room = id;
  if (type === 'join') facts[who][data.role ? 'self' : 'peer'] = data.client_id;
  if (type === 'join' && data.resume) facts.key = data.resume;
}

const make = { name: 'POST /rooms', http: { method: 'POST', url: () => new URL('rooms', root) }, text: () => json({ max_clients: 4, metadata: { title: 'a try' } }), says: 'Makes a room. All members are optional: max_clients, idle_timeout_seconds, time_to_live_seconds, persistent (with --data), metadata. POST /room is the same.' };
const join = { name: 'join', text: () => json({ type: 'join' }), says: 'Asks who you are: the answer is a join with your id and your role.' };
const rest = [
  make,
  { name: 'GET /rooms/{id}', http: { method: 'GET', url: roomUrl }, bodyless: true, says: 'The room’s configuration, and who is in it. 404 when there is none.' },
  { name: 'PATCH /rooms/{id}', http: { method: 'PATCH', url: roomUrl }, text: () => json({ max_clients: 8 }), says: 'Changes what it names (RFC 7396).' },
  { name: 'DELETE /rooms/{id}', http: { method: 'DELETE', url: roomUrl }, bodyless: true, says: 'Deletes the room: whoever is in it gets a Close with 1001, room-closed.' },
];

openDoor({
  name: 'flyx',
  setting: 'flyx.enabled: true',
  addresses: ({ socket, origin }) => [
    { label: 'WebSocket', text: `${socket}{room_id}` },
    { label: 'REST', text: `${origin}/rooms` },
  ],
  commands: ({ socket, origin }) => [
    { label: 'curl: make a room', text: `curl -X POST ${origin}/rooms -H 'Content-Type: application/json' -d '{"max_clients":8}'` },
    { label: 'websocat: enter it', text: `(echo '{"type":"join"}'; cat) | websocat ${socket}ROOM_ID` },
  ],
  sample: { room: 'hK3f9Z', alice: { peer: '91ab…' } },
  ways: [{
    title: 'Sender and receiver',
    says: 'alice makes a room and is its sender, since she comes first; bob is a receiver. What a client says with client_id names whom it is for; what it hears, whom it is from.',
    url: door,
    nameOf: typeOf,
    learn,
    messages: [
      ...rest,
      join,
      { name: 'offer', text: (facts, who) => json({ type: 'offer', ...about(facts, who, { sdp }) }), says: 'From the sender: to the receiver that client_id names; to all of them without one. From a receiver: to the sender.' },
      { name: 'answer', text: (facts, who) => json({ type: 'answer', ...about(facts, who, { sdp }) }), says: 'The answer to an offer; travels as the offer does.' },
      { name: 'ice_candidate', text: (facts, who) => json({ type: 'ice_candidate', ...about(facts, who, { candidate }) }), says: 'An address at which you may be reached; travels as the offer does.' },
      { name: 'disconnect', text: () => json({ type: 'disconnect', data: { client_id: '' } }), says: 'You go, and the other side hears of it. A sender that names a receiver parts with that one, and stays.' },
    ],
    mistakes: [
      ...mistakes,
      { name: 'to nobody', text: () => json({ type: 'offer', data: { client_id: nobody, sdp } }), says: 'The id of a receiver that is not in this room.' },
      { name: 'bad room', http: { method: 'POST', url: () => new URL('rooms', root) }, text: () => json({ max_clients: 0 }), says: 'A configuration out of its range: a problem document says so (RFC 9457).' },
    ],
    steps: [
      { client: 'alice', send: 'POST /rooms', says: 'makes a room, over REST', hears: [['alice', '201 Created']] },
      { client: 'alice', open: true, send: 'join', says: 'connects to it: she is the sender', hears: [['alice', 'join']] },
      { client: 'bob', open: true, send: 'join', says: 'is a receiver, and alice hears of him', hears: [['alice', 'join'], ['bob', 'join']] },
      { client: 'alice', send: 'offer', says: 'offers to bob alone, by his id', hears: [['bob', 'offer']] },
      { client: 'bob', send: 'answer', says: 'answers', hears: [['alice', 'answer']] },
      { client: 'bob', send: 'ice_candidate', says: 'tells where he can be reached', hears: [['alice', 'ice_candidate']] },
      { client: 'alice', send: 'GET /rooms/{id}', says: 'looks at the room', hears: [['alice', '200 OK']] },
      { client: 'bob', send: 'disconnect', says: 'says goodbye, and alice hears it', hears: [['alice', 'disconnect']] },
      { client: 'alice', send: 'DELETE /rooms/{id}', says: 'deletes the room she is in', hears: [['alice', '204 No Content'], ['alice', 'closed']] },
    ],
  }, {
    title: 'Coming back',
    clients: ['before', 'after'],
    says: 'One client over two connections. With ?resume it asks for a key; with the key a second connection takes the place of the first, lost or not, with the id and the role it had.',
    url: (facts, who) => `${door(facts)}?resume${who === 'after' ? `=${facts.key ?? 'KEY'}` : ''}`,
    nameOf: typeOf,
    learn,
    messages: [{ ...make }, join],
    mistakes: mistakes.slice(0, 1),
    steps: [
      { client: 'before', send: 'POST /rooms', says: 'makes a room', hears: [['before', '201 Created']] },
      { client: 'before', open: true, send: 'join', says: 'connects with ?resume, and gets a key with its id', hears: [['before', 'join']] },
      { client: 'after', open: true, says: 'connects with that key: same id, a fresh key; the first one is closed', hears: [['after', 'join'], ['before', 'closed']] },
    ],
  }],
  answers: [
    { name: 'join', example: '{"type":"join","data":{"client_id":"6f1c…","role":"sender"}}', says: 'Who you are, in answer to your own join; with resume, a key, for those who asked for one.' },
    { name: 'join', example: '{"type":"join","data":{"client_id":"91ab…"}}', says: 'To the sender: a receiver is here.' },
    { name: 'offer, answer, ice_candidate', example: '{"type":"answer","data":{"client_id":"91ab…","sdp":"…"}}', says: 'From the other side; client_id is always whom it is from, whatever they claimed.' },
    { name: 'disconnect', example: '{"type":"disconnect","data":{"client_id":"91ab…"}}', says: 'The other side is gone.' },
    { name: 'error', example: '{"type":"error","data":{"code":"unknown-peer","message":"…"}}', says: 'A message was refused; nothing else happened and the connection stays.' },
  ],
  errorTitle: 'code or status',
  errors: [
    ['bad-json, bad-utf8', 'Not one strict JSON object; a routing field that is not valid Unicode.'],
    ['limit', 'Nested deeper than 16, more than 4,096 tokens, a number of more than 38 digits.'],
    ['missing-type, unknown-type', 'No type, or one that this door does not have.'],
    ['bad-field', 'data, sdp or candidate is missing, or of the wrong kind.'],
    ['ambiguous-field', 'In anything but a join: type, data or data.client_id is there twice, or is spelled in other letter case: receivers would not agree on which one counts.'],
    ['unknown-peer', 'No such receiver in this room; a receiver’s message while there is no sender.'],
    ['room-full, not-in-room', 'The room has max_clients; the room is no more.'],
    ['key-reused', 'Somebody tried to come back with a key of yours that was used before.'],
    ['binary, rate-limited', 'A binary message; more messages in a second than websocket.max-messages-per-second.'],
    ['HTTP 406', 'No room found: the handshake to a room that does not exist.'],
    ['HTTP 410', 'The session to come back to is over, or its key was used before.'],
    ['HTTP 429', 'flyx.max-misses-per-minute rooms asked for in vain from one address; or flyx.max-rooms-per-minute made.'],
  ],
  closes: ['room-closed', 'room-full', 'kicked', 'replaced', 'session-over'],
});
