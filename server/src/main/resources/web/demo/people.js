import { avatar, byId, el, nameOf, setText } from './dom.js';
import { standing } from './words.js';

const list = byId('people');
const rows = new Map();

/** Who is in the room, this person first, each with a lamp and a word on the line to them. */
export function startPeople(ringdown) {
  ringdown.addEventListener('peerjoined', ({ detail: { peer } }) => {
    const row = makeRow(peer.name);
    rows.set(peer, row);
    list.append(row.item);
    update(peer);
  });
  ringdown.addEventListener('peerchange', ({ detail: { peer } }) => update(peer));
  ringdown.addEventListener('peerleft', ({ detail: { peer } }) => {
    rows.get(peer)?.item.remove();
    rows.delete(peer);
    count();
  });
}

export function showMyself(name) {
  rows.clear();
  const { item, words, lamp } = makeRow(name);
  words.textContent = 'You';
  lamp.dataset.tone = 'good';
  list.replaceChildren(item);
  count();
}

function makeRow(name) {
  const lamp = el('span', { className: 'lamp' });
  const words = el('span', { className: 'person-words' });
  const text = el('span', { className: 'person' }, el('span', { className: 'person-name' }, nameOf(name)), words);
  return { item: el('li', {}, avatar(name), text, lamp), words, lamp };
}

function update(peer) {
  const row = rows.get(peer);
  if (!row) return;
  const { text, tone } = standing(peer);
  setText(row.words, text);
  row.lamp.dataset.tone = tone;
  count();
}

function count() {
  setText(byId('people-count'), String(rows.size + 1));
}
