import { byId, bytes, el, millis, nameOf, setText } from './dom.js';
import { standing, wayOf, whyNoRoute } from './words.js';

const place = byId('line-peers');
const cards = new Map();
const pollMillis = 1_000;

const steps = [['offer', 'Offer'], ['answer', 'Answer'], ['route', 'Route'], ['open', 'Talking']];
const facts = [
  ['offered', 'First offer by'],
  ['signaling', 'Signaling'],
  ['ice', 'ICE connection'],
  ['gathering', 'ICE gathering'],
  ['candidates', 'Candidates'],
  ['local', 'This end'],
  ['remote', 'Their end'],
  ['roundTrip', 'Round trip'],
  ['volume', 'Sent, received'],
];

/** What goes on on the line to each peer, from the first offer to the route in use. */
export function startLine(mesh) {
  mesh.addEventListener('peerjoined', ({ detail: { peer } }) => {
    const card = makeCard(peer, mesh);
    cards.set(peer, card);
    place.append(card.element);
    update(peer, mesh);
  });
  mesh.addEventListener('peerchange', ({ detail: { peer } }) => update(peer, mesh));
  mesh.addEventListener('peerleft', ({ detail: { peer } }) => {
    cards.get(peer)?.element.remove();
    cards.delete(peer);
  });
  setInterval(() => !document.hidden && mesh.peers.forEach((peer) => measure(peer)), pollMillis);
}

function makeCard(peer, mesh) {
  const lamp = el('span', { className: 'lamp' });
  const words = el('p', { className: 'line-words' });
  const way = el('span', { className: 'way' });
  const marks = Object.fromEntries(steps.map(([key, label]) => {
    const time = el('span', { className: 'step-time' });
    return [key, { item: el('li', {}, el('span', { className: 'step-name', textContent: label }), time), time }];
  }));
  const values = Object.fromEntries(facts.map(([key]) => [key, el('dd', { textContent: '–' })]));
  const retry = el('button', { type: 'button', className: 'button small', textContent: 'Try again', onclick: () => mesh.retry(peer), hidden: true });
  const element = el('article', { className: 'line-card' },
    el('header', {}, lamp, el('h3', {}, nameOf(peer.name)), way),
    el('ol', { className: 'steps', 'aria-label': 'Steps of the negotiation' }, ...steps.map(([key]) => marks[key].item)),
    words, retry,
    el('dl', {}, ...facts.map(([key, label]) => el('div', {}, el('dt', { textContent: label }), values[key]))));
  return { element, lamp, words, way, marks, values, retry };
}

function update(peer, mesh) {
  const card = cards.get(peer);
  if (!card) return;
  const { link, status } = peer;
  const { text, tone } = standing(peer);
  card.lamp.dataset.tone = tone;
  setText(card.words, status === 'failed' ? whyNoRoute(link, mesh.iceServers) : text);
  card.words.hidden = status === 'open' && peer.listed;
  card.retry.hidden = !['failed', 'silent', 'closed'].includes(status);
  for (const [key] of steps) {
    const reached = link.steps[key];
    card.marks[key].item.classList.toggle('reached', reached !== undefined);
    setText(card.marks[key].time, reached === undefined ? '' : millis(reached));
  }
  const { counts } = link;
  say(card, {
    offered: link.offers ? 'you, who came later' : peer.name,
    signaling: link.signalingState,
    ice: link.iceConnectionState,
    gathering: link.iceGatheringState,
    candidates: `${counts.candidatesSent} sent, ${counts.candidatesReceived} received`,
  });
  if (status === 'open' && card.values.local.textContent === '–') measure(peer);
}

async function measure(peer) {
  const route = await (peer.openLink ?? peer.link).route().catch(() => null); // closed while it was being asked
  const card = cards.get(peer);
  if (!card || !route) return;
  setText(card.way, wayOf(route));
  say(card, {
    local: endOf(route.local),
    remote: endOf(route.remote),
    roundTrip: route.roundTripMillis === null ? 'not measured yet' : millis(route.roundTripMillis),
    volume: `${bytes(route.bytesSent)}, ${bytes(route.bytesReceived)}`,
  });
}

function say(card, values) {
  for (const [key, value] of Object.entries(values)) setText(card.values[key], value);
}

function endOf({ type, protocol, address, port }) {
  const shown = address?.includes(':') ? `[${address}]` : (address ?? 'hidden address');
  return `${type} ${protocol} ${shown}:${port}`;
}
