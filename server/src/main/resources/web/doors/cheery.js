import { openDoor } from './door.js';
import { json, mistakes, parsed, typeOf } from './json.js';

const other = { alice: 'bob', bob: 'alice' };

openDoor({
  name: 'cheery',
  setting: 'cheery.enabled: true',
  addresses: ({ socket }) => [{ label: 'WebSocket', text: socket }],
  commands: ({ socket }) => [
    { label: 'websocat: be on the list, and watch it', text: `(echo '{"type":"register","username":"carol"}'; cat) | websocat ${socket}` },
  ],
  ways: [{
    title: 'Two on the list',
    says: 'Whoever registers, in this page or anywhere, is on one list, which everybody gets at every change.',
    url: ({ place }) => place.socket,
    nameOf: typeOf,
    learn: (facts, who, text) => {
      const { type, users } = parsed(text);
      if (type === 'user_list') facts.users = users;
    },
    messages: [
      { name: 'register', text: ({ mark }, who) => json({ type: 'register', username: who + mark, ip: who === 'alice' ? '192.0.2.7' : '192.0.2.8' }), says: 'Puts you on the list, at an address of your choice; without ip, at the one you come from. Again: changes your name or your address.' },
      { name: 'get_ip', text: ({ mark }, who) => json({ type: 'get_ip', target: other[who] + mark }), says: 'Where somebody is. You need not be on the list yourself.' },
      { name: 'ping', text: () => json({ type: 'ping' }), says: 'A heartbeat of your own, answered with a pong.' },
      { name: 'pong', text: () => json({ type: 'pong' }), says: 'The answer to the server’s ping. Nothing comes back.' },
    ],
    mistakes: [
      ...mistakes.filter(({ binary }) => !binary),
      { name: 'get_ip of nobody', text: () => json({ type: 'get_ip', target: 'nobody at all' }), says: 'Somebody who is not on the list is offline.' },
      { name: 'a taken name', text: ({ mark }, who) => json({ type: 'register', username: other[who] + mark }), says: 'A name that somebody has: an error, then a Close with 1008.' },
    ],
    steps: [
      { client: 'alice', open: true, send: 'register', says: 'connects, and registers', hears: [['alice', 'user_list']] },
      { client: 'bob', open: true, send: 'register', says: 'does too, and both get the list', hears: [['alice', 'user_list'], ['bob', 'user_list']] },
      { client: 'alice', send: 'get_ip', says: 'asks where bob is', hears: [['alice', 'ip_response']] },
      { client: 'alice', send: 'get_ip of nobody', says: 'asks for somebody who is not there', hears: [['alice', 'ip_response']] },
      { client: 'bob', send: 'ping', says: 'shows that he lives', hears: [['bob', 'pong']] },
      { client: 'bob', close: true, says: 'goes, and alice gets the list without him', hears: [['bob', 'closed'], ['alice', 'user_list']] },
    ],
  }],
  answers: [
    { name: 'user_list', example: '{"type":"user_list","users":["alice","bob"]}', says: 'All who are registered, in that order, yourself included; at every change, a burst of changes in one list.' },
    { name: 'ip_response', example: '{"type":"ip_response","target":"bob","ip":"192.0.2.8"}', says: 'Where somebody is.' },
    { name: 'ip_response', example: '{"type":"ip_response","target":"dora","error":"User offline"}', says: 'Nobody of that name is registered.' },
    { name: 'pong', example: '{"type":"pong"}', says: 'The answer to your ping.' },
    { name: 'ping', example: '{"type":"ping"}', says: 'To all who are registered, every 30 s. You may answer with a pong, and need not.' },
    { name: 'error', example: '{"type":"error","message":"Username taken","code":"name-taken"}', says: 'A message was refused. The connection stays, but for a name that is taken.' },
  ],
  errors: [
    ['name-taken', 'Somebody has that name; a Close with 1008 follows.'],
    ['bad-name', 'The name is empty, longer than cheery.max-name-bytes, or not of the PRECIS FreeformClass (RFC 8264): it has controls, or characters that nobody sees.'],
    ['bad-json, bad-utf8, limit', 'Not one strict JSON object, as text or as bytes; more of it than is taken.'],
    ['missing-type, unknown-type', 'No type, or one that this door does not have.'],
    ['bad-field', 'A field is missing, or not a string.'],
    ['rate-limited', 'More messages in a second than websocket.max-messages-per-second.'],
  ],
  closes: ['not-admitted'],
});
