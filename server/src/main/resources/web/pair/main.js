import { endCall, startCall } from '../demo/call.js';
import { clearChat, startChat } from '../demo/chat.js';
import { byId, setText } from '../demo/dom.js';
import { clearNotice, showNotice } from '../demo/notice.js';
import { fillHeader, loadConfig } from '../demo/site.js';
import { whyAway } from '../demo/words.js';
import { Pairing } from './pairing.js';
import { invitation, standing } from './standing.js';

/** The partner hears of typing this often at most, and forgets it after a little longer. */
const typingEveryMillis = 2_000;
const typingShownMillis = 3_500;

const view = byId('conversation');
const text = byId('text');
const eager = byId('eager');
const configured = loadConfig();
const pairing = new Pairing(door());
let typedAt = 0;
let typingTimer = 0;
let hadSomebody = false;

startChat(pairing, () => 'You');
startCall(pairing);
configured.then(fillHeader);

byId('start').addEventListener('submit', async (event) => {
  event.preventDefault();
  pairing.iceServers = (await configured).iceServers;
  pairing.eager = eager.checked;
  showConversation(true);
  pairing.next();
});
byId('next').addEventListener('click', next);
byId('leave').addEventListener('click', () => {
  pairing.leave();
  endCall();
  showConversation(false);
  byId('put-through').focus();
});
byId('direct').addEventListener('click', () => pairing.goDirect());
byId('agree').addEventListener('click', () => {
  pairing.goDirect();
  text.focus();
});
byId('decline').addEventListener('click', () => {
  pairing.decline();
  text.focus();
});
text.addEventListener('input', () => {
  if (!text.value || Date.now() - typedAt < typingEveryMillis) return;
  typedAt = Date.now();
  pairing.typing();
});
byId('composer').addEventListener('submit', () => (typedAt = 0));

pairing.addEventListener('change', render);
pairing.addEventListener('peerjoined', () => {
  hadSomebody = true;
  clearNotice('error');
  text.focus();
});
pairing.addEventListener('peerleft', () => showTyping(false));
pairing.addEventListener('message', () => showTyping(false));
pairing.addEventListener('typing', () => showTyping(true));
pairing.addEventListener('error', ({ detail: { message } }) => showNotice('error', { text: `The server refused: ${message}` }));
addEventListener('pagehide', () => pairing.leave()); // so that the stranger sees us go at once
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
render();

/** Somebody new gets a sheet of their own. */
function next() {
  clearChat();
  hadSomebody = false;
  pairing.next();
}

function render() {
  const { state, direct, online } = pairing;
  const { text: words, tone, way } = standing(pairing);
  setText(byId('standing'), words);
  byId('lamp').dataset.tone = tone;
  byId('wire').dataset.way = way;
  const paired = state === 'paired';
  byId('talk').dataset.state = state;
  byId('waiting').hidden = paired || hadSomebody;
  setText(byId('waiting-words'), state === 'waiting' ? 'You are next. The moment somebody comes, you are put through.' : 'One moment…');
  text.disabled = !paired;
  byId('send').disabled = !paired;
  for (const kind of ['microphone', 'camera']) {
    const button = byId(kind);
    const on = button.ariaPressed === 'true';
    button.disabled = direct !== 'open' || (!on && !pairing.reachable); // to switch one on takes the server once more
    button.title = direct === 'open' ? button.ariaLabel : `${button.ariaLabel}: once you talk directly`;
  }
  if (direct !== 'open') endCall();
  byId('direct').hidden = !paired || ['open', 'linking', 'asked', 'invited', 'never'].includes(direct);
  byId('next').disabled = state === 'connecting' || state === 'waiting';
  byId('next').classList.toggle('primary', state === 'alone');
  setText(byId('next-words'), state === 'alone' ? 'Find another' : 'Next');
  renderInvitation();
  renderServer(online);
}

function renderInvitation() {
  const said = invitation(pairing);
  byId('invitation').hidden = !said;
  setText(byId('invitation-words'), said?.text ?? '');
  byId('agree').hidden = byId('decline').hidden = !said?.asks;
}

function renderServer(online) {
  const { state, retryAt, closed } = pairing;
  if (online || state === 'idle' || (!retryAt && state !== 'alone')) return clearNotice('server');
  return showNotice('server', retryAt
    ? { text: whyAway(closed), tone: 'busy', until: retryAt, action: { label: 'Try now', run: () => pairing.retryNow() } }
    : { text: `${whyAway(closed)} The stranger is gone with it.`, action: { label: 'Find another', run: next } });
}

function showTyping(on) {
  clearTimeout(typingTimer);
  byId('typing').hidden = !on;
  if (on) typingTimer = setTimeout(showTyping, typingShownMillis, false);
}

function showConversation(on) {
  byId('landing').hidden = on;
  view.hidden = !on;
  document.body.classList.toggle('in-room', on);
  clearChat();
  hadSomebody = false;
  clearNotice('server');
  clearNotice('error');
}

function door() {
  const url = new URL('pair?format=json', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
