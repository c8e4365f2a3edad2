import { avatar, byId, clock, el, keepAtEnd, nameOf } from './dom.js';

const list = byId('messages');
const scroller = byId('scroller');
const text = byId('text');
const dot = byId('chat-dot');

/** Someone silent this long speaks under a name of their own again. */
const sameBreathMillis = 120_000;
let last = { name: '', at: 0 };
let unread = 0;

/** The conversation. Words travel over the data channels, as plain text. */
export function startChat(ringdown, me) {
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    say(ringdown, me());
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say(ringdown, me());
  });
  text.addEventListener('input', fit);
  ringdown.addEventListener('message', ({ detail: { peer, data } }) => {
    if (typeof data === 'string') addWords(peer.name, data.slice(0, 65_536), false);
  });
  ringdown.addEventListener('peerjoined', ({ detail: { peer } }) => addEvent(nameOf(peer.name), ' is here'));
  ringdown.addEventListener('peerleft', ({ detail: { peer } }) => addEvent(nameOf(peer.name), ' left'));
  document.addEventListener('visibilitychange', showUnread);
  keepAtEnd(scroller, list);
}

/** Starts with an empty sheet. */
export function clearChat() {
  list.replaceChildren();
  last = { name: '', at: 0 };
  unread = 0;
  showUnread();
}

/** A line that nobody said. */
export function addEvent(...parts) {
  add(el('li', { className: 'event' }, ...parts), false);
  last = { name: '', at: 0 };
}

/** A thing in the conversation, such as a file, with the name of who sent it over it. */
export function addBubble(name, own, content) {
  const at = Date.now();
  const item = el('li', { className: own ? 'message own' : 'message' });
  if (name !== last.name || at - last.at > sameBreathMillis) {
    item.classList.add('first');
    const who = own ? 'You' : nameOf(name);
    item.append(el('p', { className: 'byline' }, who, ' ', el('time', { textContent: clock(at) })));
    if (!own) item.prepend(avatar(name));
  }
  item.append(content);
  last = { name, at };
  add(item, own);
  return item;
}

function addWords(name, words, own) {
  return addBubble(name, own, el('p', { className: 'bubble', dir: 'auto' }, ...withLinks(words)));
}

function say(ringdown, me) {
  const words = text.value.trim();
  if (!words) return;
  const unreached = ringdown.peers.filter((peer) => !peer.send(words));
  const item = addWords(me, words, true);
  if (ringdown.peers.length === 0) {
    item.append(el('p', { className: 'delivery', textContent: 'Nobody else is here yet, so nobody read this.' }));
  } else if (unreached.length > 0) {
    const names = unreached.flatMap((peer, i) => (i ? [', ', nameOf(peer.name)] : [nameOf(peer.name)]));
    item.append(el('p', { className: 'delivery' }, 'Not reached: ', ...names));
  }
  text.value = '';
  fit();
}

function add(item, own) {
  list.append(item);
  if (own) scroller.scrollTop = scroller.scrollHeight;
  if (!own && item.classList.contains('message')) {
    unread++;
    showUnread();
  }
}

/** A dot at the chat's button while another part is in view, a number in the title while another tab is. */
export function showUnread() {
  const seen = scroller.checkVisibility?.() ?? true;
  dot.hidden = seen || unread === 0;
  if (seen && !document.hidden) unread = 0;
  document.title = document.title.replace(/^\(\d+\) /, '');
  if (document.hidden && unread > 0) document.title = `(${unread}) ${document.title}`;
}

/** As high as what is written, up to where the style sheet stops it. */
function fit() {
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight + 2}px`;
}

/** Web addresses become links, everything else stays text. */
function withLinks(words) {
  return words.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, i) =>
    i % 2 === 0 ? part : el('a', { href: part, textContent: part, target: '_blank', rel: 'noopener noreferrer' }));
}
