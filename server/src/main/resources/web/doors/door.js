import { byId, el } from '../demo/dom.js';
import { fillHeader, loadConfig, root } from '../demo/site.js';
import { Client } from './client.js';
import { Guide } from './guide.js';
import { Log } from './log.js';
import { copyable, reference } from './reference.js';

/**
 * Fills the page of a door from its description:
 *
 *   name       of the dialect, as in `/config.json`
 *   setting    what opens the door when it is shut
 *   socketSetting what gives it a WebSocket, if it may be open without one
 *   commands   (place) => [{label, text}] lines for a shell
 *   addresses  (place) => [{label, text}] where the door is
 *   ways       [{title, says, clients, url, learn, nameOf, messages, mistakes, steps}] what may be tried, see below
 *   sample     facts for the examples in the tables
 *   answers    [{name, example, says}] what the server sends
 *   errors     [[code, when]]
 *   closes     labels of `closes.js` beside the common ones; null for a door without WebSocket of its own
 *
 * A way has `url(facts, client)`; `learn(facts, client, text)`, called with whatever came; `nameOf(text)`, a message's
 * name; `messages` and `mistakes`, each `{name, text(facts, client), says, binary, http: {method, url(facts)},
 * bodyless}`; and `steps`, see `guide.js`. Facts begin with `place`, as `placeOf` says, a `mark`, and an object a client.
 */
export async function openDoor(door) {
  const config = await loadConfig();
  fillHeader(config);
  const here = config.doors.find(({ name }) => name === door.name);
  byId('reference').append(...reference(door));
  byId('where').hidden = !here;
  if (!here) {
    byId('try').append(off(config.doors.length === 0
      ? 'The server did not say which doors are open. Is it running?'
      : `This door is switched off on this server. Its operator opens it with the setting ${door.setting}.`));
  } else {
    const place = placeOf(here);
    byId('where').append(...where(door, place));
    for (const element of document.querySelectorAll('[data-when-open]')) element.hidden = false;
    if (place.socket) {
      startTrying(door, place);
    } else {
      byId('try').append(off(`A page can use a WebSocket only, and on this server this door has none. Its operator adds one with the setting ${door.socketSetting}.`));
    }
  }
  document.body.dataset.ready = 'true';
}

/**
 * Where an open door is: `origin` of its HTTP, the URL of its `socket` if it has one, and `HOST PORT` if it is open over plain TCP.
 * A socket that is bound to every address names no host: then it is the one that led to this page.
 */
function placeOf({ path, tcp }) {
  const socket = new URL(root);
  socket.protocol = root.protocol === 'https:' ? 'wss:' : 'ws:';
  return { origin: root.origin, socket: path ? socket.origin + path : '', tcp: tcp ? `${tcp.host ?? root.hostname} ${tcp.port}` : '' };
}

const off = (words) => el('p', { className: 'shut', role: 'status', textContent: words });

function where(door, place) {
  return [
    el('h2', { textContent: 'Where' }),
    ...door.addresses(place).filter(({ text }) => text).map(({ label, text }) => copyable(label, text)),
    el('h2', { textContent: 'From a shell' }),
    ...door.commands(place).map(({ label, text }) => copyable(label, text)),
  ];
}

function startTrying(door, place) {
  const panel = el('div', { className: 'panel-of-door' });
  const switcher = el('div', { className: 'ways', role: 'radiogroup', 'aria-label': 'What to try', hidden: door.ways.length === 1 });
  let running = null;
  const begin = (way) => {
    running?.stop();
    running = new Trial(way, place, () => begin(way));
    panel.replaceChildren(...running.elements);
  };
  door.ways.forEach((way, i) => {
    const input = el('input', { type: 'radio', name: 'way', id: `way-${i}`, checked: i === 0 });
    input.addEventListener('change', () => begin(way));
    switcher.append(el('label', { htmlFor: input.id }, input, el('span', { textContent: way.title })));
  });
  byId('try').append(switcher, panel);
  begin(door.ways[0]);
  addEventListener('pagehide', () => running.stop());
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
}

/** Two clients, their guide and their log, from the first connection to the next start. */
class Trial {
  #clients = new Map();
  #guide;

  constructor(way, place, startOver) {
    const names = way.clients ?? ['alice', 'bob'];
    const facts = { place, mark: mark() };
    for (const name of names) facts[name] = {};
    const log = new Log(names, way.nameOf);
    names.forEach((name, i) => {
      const client = new Client(name, ['first', 'second'][i], way, facts);
      this.#clients.set(name, client);
      client.wire.addEventListener('entry', ({ detail }) => {
        log.add(name, detail);
        this.#take(way, facts, name, detail);
      });
    });
    this.#guide = new Guide(way.steps, this.#clients, startOver);
    const parts = [this.#guide, log, ...this.#clients.values()].map(({ element }) => element);
    this.elements = [el('p', { className: 'way-says', textContent: way.says }), el('div', { className: 'bench' }, ...parts)];
  }

  #take(way, facts, client, { kind, name, label, text }) {
    if (kind === 'in') {
      way.learn?.(facts, client, text);
      this.#clients.forEach((each) => each.refresh());
    }
    this.#guide.notice(client, kind, kind === 'in' ? label ?? way.nameOf(text) : name);
  }

  stop() {
    this.#guide.stop();
    this.#clients.forEach(({ wire }) => wire.forget());
  }
}

/** A few letters that keep the names of this page apart from those of whoever else is trying. */
function mark() {
  return `-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36).slice(-4)}`;
}
