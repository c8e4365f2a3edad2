import { openDoor } from './door.js';
import { candidate, json, mistakes, parsed, sdp, typeOf } from './json.js';

const nobody = '00000000-0000-4000-8000-000000000000';
const room = ({ mark }) => (mark ? `try${mark}` : 'cool-room');
const to = (facts, who) => facts[who].peer ?? nobody;

function learn(facts, who, text) {
  const message = parsed(text);
  switch (message.type) {
    case 'ROOM_MEMBERS': facts[who].peer = message.members[0]?.id; break;
    case 'NEW_PEER_IN_ROOM': facts[who].peer = message.peer.id; break;
    default: if (message.fromPeerId) facts[who].peer = message.fromPeerId;
  }
}

openDoor({
  name: 'rooms',
  setting: 'rooms.enabled: true',
  addresses: ({ socket }) => [{ label: 'WebSocket', text: socket }],
  commands: ({ socket, origin }) => [
    { label: 'websocat: into a room', text: `(echo '{"type":"IDENTIFY","username":"carol"}'; echo '{"type":"JOIN_ROOM","roomId":"cool-room"}'; cat) | websocat ${socket}` },
    { label: 'In a page, with the client this server serves', text: `import { Ringdown } from '${origin}/client.js'` },
  ],
  sample: { alice: { peer: '6f1c…' } },
  ways: [{
    title: 'Two in a room',
    says: 'Two connections from this page into one room. The one who joins makes the offer; both then would talk directly.',
    url: ({ place }) => place.socket,
    nameOf: typeOf,
    learn,
    messages: [
      { name: 'IDENTIFY', text: ({ mark }, who) => json({ type: 'IDENTIFY', username: who + mark }), says: 'Who you are: the first message, within 5 s. A name is one client’s at a time, and free again when that one is gone.' },
      { name: 'JOIN_ROOM', text: (facts) => json({ type: 'JOIN_ROOM', roomId: room(facts) }), says: 'Enters a room, which comes into being with its first member. Joining a second one leaves the first; joining the same one again announces you again.' },
      { name: 'SDP_OFFER', text: (facts, who) => json({ type: 'SDP_OFFER', toPeerId: to(facts, who), sdp: { type: 'offer', sdp } }), says: 'To one member of your room, byte for byte as you sent it. The joiner makes the offers. The server puts your true id into fromPeerId, whatever you claim.' },
      { name: 'SDP_ANSWER', text: (facts, who) => json({ type: 'SDP_ANSWER', toPeerId: to(facts, who), sdp: { type: 'answer', sdp } }), says: 'The answer to an offer; travels as the offer does.' },
      { name: 'ICE_CANDIDATE', text: (facts, who) => json({ type: 'ICE_CANDIDATE', toPeerId: to(facts, who), iceCandidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 } }), says: 'An address at which you may be reached; travels as the offer does.' },
      { name: 'LEAVE_ROOM', text: () => json({ type: 'LEAVE_ROOM' }), says: 'Leaves the room; the connection stays.' },
    ],
    mistakes: [
      ...mistakes,
      { name: 'to nobody', text: () => json({ type: 'SDP_OFFER', toPeerId: nobody, sdp: { type: 'offer', sdp } }), says: 'An offer to an id that is not in your room.' },
      { name: 'CHAT_MESSAGE', text: () => json({ type: 'CHAT_MESSAGE', content: 'hello' }), says: 'Chat travels from peer to peer; the server does not carry it.' },
    ],
    steps: [
      { client: 'alice', open: true, send: 'IDENTIFY', says: 'connects, and says who she is', hears: [['alice', 'AUTH_SUCCESS']] },
      { client: 'bob', open: true, send: 'IDENTIFY', says: 'does the same', hears: [['bob', 'AUTH_SUCCESS']] },
      { client: 'alice', send: 'JOIN_ROOM', says: 'enters a room: nobody is there yet', hears: [['alice', 'ROOM_MEMBERS']] },
      { client: 'bob', send: 'JOIN_ROOM', says: 'enters too, and both hear of it', hears: [['bob', 'ROOM_MEMBERS'], ['alice', 'NEW_PEER_IN_ROOM']] },
      { client: 'bob', send: 'SDP_OFFER', says: 'joined last, so he offers', hears: [['alice', 'SDP_OFFER']] },
      { client: 'alice', send: 'SDP_ANSWER', says: 'answers', hears: [['bob', 'SDP_ANSWER']] },
      { client: 'bob', send: 'ICE_CANDIDATE', says: 'tells where he can be reached', hears: [['alice', 'ICE_CANDIDATE']] },
      { client: 'bob', send: 'LEAVE_ROOM', says: 'leaves, and alice hears of it', hears: [['alice', 'PEER_LEFT_ROOM']] },
    ],
  }],
  answers: [
    { name: 'AUTH_SUCCESS', example: '{"type":"AUTH_SUCCESS","status":"success","username":"alice"}', says: 'The name is yours.' },
    { name: 'AUTH_ERROR', example: '{"type":"AUTH_ERROR","status":"error","username":"","message":"Username already taken."}', says: 'The name or the first message was refused; a Close with 1008 follows.' },
    { name: 'ROOM_MEMBERS', example: '{"type":"ROOM_MEMBERS","roomId":"cool-room","members":[{"id":"6f1c…","username":"bob"}]}', says: 'You are in, and who else is; empty when you are alone.' },
    { name: 'NEW_PEER_IN_ROOM', example: '{"type":"NEW_PEER_IN_ROOM","roomId":"cool-room","peer":{"id":"91ab…","username":"carol"}}', says: 'Somebody joined, perhaps once more: comes before anything they send you.' },
    { name: 'PEER_LEFT_ROOM', example: '{"type":"PEER_LEFT_ROOM","roomId":"cool-room","peer":{"id":"91ab…","username":"carol"}}', says: 'Somebody left or lost the connection: comes after everything they sent you.' },
    { name: 'ERROR', example: '{"type":"ERROR","code":"unknown-peer","message":"…"}', says: 'A message was refused; nothing else happened and the connection stays.' },
  ],
  errors: [
    ['bad-json, bad-utf8', 'Not one strict JSON object; a routing field that is not valid Unicode.'],
    ['limit', 'Nested deeper than 16, more than 4,096 tokens, a number of more than 38 digits.'],
    ['missing-type, unknown-type', 'No type, or one that this door does not have.'],
    ['bad-field', 'A field is missing, empty or of the wrong kind.'],
    ['ambiguous-field', 'An offer, answer or candidate in which type, toPeerId or fromPeerId is there twice, or is spelled in other letter case: receivers would not agree on which one counts.'],
    ['not-in-room, room-full', 'Relay outside a room; the room has rooms.max-members.'],
    ['unknown-peer', 'Nobody with that id is in your room.'],
    ['already-identified', 'A second IDENTIFY.'],
    ['binary, not-relayed', 'A binary message; chat, which travels from peer to peer.'],
    ['rate-limited', 'More messages in a second than websocket.max-messages-per-second.'],
  ],
  closes: ['identify-timeout', 'not-admitted'],
});
