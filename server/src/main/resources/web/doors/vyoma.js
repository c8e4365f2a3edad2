import { openDoor } from './door.js';
import { json, mistakes, sdp, typeOf } from './json.js';

const waiting = '⌛ Waiting for another entrepreneur...';
const paired = '🎯 Connected with an entrepreneur!';
const left = '⚠️ Partner disconnected.';

openDoor({
  name: 'vyoma',
  setting: 'vyoma.enabled: true',
  addresses: ({ socket }) => [
    { label: 'WebSocket, plain text', text: socket },
    { label: 'WebSocket, JSON', text: `${socket}?format=json` },
  ],
  commands: ({ socket }) => [
    { label: 'websocat, in two terminals', text: `websocat ${socket}` },
  ],
  ways: [{
    title: 'Plain text',
    says: 'Whoever waits longest gets the next who comes. If somebody else is waiting right now, you may meet them instead of each other: start over then.',
    url: ({ place }) => place.socket,
    nameOf: (text) => ([waiting, paired, left].includes(text) ? text : text.startsWith('⚠️ ') ? 'error' : 'text'),
    messages: [
      { name: 'text', text: (facts, who) => `Hello from ${who}!`, says: 'Any text: your partner gets it as it is. Without a partner it is dropped.' },
      { name: 'bytes', binary: true, says: 'Any bytes: your partner gets them as text; what is no UTF-8 in them becomes �.' },
    ],
    mistakes: [],
    steps: [
      { client: 'alice', open: true, says: 'comes first, and waits', hears: [['alice', waiting]] },
      { client: 'bob', open: true, says: 'comes, and both are paired', hears: [['alice', paired], ['bob', paired]] },
      { client: 'alice', send: 'text', says: 'says something', hears: [['bob', 'text']] },
      { client: 'bob', send: 'text', says: 'says something back', hears: [['alice', 'text']] },
      { client: 'bob', close: true, says: 'hangs up, and alice hears of it', hears: [['bob', 'closed'], ['alice', left]] },
    ],
  }, {
    title: 'JSON',
    says: 'The same with envelopes, so that pages can tell what is said from what is signalled.',
    url: ({ place }) => `${place.socket}?format=json`,
    nameOf: typeOf,
    messages: [
      { name: 'message', text: (facts, who) => json({ type: 'message', payload: `Hello from ${who}!` }), says: 'Something said: to a partner who speaks plain text it goes as that text.' },
      { name: 'typing', text: () => json({ type: 'typing', payload: true }), says: 'Any type that is not the server’s own goes to a partner who speaks JSON, as it came.' },
      { name: 'signal', text: () => json({ type: 'signal', payload: { description: { type: 'offer', sdp } } }), says: 'Offers, answers and candidates, if the two want to go on directly. Whoever was told initiator makes the offer.' },
      { name: 'next', text: () => json({ type: 'next' }), says: 'Parts with the partner, and looks for another.' },
    ],
    mistakes: [
      ...mistakes.filter(({ name }) => name !== 'unknown type'),
      { name: 'the server’s word', text: () => json({ type: 'paired' }), says: 'waiting, paired, partner_left and error are the server’s to say.' },
    ],
    steps: [
      { client: 'alice', open: true, says: 'comes first, and waits', hears: [['alice', 'waiting']] },
      { client: 'bob', open: true, says: 'comes, and both are paired', hears: [['alice', 'paired'], ['bob', 'paired']] },
      { client: 'alice', send: 'typing', says: 'types', hears: [['bob', 'typing']] },
      { client: 'alice', send: 'message', says: 'says something', hears: [['bob', 'message']] },
      { client: 'bob', send: 'signal', says: 'offers to go on directly', hears: [['alice', 'signal']] },
      { client: 'bob', close: true, says: 'hangs up, and alice hears of it', hears: [['bob', 'closed'], ['alice', 'partner_left']] },
    ],
  }],
  answers: [
    { name: 'waiting', example: `${waiting}\n{"type":"waiting"}`, says: 'Nobody else is there yet.' },
    { name: 'paired', example: `${paired}\n{"type":"paired","payload":{"initiator":true,"format":"json"}}`, says: 'Somebody is. Exactly one of the two is the initiator; format is how the partner speaks.' },
    { name: 'partner_left', example: `${left}\n{"type":"partner_left"}`, says: 'The partner is gone, or looks for another.' },
    { name: 'message', example: 'Hello!\n{"type":"message","payload":"Hello!"}', says: 'The partner said something.' },
    { name: 'error', example: '⚠️ …\n{"type":"error","payload":{"code":"bad-json","message":"…"}}', says: 'A message was refused; the connection stays.' },
  ],
  errors: [
    ['bad-json, bad-utf8, limit', 'With ?format=json: not one strict JSON object; more of it than is taken.'],
    ['missing-type, bad-field', 'No type; a message without payload.'],
    ['reserved-type', 'A type that only the server sends.'],
    ['ambiguous-field', 'type is there twice, or is spelled in other letter case: receivers would not agree on which one counts.'],
    ['no-partner', 'Something for a partner while there is none; plain text is dropped in silence then.'],
    ['plain-partner', 'Something other than a message with a string, to a partner who speaks plain text.'],
    ['binary, rate-limited', 'With ?format=json: a binary message; more messages in a second than websocket.max-messages-per-second.'],
  ],
  closes: [],
});
