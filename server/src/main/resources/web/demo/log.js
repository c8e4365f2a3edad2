import { byId, el, keepAtEnd, nameOf } from './dom.js';

const list = byId('log-rows');
const maxRows = 300;

/** The signaling messages as they go by, newest last; each opens to show the whole of it. */
export function startLog(mesh) {
  keepAtEnd(byId('log'), list);
  byId('clear-log').addEventListener('click', clearLog);
  mesh.addEventListener('traffic', ({ detail }) => add(mesh, detail));
}

export function clearLog() {
  list.replaceChildren();
}

function add(mesh, { direction, message, at }) {
  const out = direction === 'out';
  const peer = mesh.peers.find(({ id }) => id === (out ? message.toPeerId : message.fromPeerId));
  const summary = el('summary', {},
    el('time', { textContent: stamp(at) }),
    el('span', { className: `arrow ${direction}`, role: 'img', 'aria-label': out ? 'sent' : 'received', textContent: out ? '↑' : '↓' }),
    el('span', { className: 'log-type', textContent: String(message.type) }),
    el('span', { className: 'log-what' }, ...(peer ? [nameOf(peer.name), ' '] : []), gist(message)));
  const details = el('details', {}, summary);
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('pre')) details.append(el('pre', { textContent: JSON.stringify(message, null, 2), tabIndex: 0 }));
  });
  list.append(el('li', {}, details));
  if (list.childElementCount > maxRows) list.firstElementChild.remove();
}

/** To the millisecond; which hour it is, one knows. */
function stamp(at) {
  return new Date(at).toISOString().slice(14, 23);
}

/** What is worth knowing of a message, in a few words. */
function gist(message) {
  switch (message.type) {
    case 'IDENTIFY':
    case 'AUTH_SUCCESS': return message.username;
    case 'AUTH_ERROR':
    case 'ERROR': return message.message;
    case 'JOIN_ROOM': return message.roomId;
    case 'ROOM_MEMBERS': return message.members.map(({ username }) => username).join(', ') || 'nobody yet';
    case 'NEW_PEER_IN_ROOM':
    case 'PEER_LEFT_ROOM': return message.peer.username;
    case 'SDP_OFFER':
    case 'SDP_ANSWER': return [...message.sdp.sdp.matchAll(/^m=(\w+)/gm)].map(([, kind]) => kind).join(' + ');
    case 'ICE_CANDIDATE': return candidateGist(message.iceCandidate.candidate);
    default: return '';
  }
}

/** RFC 8839 §5.1: foundation, component, transport, priority, address, port, `typ`, type. */
function candidateGist(line) {
  const [, , protocol, , address, port, , type] = line.split(' ');
  return `${type} ${protocol?.toLowerCase()} ${address}:${port}`;
}
