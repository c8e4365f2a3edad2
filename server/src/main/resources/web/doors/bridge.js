import { openDoor } from './door.js';

const block = (...lines) => `${lines.join('\n')}\n\n`;
const other = { alice: 'bob', bob: 'alice' };
const port = { alice: 5556, bob: 5557 };

openDoor({
  name: 'bridge',
  setting: 'listen.bridge-port: 5555',
  socketSetting: 'bridge.websocket: true',
  addresses: ({ socket, tcp }) => [
    { label: 'TCP', text: `tcp://${tcp.replace(' ', ':')}` },
    { label: 'WebSocket, for this page', text: socket },
  ],
  commands: ({ tcp }) => [
    { label: 'ringdown: a client that registers, asks, and chats directly', text: `scripts/run.sh chat carol 5558 ${tcp.replace(' ', ':')}` },
    { label: 'nc: who is there', text: `printf 'INFO\\r\\nRequesting clients\\r\\n\\r\\n' | nc ${tcp}` },
    { label: 'nc: register', text: `printf 'REGISTER\\r\\nclientID: carol\\r\\nIP: 127.0.0.1\\r\\nPort: 5558\\r\\n\\r\\n' | nc ${tcp}` },
  ],
  ways: [{
    title: 'Two in the book',
    says: 'Over TCP a connection takes one request and ends. Here, over WebSocket, each message is one request, the answer is one message, and the connection stays. It is there because the operator wants it (bridge.websocket), and for this machine only as long as the port of TCP is.',
    url: ({ place }) => place.socket,
    nameOf: (text) => text.split(/\r?\n/, 1)[0].slice(0, 40),
    messages: [
      { name: 'REGISTER', text: ({ mark }, who) => block('REGISTER', `clientID: ${who}${mark}`, 'IP: 127.0.0.1', `Port: ${port[who]}`), says: 'Leaves an address under a name. Doing so again replaces it; an entry expires after a while.' },
      { name: 'INFO', text: () => block('INFO', 'Requesting clients'), says: 'Who is registered, and where.' },
      { name: 'BRIDGE', text: ({ mark }, who) => block('BRIDGE', `clientID: ${who}${mark}`), says: 'Somebody to talk to: the first who is registered and is not you. Without clientID: the first who is registered.' },
      { name: 'BRIDGE to one', text: ({ mark }, who) => block('BRIDGE', `clientID: ${who}${mark}`, `target: ${other[who]}${mark}`), says: 'The address of the one whom target names.' },
    ],
    mistakes: [
      { name: 'not a request', text: () => block('HELLO', 'clientID: me'), says: 'The first line is none that this door knows.' },
      { name: 'no port', text: () => block('REGISTER', 'clientID: me', 'IP: 127.0.0.1'), says: 'A header is missing.' },
      { name: 'BRIDGE to nobody', text: ({ mark }, who) => block('BRIDGE', `clientID: ${who}${mark}`, 'target: nobody'), says: 'Nobody of that name: the same lines, with nothing in them.' },
    ],
    steps: [
      { client: 'alice', open: true, send: 'REGISTER', says: 'leaves her address', hears: [['alice', 'REGACK']] },
      { client: 'bob', open: true, send: 'REGISTER', says: 'leaves his', hears: [['bob', 'REGACK']] },
      { client: 'alice', send: 'INFO', says: 'asks who is there', hears: [['alice', 'INFOACK']] },
      { client: 'alice', send: 'BRIDGE', says: 'asks for anybody', hears: [['alice', 'BRIDGEACK']] },
      { client: 'alice', send: 'BRIDGE to one', says: 'asks for bob; now she could call him', hears: [['alice', 'BRIDGEACK']] },
      { client: 'bob', send: 'BRIDGE to nobody', says: 'asks for somebody who is not there', hears: [['bob', 'BRIDGEACK']] },
    ],
  }],
  answers: [
    { name: 'REGACK', example: 'REGACK\nclientID: alice\nIP: 127.0.0.1\nPort: 5556\nStatus: registered', says: 'You are registered like this.' },
    { name: 'BRIDGEACK', example: 'BRIDGEACK\nclientID: bob\nIP: 127.0.0.1\nPort: 5557', says: 'Whom you may call; the same lines with nothing in them when nobody is there.' },
    { name: 'INFOACK', example: 'INFOACK\nalice 127.0.0.1:5556\nbob 127.0.0.1:5557', says: 'All who are registered, in that order.' },
    { name: 'ERROR', example: 'ERROR\nreason: The first line is none of REGISTER, BRIDGE and INFO.', says: 'The request was refused.' },
  ],
  errorTitle: 'reason says',
  errors: [
    ['The first line is none of REGISTER, BRIDGE and INFO.', 'A request that this door does not have.'],
    ['\'clientID\' is missing or empty.', 'Also of a name that is too long, or has line breaks or control characters in it.'],
    ['\'IP\' is not … / \'Port\' is not …', 'No address and no host name; no number. Any number is taken for a port.'],
    ['A header is not of the form \'name: value\'.', 'Also of control characters, and of an empty line inside.'],
    ['The message is too long.', 'More than 2,048 bytes.'],
    ['As many clients are registered as may be.', 'bridge.max-clients are.'],
  ],
  closes: null,
});
