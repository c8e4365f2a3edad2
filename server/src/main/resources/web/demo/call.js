import { avatar, byId, el, icon, nameOf, showIcon } from './dom.js';
import { clearNotice, showNotice } from './notice.js';
import { whyNoMedia } from './words.js';

const grid = byId('tiles');
const buttons = { audio: byId('microphone'), video: byId('camera') };
const wanted = { audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 } } };
const tracks = { audio: null, video: null };
const tiles = new Map();
const self = 'self';
let ringdown;
let visit = 0;

/** Camera and microphone, and a tile for everyone who has one on. Both start off, and off means the device is let go. */
export function startCall(mesh) {
  ringdown = mesh;
  for (const kind of ['audio', 'video']) buttons[kind].addEventListener('click', () => toggle(kind));
  ringdown.addEventListener('media', ({ detail: { peer } }) => show(peer, peer.name, peer.media));
  ringdown.addEventListener('peerleft', ({ detail: { peer } }) => remove(peer));
}

export function endCall() {
  visit++;
  for (const kind of ['audio', 'video']) switchTo(kind, null);
}

async function toggle(kind) {
  if (tracks[kind]) return switchTo(kind, null);
  const button = buttons[kind];
  const during = visit;
  button.disabled = true;
  try {
    if (!navigator.mediaDevices) throw new DOMException('', 'InsecureContext');
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wanted[kind] });
    const [track] = stream.getTracks();
    if (during !== visit) return track.stop(); // left the room while the browser was asking
    track.addEventListener('ended', () => track === tracks[kind] && switchTo(kind, null));
    clearNotice(kind);
    switchTo(kind, track);
  } catch (error) {
    showNotice(kind, { text: whyNoMedia(kind, error) });
  } finally {
    button.disabled = false;
    if (during === visit) button.focus();
  }
}

function switchTo(kind, track) {
  if (tracks[kind] === track) return;
  tracks[kind]?.stop();
  tracks[kind] = track;
  ringdown.share(kind, track);
  buttons[kind].setAttribute('aria-pressed', String(track !== null));
  show(self, 'You', new MediaStream(Object.values(tracks).filter(Boolean)));
}

function show(key, name, media) {
  const live = media.getTracks().filter(({ readyState }) => readyState === 'live');
  if (live.length === 0) return remove(key);
  const tile = tiles.get(key) ?? addTile(key, name);
  tile.element.classList.toggle('no-picture', !live.some(({ kind }) => kind === 'video'));
  tile.silent.hidden = live.some(({ kind }) => kind === 'audio');
  if (tile.video.srcObject !== media) tile.video.srcObject = media;
  // A stream whose tracks changed may have to be started again.
  tile.video.play().catch((error) => {
    if (error.name !== 'NotAllowedError') return;
    const play = () => [...tiles.values()].forEach(({ video }) => video.play());
    showNotice('play', { text: 'The browser waits for a click before it plays sound.', tone: 'busy', action: { label: 'Play', run: () => { play(); clearNotice('play'); } } });
  });
}

function addTile(key, name) {
  const video = el('video', { autoplay: true, playsInline: true, muted: key === self, 'aria-label': key === self ? 'Your camera' : `Camera of ${name}` });
  const silent = el('span', { className: 'tile-silent' }, icon('microphone-off'), el('span', { className: 'visually-hidden', textContent: 'microphone off' }));
  const caption = el('p', { className: 'tile-name' }, nameOf(name), silent);
  const element = el('div', { className: key === self ? 'tile self' : 'tile' }, video, avatar(name), caption);
  if (key !== self) element.append(muteButton(video, name));
  tiles.set(key, { element, video, silent });
  grid.append(element);
  arrange();
  return tiles.get(key);
}

function muteButton(video, name) {
  const button = el('button', { type: 'button', className: 'icon-button small', 'aria-label': `Mute ${name}`, 'aria-pressed': 'false' }, icon('sound'));
  button.addEventListener('click', () => {
    video.muted = !video.muted;
    button.setAttribute('aria-pressed', String(video.muted));
    showIcon(button.firstElementChild, video.muted ? 'silent' : 'sound');
  });
  return button;
}

function remove(key) {
  const tile = tiles.get(key);
  if (!tile) return;
  tile.video.srcObject = null;
  tile.element.remove();
  tiles.delete(key);
  arrange();
}

function arrange() {
  grid.hidden = tiles.size === 0;
  grid.dataset.count = String(Math.min(tiles.size, 4));
}
