import { byId, bytes, el, icon, nameOf, setText } from './dom.js';
import { addBubble } from './chat.js';
import { clearNotice, showNotice } from './notice.js';
import { maxFileBytes, receiveFile, sendFile } from './transfer.js';

const input = byId('files');
const tray = byId('outgoing');
const recipient = byId('recipient');
let chosen = [];

/** Files: chosen by button, dropped or pasted; then sent to everyone or to one; received ones offered as a download. */
export function startFiles(ringdown, me) {
  byId('attach').addEventListener('click', () => input.click());
  input.addEventListener('change', () => choose(ringdown, [...input.files]));
  byId('drop-files').addEventListener('click', () => choose(ringdown, []));
  byId('send-files').addEventListener('click', () => {
    const to = ringdown.peers.filter((peer) => peer.openLink && (!recipient.value || peer.name === recipient.value));
    for (const file of chosen) sendTo(to, file, me());
    choose(ringdown, []);
    byId('text').focus();
  });
  const talk = byId('room-view').querySelector('.talk');
  talk.addEventListener('dragover', (event) => event.preventDefault());
  talk.addEventListener('drop', (event) => {
    event.preventDefault();
    choose(ringdown, [...event.dataTransfer.files]);
  });
  byId('text').addEventListener('paste', (event) => {
    if (event.clipboardData.files.length > 0) choose(ringdown, [...event.clipboardData.files]);
  });
  ringdown.addEventListener('channel', ({ detail: { peer, channel } }) => {
    if (channel.label !== 'file') return;
    showReceived(receiveFile(peer, channel));
  });
  ringdown.addEventListener('peerchange', () => offerRecipients(ringdown));
  ringdown.addEventListener('peerleft', () => offerRecipients(ringdown));
}

function choose(ringdown, files) {
  const tooBig = files.find(({ size }) => size > maxFileBytes);
  if (tooBig) showNotice('file', { text: `${tooBig.name} is larger than ${bytes(maxFileBytes)}, which is the most one file may have.` });
  else clearNotice('file');
  chosen = tooBig ? [] : files;
  tray.hidden = chosen.length === 0;
  input.value = '';
  offerRecipients(ringdown);
  setText(byId('outgoing-names'), chosen.map(({ name, size }) => `${name} (${bytes(size)})`).join(', '));
  if (chosen.length > 0) byId('send-files').focus();
}

function offerRecipients({ peers }) {
  const names = peers.filter((peer) => peer.openLink).map(({ name }) => name);
  const before = recipient.value;
  const options = [el('option', { value: '', textContent: 'Everyone' }), ...names.map((name) => el('option', { value: name, textContent: name }))];
  recipient.replaceChildren(...options);
  recipient.value = names.includes(before) ? before : '';
  const nobody = names.length === 0;
  byId('send-files').disabled = nobody;
  setText(byId('send-files'), nobody ? 'Nobody to send to yet' : 'Send');
}

function sendTo(peers, file, me) {
  const transfers = peers.map((peer) => sendFile(peer, file));
  if (transfers.length === 0) return;
  const card = makeCard(file.name, () => transfers.forEach((transfer) => transfer.fail()));
  addBubble(me, true, card.element);
  const to = recipient.value ? [nameOf(recipient.value)] : ['everyone'];
  const update = () => {
    const moved = transfers.reduce((sum, transfer) => sum + transfer.moved, 0) / transfers.length;
    const failed = transfers.filter(({ state }) => state === 'failed');
    card.progress(moved, file.size);
    if (!transfers.every(({ over }) => over)) return card.say(`${bytes(moved)} of ${bytes(file.size)}, to `, ...to);
    card.end();
    if (failed.length === 0) return card.say(`${bytes(file.size)}, received by `, ...to);
    card.fail();
    const names = failed.flatMap(({ peer }, i) => (i ? [', ', nameOf(peer.name)] : [nameOf(peer.name)]));
    return card.say('Not received by ', ...names);
  };
  for (const transfer of transfers) transfer.addEventListener('progress', update);
  update();
}

function showReceived(transfer) {
  let card = null;
  transfer.addEventListener('progress', () => {
    if (!card) {
      card = makeCard(transfer.name, () => transfer.fail());
      addBubble(transfer.peer.name, false, card.element);
    }
    card.progress(transfer.moved, transfer.size);
    if (!transfer.over) return card.say(`${bytes(transfer.moved)} of ${bytes(transfer.size)}`);
    card.end();
    if (transfer.state === 'done') return card.offer(transfer);
    card.fail();
    return card.say(`Broke off after ${bytes(transfer.moved)}`);
  });
}

function makeCard(name, cancel) {
  const title = el('p', { className: 'file-name', textContent: name || 'file', dir: 'auto' });
  const words = el('p', { className: 'file-words' });
  const bar = el('progress', { value: 0, max: 1, 'aria-label': `Progress of ${name}` });
  const stop = el('button', { type: 'button', className: 'icon-button small', 'aria-label': `Cancel ${name}`, onclick: cancel }, icon('close'));
  const element = el('div', { className: 'bubble file' }, icon('file'), el('div', { className: 'file-text' }, title, words, bar), stop);
  return {
    element,
    progress: (moved, size) => (bar.value = size === 0 ? 1 : moved / size),
    say: (...parts) => words.replaceChildren(...parts),
    fail: () => element.classList.add('failed'),
    end: () => {
      bar.remove();
      stop.remove();
    },
    offer: ({ blob, size }) => {
      const url = URL.createObjectURL(blob);
      words.textContent = bytes(size);
      element.append(el('a', { className: 'button small', href: url, download: name || 'file', 'aria-label': `Save ${name}` }, icon('download'), 'Save'));
      if (blob.type.startsWith('image/')) element.append(el('img', { src: url, alt: name }));
    },
  };
}
