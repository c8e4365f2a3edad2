import { Ringdown } from '../client.js';
import { clearChat, showUnread, startChat } from './chat.js';
import { endCall, startCall } from './call.js';
import { byId, setText } from './dom.js';
import { startFiles } from './files.js';
import { backToLanding, showDoors, startLanding } from './landing.js';
import { startLine } from './line.js';
import { clearLog, startLog } from './log.js';
import { clearNotice, showNotice } from './notice.js';
import { showMyself, startPeople } from './people.js';
import { linkTo, shareRoom, startSharing } from './share.js';
import { fillHeader, loadConfig } from './site.js';
import { refusal, whyAway, whyClosed, whyNoRoute } from './words.js';

const view = byId('room-view');
const configured = loadConfig();
const ringdown = new Ringdown();
let me = '';

startChat(ringdown, () => me);
startFiles(ringdown, () => me);
startCall(ringdown);
startPeople(ringdown);
startLine(ringdown);
startLog(ringdown);
startSharing();
startLanding(enter);
configured.then(fillHeader);
configured.then(showDoors);

ringdown.addEventListener('state', ({ detail }) => showServer(detail));
ringdown.addEventListener('error', ({ detail }) => {
  // A candidate sent to someone who just left, or just after leaving, is nobody's mistake.
  if (detail.code === 'unknown-peer' || detail.code === 'not-in-room') return;
  const action = detail.code.startsWith('room') ? { label: 'Try again', run: joinAgain } : undefined;
  showNotice('error', { text: refusal(detail), action });
});
ringdown.addEventListener('peerchange', ({ detail: { peer } }) => {
  const key = `route ${peer.name}`;
  if (peer.status !== 'failed') return clearNotice(key);
  return showNotice(key, { text: `No route to ${peer.name}. ${whyNoRoute(peer.link, ringdown.iceServers)}`, action: { label: 'Try again', run: () => ringdown.retry(peer) } });
});
ringdown.addEventListener('peerleft', ({ detail: { peer } }) => clearNotice(`route ${peer.name}`));

byId('leave').addEventListener('click', () => {
  leave();
  history.replaceState(null, '', linkTo(byId('room').value));
  backToLanding();
});
for (const button of view.querySelectorAll('.views button')) button.addEventListener('click', () => look(button.dataset.view));
addEventListener('pagehide', () => ringdown.close()); // so that the others see us go at once
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

async function enter(name, room) {
  ringdown.iceServers = (await configured).iceServers;
  me = name;
  clearChat();
  clearLog();
  clearNotice('server');
  showMyself(name);
  await trying('name', () => ringdown.connect(name));
  await trying('room', () => ringdown.join(room));
  history.replaceState(null, '', linkTo(room));
  setText(byId('room-name'), room);
  shareRoom(room);
  showRoom(true);
  document.title = `${room} · Ringdown`;
  look('chat');
  byId('text').focus();
}

/** After the server was away there may be no place left in the room. */
function joinAgain() {
  clearNotice('error');
  ringdown.signaling.join(ringdown.roomId).catch((error) => {
    showNotice('error', { text: refusal(error), action: { label: 'Leave', run: leave } });
  });
}

function leave() {
  endCall();
  ringdown.close();
  clearNotice('server');
  clearNotice('error');
  showRoom(false);
  document.title = 'Ringdown';
}

function showRoom(inside) {
  byId('landing').hidden = inside;
  view.hidden = !inside;
  document.body.classList.toggle('in-room', inside);
}

/** On a narrow screen one part of the room is in view at a time. */
function look(part) {
  view.dataset.view = part;
  for (const button of view.querySelectorAll('.views button')) {
    button.setAttribute('aria-pressed', String(button.dataset.view === part));
  }
  showUnread();
}

/** A step of coming in; what goes wrong is told at the field it is about, or below all when it is about neither. */
async function trying(field, step) {
  try {
    await step();
  } catch (error) {
    ringdown.close();
    throw { field: error.closeCode === 0 || error.closeCode === 1008 ? field : 'entry', text: refusal(error) };
  }
}

const serverWords = { idle: 'Not connected', connecting: 'Connecting…', online: 'Server connected', waiting: 'Server away', closed: 'Not connected' };
const serverTones = { connecting: 'busy', online: 'good', waiting: 'bad' };

function showServer(detail) {
  setText(byId('server-text'), serverWords[detail.state]);
  byId('server-lamp').dataset.tone = serverTones[detail.state] ?? '';
  if (view.hidden) return;
  switch (detail.state) {
    case 'online': return clearNotice('server');
    case 'waiting': return showNotice('server', {
      text: `${whyAway(detail)} ${ringdown.peers.length > 0 ? 'What runs directly between you and the others goes on.' : ''}`,
      tone: 'busy',
      until: detail.retryAt,
      action: { label: 'Try now', run: () => ringdown.signaling.retryNow() },
    });
    case 'closed': return detail.code === 1000 ? undefined : showNotice('server', {
      text: whyClosed(detail),
      action: { label: 'Start over', run: () => location.reload() },
    });
    default: return undefined;
  }
}
